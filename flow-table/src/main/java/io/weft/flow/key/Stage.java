package io.weft.flow.key;

/**
 * The order in which a staged lookup looks at a packet: a subtable that cannot match on its cheap, widely shared stages is left before
 * the later stages are read, so they stay wildcarded (the idea of {@code classifier.h} of Open vSwitch).
 */
public enum Stage {
    /** in_port, metadata, registers. */
    METADATA,
    /** Ethernet and VLAN. */
    L2,
    /** IPv4, IPv6, ARP. */
    L3,
    /** Ports, flags, ICMP and neighbour discovery. */
    L4
}
