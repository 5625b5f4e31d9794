package io.weft.flow.classifier;

import io.weft.flow.match.Match;

/** A match as its mask alone: equal when the masks are equal. */
record MaskKey(Match match) {

    @Override
    public boolean equals(Object object) {
        return object instanceof MaskKey other && match.hasMaskOf(other.match);
    }

    @Override
    public int hashCode() {
        return match.maskHash();
    }
}
