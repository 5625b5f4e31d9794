package io.weft.vswitch.program;

/**
 * What a REJECT instruction does: the sender of the packet as it is gets an answer, where one is allowed.
 *
 * @param bridge the id of the bridge whose entry says so
 * @param inPort the port there, an OpenFlow number, at which the packet came and through which the answer goes
 */
public record RejectOrder(int bridge, int inPort) {
    /** Bytes of a packet that its answer needs: what an ICMPv6 error quotes, and headers in front of it. */
    public static final int MAX_BYTES = 1536;
}
