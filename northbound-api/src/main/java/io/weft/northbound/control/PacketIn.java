package io.weft.northbound.control;

/**
 * A packet that was sent to the controller.
 *
 * @param totalLength bytes of the packet before it was cut to the action's length
 * @param frame not copied
 * @param metadata metadata and registers that are not zero, as match text
 * @param lost packets lost before this one because the receiver was slow; set by the API, 0 from a switch
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed on once, never compared
public record PacketIn(
        Reason reason, int table, long cookie, int inPort, int totalLength, byte[] frame, String metadata, long lost) {
    /** Why it was sent. */
    public enum Reason {
        ACTION,
        NO_MATCH,
        INVALID_TTL
    }

    /** The same, with the number of packets lost before it. */
    public PacketIn withLost(long packets) {
        return new PacketIn(reason, table, cookie, inPort, totalLength, frame, metadata, packets);
    }
}
