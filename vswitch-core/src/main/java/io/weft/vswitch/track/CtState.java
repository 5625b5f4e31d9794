package io.weft.vswitch.track;

/** The bits of {@code ct_state}, as ovs-fields(7) gives them. */
public final class CtState {
    /** The packet begins a connection that is not committed, or nobody has answered it yet. */
    public static final int NEW = 0x01;

    /** The packet belongs to a connection that both sides use. */
    public static final int EST = 0x02;

    /** The packet is about a known connection, as an ICMP error is. */
    public static final int REL = 0x04;

    /** The packet goes the other way than the one that began the connection. */
    public static final int RPL = 0x08;

    /** The tracker could not make sense of the packet. */
    public static final int INV = 0x10;

    /** The packet has been through the tracker. */
    public static final int TRK = 0x20;

    /** The packet's source was translated. */
    public static final int SNAT = 0x40;

    /** The packet's destination was translated. */
    public static final int DNAT = 0x80;

    private CtState() {}
}
