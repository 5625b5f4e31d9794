package io.weft.vswitch.track;

import io.weft.flow.action.CtHelper;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.IpProtocol;

/**
 * A connection as it was at one moment, for dumps and tests.
 *
 * @param reply the tuple of packets that answer
 * @param state a word for people such as {@code ESTABLISHED}: of TCP one of each side, with a slash between them if they differ
 * @param remainingMs time until it expires without a packet
 * @param beganS when it began, in seconds of the table's clock
 * @param helper who reads what it says of other connections, or null
 * @param related whether another connection announced it
 */
public record Connection(
        int zone,
        int protocol,
        boolean ipv6,
        Ends original,
        Ends reply,
        boolean snat,
        boolean dnat,
        int mark,
        long labelHigh,
        long labelLow,
        String state,
        boolean seenReply,
        boolean assured,
        long remainingMs,
        long beganS,
        CtHelper helper,
        boolean related) {
    /**
     * Addresses and ports of packets of one direction; an IPv4 address is in the low half.
     *
     * @param ports source in the upper 16 bits, destination in the lower; of ICMP identifier, type and code
     */
    public record Ends(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int ports) {}

    static final String[] TCP_STATES = {
        "CLOSED",
        "LISTEN",
        "SYN_SENT",
        "SYN_RECV",
        "ESTABLISHED",
        "CLOSE_WAIT",
        "FIN_WAIT_1",
        "CLOSING",
        "LAST_ACK",
        "FIN_WAIT_2",
        "TIME_WAIT"
    };

    private static final String[] SCTP_STATES = {
        "NONE", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED", "SHUTDOWN", "CLOSED"
    };

    private static final String[] PLAIN_STATES = {"FIRST", "MULTIPLE", "BOTH_WAYS"};

    /** Reads a record that does not change meanwhile. */
    static Connection of(long record, Tuple scratch, long nowMs) {
        scratch.loadOriginal(record);
        Ends original = ends(scratch);
        scratch.loadReply(record);
        int kind = Memory.getInt(record + RecordDescriptor.KIND);
        int flags = RecordDescriptor.flags(record);
        return new Connection(
                RecordDescriptor.zone(kind),
                RecordDescriptor.protocol(kind),
                (kind & RecordDescriptor.IPV6) != 0,
                original,
                ends(scratch),
                (kind & RecordDescriptor.SNAT) != 0,
                (kind & RecordDescriptor.DNAT) != 0,
                Memory.getInt(record + RecordDescriptor.MARK),
                Memory.getLong(record + RecordDescriptor.LABEL),
                Memory.getLong(record + RecordDescriptor.LABEL + 8),
                state(record, RecordDescriptor.protocol(kind)),
                (flags & RecordDescriptor.SEEN_REPLY) != 0,
                (flags & RecordDescriptor.ASSURED) != 0,
                RecordDescriptor.deadlineMs(record) - nowMs,
                Integer.toUnsignedLong(Memory.getInt(record + RecordDescriptor.BEGUN)),
                helper(flags),
                (flags & RecordDescriptor.RELATED) != 0);
    }

    private static CtHelper helper(int flags) {
        return (flags & RecordDescriptor.FTP) != 0
                ? CtHelper.FTP
                : (flags & RecordDescriptor.TFTP) != 0 ? CtHelper.TFTP : null;
    }

    private static Ends ends(Tuple tuple) {
        return new Ends(tuple.sourceHigh, tuple.sourceLow, tuple.destinationHigh, tuple.destinationLow, tuple.ports);
    }

    private static String state(long record, int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> {
                String one = name(TCP_STATES, TcpMachine.state(record, 0));
                String other = name(TCP_STATES, TcpMachine.state(record, 1));
                yield one.equals(other) ? one : one + "/" + other;
            }
            case IpProtocol.SCTP -> name(SCTP_STATES, SctpMachine.state(record));
            default -> name(PLAIN_STATES, PlainMachine.state(record));
        };
    }

    private static String name(String[] names, int state) {
        return state >= 0 && state < names.length ? names[state] : "STATE_" + state;
    }
}
