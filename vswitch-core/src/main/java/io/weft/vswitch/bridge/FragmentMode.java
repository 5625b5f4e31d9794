package io.weft.vswitch.bridge;

/** What the flow tables see of IP fragments ({@code ofctl set-frags}, ovs-ofctl(8)). */
public enum FragmentMode {
    /** Ports and ICMP fields of every fragment are 0, also where the first one has them. */
    NORMAL,
    /** Fragments are dropped before the tables. */
    DROP,
    /** The first fragment shows what it has; in later ones the fields are 0. */
    NX_MATCH
}
