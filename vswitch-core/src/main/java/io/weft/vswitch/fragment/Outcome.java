package io.weft.vswitch.fragment;

/** What came of a fragment. */
public enum Outcome {
    /** The table has the packet now. */
    WAITS,

    /** The table had the others; {@link Fragment#whole} has them all now. */
    WHOLE,

    /** The same part of the datagram waits already. */
    DUPLICATE,

    /** It overlaps or contradicts others, now or before: the datagram will never be whole. */
    OVERLAP,

    /** It is not the last one, and smaller than allowed. */
    SMALL,

    /** Fragments are not put together. */
    OFF
}
