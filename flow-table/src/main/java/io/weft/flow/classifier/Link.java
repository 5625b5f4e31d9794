package io.weft.flow.classifier;

/** A node of a {@link HashChains} table. */
abstract class Link<N extends Link<N>> {
    final long hash;

    /** Written by the table's writer only; a node that was taken out keeps it, so that a reader who stands on it finds on. */
    volatile N next;

    Link(long hash) {
        this.hash = hash;
    }

    /** The same node without a successor, for a larger or smaller table. */
    abstract N copy();
}
