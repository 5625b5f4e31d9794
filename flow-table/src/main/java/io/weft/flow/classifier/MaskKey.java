package io.weft.flow.classifier;

import io.weft.flow.match.Match;

/** A match as its mask alone: equal when the masks are equal. */
record MaskKey(Match match) {

    @Override
    public boolean equals(Object object) {
        return object instanceof MaskKey other
                && match.wordMap() == other.match.wordMap()
                && Precedence.compareMasks(match, other.match) == 0;
    }

    @Override
    public int hashCode() {
        int hash = match.wordMap();
        for (int rest = match.wordMap(); rest != 0; rest &= rest - 1) {
            hash = 31 * hash + Long.hashCode(match.mask(Integer.numberOfTrailingZeros(rest)));
        }
        return hash;
    }
}
