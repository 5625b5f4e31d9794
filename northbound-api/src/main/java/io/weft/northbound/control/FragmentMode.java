package io.weft.northbound.control;

/** What the flow tables see of IP fragments, as {@code set-frags} of ovs-ofctl(8). */
public enum FragmentMode {
    /** Ports and ICMP fields of every fragment are 0. */
    NORMAL,
    /** Fragments are dropped. */
    DROP,
    /** The first fragment shows what it has; in later ones the fields are 0. */
    NX_MATCH
}
