package io.weft.vswitch.program;

import io.weft.flow.action.RejectAnswer;

/**
 * What a REJECT instruction does: the sender of the packet as it is gets an answer, where one is allowed.
 *
 * @param bridge the id of the bridge whose entry says so
 * @param inPort the port there, an OpenFlow number, at which the packet came and through which the answer goes
 * @param answer what the sender is told
 */
public record RejectOrder(int bridge, int inPort, RejectAnswer answer) {
    /** Bytes of a packet that its answer needs: all that its checksum covers, of a frame that a port can receive. */
    public static final int MAX_BYTES = 9728;
}
