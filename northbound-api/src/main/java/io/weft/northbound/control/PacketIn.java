package io.weft.northbound.control;

/**
 * A packet that was sent to the controller.
 *
 * @param table that held the flow
 * @param inPort number of the port it came in on, 65534 for the bridge's own, {@value #FROM_CONTROLLER} where a controller sent it
 * @param totalLength bytes of the packet before it was cut to the action's length
 * @param frame not copied
 * @param metadata metadata, registers and tunnel fields that are not zero, as match text
 * @param userdata bytes that the flow's author put into the action; not copied
 * @param cookie of the flow; all ones when no flow matched or the actions came with a packet-out
 * @param controllerId the controllers it is for; 0: those without an id
 * @param continuation what resumes a packet that waits for that; empty for another; not copied
 * @param lost packets lost before this one because the receiver was slow; set by the API, 0 from a switch
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed on once, never compared
public record PacketIn(
        Reason reason,
        int table,
        long cookie,
        int inPort,
        int totalLength,
        byte[] frame,
        String metadata,
        byte[] userdata,
        int controllerId,
        byte[] continuation,
        long lost)
        implements Lossy<PacketIn> {
    /** Why it was sent. */
    public enum Reason {
        ACTION,
        NO_MATCH,
        INVALID_TTL,
        ACTION_SET,
        GROUP,
        PACKET_OUT
    }

    /** The input port of a packet that came from no port. */
    public static final int FROM_CONTROLLER = 65533;

    /** The cookie where there is no flow. */
    public static final long NO_COOKIE = -1L;

    /** A packet without userdata for every controller. */
    public PacketIn(
            Reason reason,
            int table,
            long cookie,
            int inPort,
            int totalLength,
            byte[] frame,
            String metadata,
            long lost) {
        this(reason, table, cookie, inPort, totalLength, frame, metadata, new byte[0], 0, new byte[0], lost);
    }

    @Override
    public PacketIn withLost(long packets) {
        return new PacketIn(
                reason,
                table,
                cookie,
                inPort,
                totalLength,
                frame,
                metadata,
                userdata,
                controllerId,
                continuation,
                packets);
    }
}
