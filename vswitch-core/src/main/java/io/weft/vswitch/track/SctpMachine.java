package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.SctpHeader;

/**
 * SCTP associations (RFC 9260 sections 4 and 8.5): which chunks came, and that each side sends the verification tag that the other gave out.
 *
 * <pre>
 *  COOKIE_WAIT --INIT-ACK--&gt; COOKIE_ECHO awaited --COOKIE-ECHO--&gt; COOKIE_ECHOED --COOKIE-ACK--&gt; ESTABLISHED
 *       ESTABLISHED --SHUTDOWN--&gt; SHUTDOWN --SHUTDOWN-ACK, SHUTDOWN-COMPLETE--&gt; CLOSED        ABORT: CLOSED
 * </pre>
 *
 * <p>The tag that packets of side p carry is in the record's peer p, 0 while unknown; an association that was there before the switch is picked up
 * with the tags that its packets have. The state is the first number of the record's states.
 */
final class SctpMachine {
    static final int COOKIE_WAIT = 1;
    static final int COOKIE_ECHOED = 2;
    static final int ESTABLISHED = 3;
    static final int SHUTDOWN = 4;
    static final int CLOSED = 5;

    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int ABORT = 6;
    private static final int SHUTDOWN_CHUNK = 7;
    private static final int SHUTDOWN_ACK = 8;
    private static final int COOKIE_ECHO = 10;
    private static final int COOKIE_ACK = 11;
    private static final int SHUTDOWN_COMPLETE = 14;

    private static final int CHUNK_LENGTH = 4;

    /** Bytes of INIT and INIT-ACK up to the initiate tag. */
    private static final int INITIATE_LENGTH = 8;

    /** Chunks that one packet may have: more are not looked at. */
    private static final int MOST_CHUNKS = 32;

    /** The T bit: the tag is the receiver's own, reflected by someone who does not know the association. */
    private static final int REFLECTED = 1;

    private SctpMachine() {}

    static int state(long record) {
        return Memory.getInt(record + RecordDescriptor.STATES);
    }

    /** Whether a packet without association may begin one: an INIT alone with tag 0, or something else than what answers one. */
    static boolean mayBegin(long header, long end) {
        int tag = SctpHeader.verificationTag(header);
        return switch (type(header + SctpHeader.LENGTH, end)) {
            case INIT -> tag == 0 && header + SctpHeader.LENGTH + INITIATE_LENGTH <= end;
            case -1, INIT_ACK, ABORT, SHUTDOWN_ACK, SHUTDOWN_COMPLETE, COOKIE_ACK -> false;
            default -> tag != 0;
        };
    }

    static Timeout begin(long record, long header, long end) {
        boolean init = type(header + SctpHeader.LENGTH, end) == INIT;
        tag(record, 0, init ? 0 : SctpHeader.verificationTag(header));
        tag(record, 1, init ? initiateTag(header + SctpHeader.LENGTH) : 0);
        Memory.putInt(record + RecordDescriptor.STATES, init ? COOKIE_WAIT : COOKIE_ECHOED);
        return Timeout.SCTP_OPENING;
    }

    static int update(long record, boolean reply, long header, long end) {
        int from = reply ? 1 : 0;
        int tag = SctpHeader.verificationTag(header);
        long chunk = header + SctpHeader.LENGTH;
        int type = type(chunk, end);
        if (type == -1 || (type == INIT || type == INIT_ACK) && chunk + INITIATE_LENGTH > end) {
            return Step.INVALID_SCTP;
        }
        int state = state(record);
        if (type == INIT) {
            return initiate(record, from, chunk, tag, state);
        }
        boolean reflects = (type == ABORT || type == SHUTDOWN_COMPLETE) && (flags(chunk) & REFLECTED) != 0;
        int expected = tag(record, reflects ? 1 - from : from);
        if (expected != 0 && tag != expected || tag == 0) {
            return Step.INVALID_SCTP;
        }
        if (type == INIT_ACK) {
            if (state != COOKIE_WAIT || from == 0) {
                return Step.INVALID_SCTP;
            }
            tag(record, 0, initiateTag(chunk));
        }
        if (expected == 0 && !reflects) {
            tag(record, from, tag);
        }
        return follow(record, reply, walk(state, reply, chunk, end));
    }

    private static int initiate(long record, int from, long chunk, int tag, int state) {
        if (tag != 0) {
            return Step.INVALID_SCTP;
        }
        if (state == CLOSED) {
            return Step.REOPEN;
        }
        if (state == COOKIE_WAIT && from == 0) {
            tag(record, 1, initiateTag(chunk));
            return Step.of(Step.OPENING, Timeout.SCTP_OPENING);
        }
        // A restart, or both sides at once: the answer, which has a tag of the association, decides.
        return state == ESTABLISHED ? Step.ESTABLISHED : Step.OPENING;
    }

    private static int walk(int before, boolean reply, long first, long end) {
        int state = before;
        long chunk = first;
        for (int chunks = 0; chunks < MOST_CHUNKS; chunks++) {
            int type = type(chunk, end);
            if (type == -1) {
                break;
            }
            state = next(state, reply, type);
            int length = Memory.getShortNetwork(chunk + 2);
            chunk += Math.max(length, CHUNK_LENGTH) + 3 & ~3;
        }
        return state;
    }

    private static int next(int state, boolean reply, int type) {
        return switch (type) {
            case ABORT, SHUTDOWN_COMPLETE -> CLOSED;
            case COOKIE_ECHO -> state == COOKIE_WAIT ? COOKIE_ECHOED : state;
            case COOKIE_ACK -> state == COOKIE_ECHOED ? ESTABLISHED : state;
            case SHUTDOWN_CHUNK, SHUTDOWN_ACK -> state == ESTABLISHED || state == COOKIE_ECHOED ? SHUTDOWN : state;
            case INIT_ACK -> state;
            // Data both ways without the handshake: it was there before the switch.
            default -> state == COOKIE_ECHOED && reply ? ESTABLISHED : state;
        };
    }

    private static int follow(long record, boolean reply, int state) {
        int flags = RecordDescriptor.flags(record);
        int now = flags
                | (reply ? RecordDescriptor.SEEN_REPLY : 0)
                | (state == ESTABLISHED ? RecordDescriptor.ASSURED : 0);
        Memory.putInt(record + RecordDescriptor.STATES, state);
        Memory.putInt(record + RecordDescriptor.FLAGS, now);
        Timeout timeout = switch (state) {
            case ESTABLISHED -> Timeout.SCTP_ESTABLISHED;
            case SHUTDOWN -> Timeout.SCTP_SHUTDOWN;
            case CLOSED -> Timeout.SCTP_CLOSED;
            default -> Timeout.SCTP_OPENING;
        };
        boolean answered = (now & RecordDescriptor.SEEN_REPLY) != 0;
        return Step.of(answered ? Step.ESTABLISHED : Step.OPENING, timeout);
    }

    private static int type(long chunk, long end) {
        return chunk + CHUNK_LENGTH <= end ? Memory.getByte(chunk) : -1;
    }

    private static int flags(long chunk) {
        return Memory.getByte(chunk + 1);
    }

    private static int initiateTag(long chunk) {
        return Memory.getIntNetwork(chunk + CHUNK_LENGTH);
    }

    private static int tag(long record, int peer) {
        return Memory.getInt(record + RecordDescriptor.PEERS + 8L * peer);
    }

    private static void tag(long record, int peer, int tag) {
        Memory.putInt(record + RecordDescriptor.PEERS + 8L * peer, tag);
    }
}
