package io.weft.flow.action;

/** Which fields of a packet a choice among links depends on (ovs-actions(7), "bundle" and "multipath"). */
public enum HashFields {
    /** The source address of Ethernet. */
    ETH_SRC("eth_src"),
    /** Addresses, VLAN and transport ports, the same for both directions. */
    SYMMETRIC_L4("symmetric_l4"),
    /** IP addresses and TCP or SCTP ports, the same for both directions. */
    SYMMETRIC_L3L4("symmetric_l3l4"),
    /** As {@link #SYMMETRIC_L3L4}, with UDP ports. */
    SYMMETRIC_L3L4_UDP("symmetric_l3l4+udp"),
    /** The source address of IP. */
    NW_SRC("nw_src"),
    /** The destination address of IP. */
    NW_DST("nw_dst"),
    /** Both addresses of IP, the same for both directions. */
    SYMMETRIC_L3("symmetric_l3");

    private final String text;

    HashFields(String text) {
        this.text = text;
    }

    /** As written in ovs-actions(7). */
    public String text() {
        return text;
    }
}
