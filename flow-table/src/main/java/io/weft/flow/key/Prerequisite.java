package io.weft.flow.key;

/**
 * What must be matched before a field has a meaning, as in the "Prerequisites" rows of ovs-fields(7). A match that names a
 * field must also pin its prerequisite; an action that sets a field does nothing to a packet that lacks it.
 */
public enum Prerequisite {
    NONE,
    VLAN,
    ARP,
    IPV4,
    IPV6,
    /** IPv4 or IPv6. */
    IP,
    /** A transport with ports: TCP, UDP or SCTP. */
    PORTS,
    TCP,
    UDP,
    SCTP,
    ICMPV4,
    ICMPV6,
    /** Neighbour solicitation or advertisement. */
    ND,
    ND_SOLICIT,
    ND_ADVERT,
    /** A connection that is known: {@code ct_state} says new, est, rel, rpl, snat or dnat, or tracked and not invalid. */
    CONNECTION,
    /** A known connection of an IPv4 packet. */
    CONNECTION_IPV4,
    /** A known connection of an IPv6 packet. */
    CONNECTION_IPV6,
    /** A known connection whose protocol is matched. */
    CONNECTION_PROTOCOL
}
