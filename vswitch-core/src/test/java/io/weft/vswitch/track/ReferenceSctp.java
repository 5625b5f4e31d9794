package io.weft.vswitch.track;

/** SCTP for {@link ReferenceTracker}: packets of one chunk. The packet's sequence is its tag, its acknowledgement the initiate tag. */
final class ReferenceSctp {
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int ABORT = 6;
    private static final int SHUTDOWN = 7;
    private static final int SHUTDOWN_ACK = 8;
    private static final int COOKIE_ECHO = 10;
    private static final int COOKIE_ACK = 11;
    private static final int SHUTDOWN_COMPLETE = 14;

    String state = "COOKIE_WAIT";
    Timeout timeout;

    /** Tags that packets of who began, and of the other, carry; 0: not known. */
    private int clientTag;

    private int serverTag;

    /** For generators of packets: the tag that would be right, or 0. */
    int tag(boolean reply) {
        return reply ? serverTag : clientTag;
    }

    static boolean mayBegin(TestPacket packet) {
        return switch (packet.type()) {
            case INIT -> packet.sequence() == 0;
            case INIT_ACK, ABORT, SHUTDOWN_ACK, SHUTDOWN_COMPLETE, COOKIE_ACK -> false;
            default -> packet.sequence() != 0;
        };
    }

    void begin(TestPacket packet) {
        if (packet.type() == INIT) {
            serverTag = packet.acknowledgement();
            state = "COOKIE_WAIT";
        } else {
            clientTag = packet.sequence();
            state = "COOKIE_ECHOED";
        }
    }

    /** "established", "opening" (which the caller may know better), "reopen" or "invalid". */
    String update(TestPacket packet, boolean reply) {
        timeout = null;
        if (packet.type() == INIT) {
            return init(packet, reply);
        }
        boolean reflected = (packet.type() == ABORT || packet.type() == SHUTDOWN_COMPLETE) && (packet.flags() & 1) != 0;
        int expected = tag(reply != reflected);
        if (packet.sequence() == 0 || expected != 0 && expected != packet.sequence()) {
            return "invalid";
        }
        if (packet.type() == INIT_ACK) {
            if (!reply || !state.equals("COOKIE_WAIT")) {
                return "invalid";
            }
            clientTag = packet.acknowledgement();
        }
        if (expected == 0 && !reflected) {
            if (reply) {
                serverTag = packet.sequence();
            } else {
                clientTag = packet.sequence();
            }
        }
        state = next(packet.type(), reply);
        timeout = switch (state) {
            case "ESTABLISHED" -> Timeout.SCTP_ESTABLISHED;
            case "SHUTDOWN" -> Timeout.SCTP_SHUTDOWN;
            case "CLOSED" -> Timeout.SCTP_CLOSED;
            default -> Timeout.SCTP_OPENING;
        };
        return "opening";
    }

    private String init(TestPacket packet, boolean reply) {
        if (packet.sequence() != 0) {
            return "invalid";
        }
        if (state.equals("CLOSED")) {
            return "reopen";
        }
        if (state.equals("COOKIE_WAIT") && !reply) {
            serverTag = packet.acknowledgement();
            timeout = Timeout.SCTP_OPENING;
        }
        return state.equals("ESTABLISHED") ? "established" : "opening";
    }

    private String next(int type, boolean reply) {
        if (type == ABORT || type == SHUTDOWN_COMPLETE) {
            return "CLOSED";
        }
        if (type == COOKIE_ECHO && state.equals("COOKIE_WAIT")) {
            return "COOKIE_ECHOED";
        }
        if (type == COOKIE_ACK && state.equals("COOKIE_ECHOED")) {
            return "ESTABLISHED";
        }
        boolean open = state.equals("ESTABLISHED") || state.equals("COOKIE_ECHOED");
        if ((type == SHUTDOWN || type == SHUTDOWN_ACK) && open) {
            return "SHUTDOWN";
        }
        boolean other = type != COOKIE_ECHO
                && type != COOKIE_ACK
                && type != SHUTDOWN
                && type != SHUTDOWN_ACK
                && type != INIT_ACK;
        return other && reply && state.equals("COOKIE_ECHOED") ? "ESTABLISHED" : state;
    }
}
