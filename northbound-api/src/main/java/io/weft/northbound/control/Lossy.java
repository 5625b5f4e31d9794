package io.weft.northbound.control;

/**
 * An element of a stream that may lose some when its receiver is slow, and says so.
 *
 * @param <E> the element itself
 */
public interface Lossy<E> {
    /** Elements lost before this one. */
    long lost();

    /** The same, with the number of those lost before it. */
    E withLost(long count);
}
