package io.weft.vswitch;

import io.weft.vswitch.program.Upcall;

/**
 * A packet for the controller.
 *
 * @param bridge where it came in
 * @param inPort OpenFlow number of the port on which it came in
 * @param upcall why it is sent, by which entry, and what goes along
 * @param totalLength bytes of the packet before it was cut
 * @param frame its first bytes, as the action asked; not copied
 * @param continuation what resumes a packet that waits; empty for another; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PacketIn(String bridge, int inPort, Upcall upcall, int totalLength, byte[] frame, byte[] continuation) {
    /** As in OpenFlow: 0 no match, 1 action, 2 invalid TTL, and so on. */
    @SuppressWarnings("EnumOrdinal") // the order of the reasons is that of their numbers
    public int reason() {
        return upcall.reason().ordinal();
    }
}
