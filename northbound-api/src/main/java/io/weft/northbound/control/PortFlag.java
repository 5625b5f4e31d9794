package io.weft.northbound.control;

/** What {@code mod-port} sets on a port, with the names that ovs-ofctl(8) prints, in its order. Runtime state, not configuration. */
public enum PortFlag {
    /** Administratively down: neither sends nor receives. */
    PORT_DOWN,
    /** Kept as it was set; there is no spanning tree protocol. */
    NO_STP,
    /** What arrives is dropped. */
    NO_RECV,
    /** FLOOD leaves the port out. */
    NO_FLOOD,
    /** Nothing is sent to it. */
    NO_FWD,
    /** What arrives and no flow matches goes to no controller. */
    NO_PACKET_IN
}
