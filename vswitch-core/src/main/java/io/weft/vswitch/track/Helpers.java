package io.weft.vswitch.track;

import io.weft.flow.action.NatSpec;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.UdpHeader;

/**
 * {@code alg=ftp} and {@code alg=tftp}: reads what connections with a helper say of others, expects those, and says what translation must change in the text.
 *
 * <pre>
 *   client C, seen as N by the server; server S, seen as D by the client; C = N without nat(src), S = D without nat(dst)
 *
 *   who announces (A, p)   must be   is rewritten to    expected           becomes
 *   client                 A = C     (N, p'), C != N    S -&gt; N, p'         D -&gt; C, p
 *   server                 A = S     (D, p'), S != D    C -&gt; D, p'         N -&gt; S, p
 * </pre>
 *
 * An announcement of another address is no announcement: nobody makes others connect elsewhere. {@code p'} is {@code p} if nobody else has announced that.
 *
 * <p>Thread-safety: one thread, which has locked the record. Allocation: for announcements and sessions, none for other packets. Exceptions: none.
 */
final class Helpers {
    private static final int PORT_TRIES = 64;
    private static final int PORTS = 0x10000;
    private static final int LOWEST_PORT = 1024;
    private static final int TFTP_READ = 1;
    private static final int TFTP_WRITE = 2;

    /** Most bytes that a line may be behind once its text grew: with all that is before them, they still fit into a frame. */
    private static final int MOST_PAYLOAD = 1400;

    private final ConnectionTracker tracker;
    private final FtpAnnouncement announcement = new FtpAnnouncement();
    private final Tuple original = new Tuple();
    private final Tuple reply = new Tuple();
    private final Tuple own = new Tuple();
    private final Tuple other = new Tuple();
    private PacketTracker parent;
    private FtpSession session;
    private int acknowledgementShift;
    private int side;
    private long nowMs;

    Helpers(ConnectionTracker tracker) {
        this.tracker = tracker;
    }

    /** A connection with a helper begins in this record; {@code order} says which. */
    static int flag(TrackOrder order, int protocol) {
        if (order.helper() == null) {
            return 0;
        }
        return switch (order.helper()) {
            case FTP -> protocol == IpProtocol.TCP ? RecordDescriptor.FTP : 0;
            case TFTP -> protocol == IpProtocol.UDP ? RecordDescriptor.TFTP : 0;
        };
    }

    /** A segment of a control connection, before the state machine sees it: its numbers become those that the two sides count themselves. */
    void straighten(int number, boolean isReply, TcpSegment segment, boolean natted) {
        session = tracker.ftpSessions().of(number);
        side = isReply ? 1 : 0;
        acknowledgementShift = 0;
        if (session == null) {
            return;
        }
        if (natted) {
            segment.sequence -= session.shiftBack(side, segment.sequence);
        } else {
            acknowledgementShift = -session.shiftBack(1 - side, segment.acknowledgement);
            segment.acknowledgement += acknowledgementShift;
        }
    }

    /** A segment of a control connection that fits it, and what {@code nat} says of it so far. */
    void control(PacketTracker packet, long record, PacketReader reader, TcpSegment segment, long now) {
        if (session == null) {
            return;
        }
        nowMs = now;
        parent = packet;
        NatResult nat = packet.nat();
        if (nat.applies() && !session.isStraight()) {
            nat.shift(session.shift(side, segment.sequence), acknowledgementShift);
        }
        long payload = segment.payloadAddress();
        if (segment.payload > 0 && reader.end - payload == segment.payload) {
            lines(record, segment, payload, nat);
        }
    }

    private void lines(long record, TcpSegment segment, long payload, NatResult nat) {
        int length = segment.payload;
        int from = session.isLineStart(side, segment.sequence) ? 0 : behindLine(payload, 0, length);
        while (from < length && !announcement.read(payload + from, length - from, side == 1)) {
            from = behindLine(payload, from, length);
        }
        if (from < length) {
            announced(record, segment, from, nat);
        }
        if (Memory.getByte(payload + length - 1) == '\n') {
            session.lineEnds(side, segment.sequence + length);
        }
    }

    /** Where the next line begins; {@code length} when there is none that is near. */
    private static int behindLine(long payload, int from, int length) {
        for (int i = from; i < Math.min(length, FtpAnnouncement.MOST_BYTES); i++) {
            if (Memory.getByte(payload + i) == '\n') {
                return i + 1;
            }
        }
        return length;
    }

    private void announced(long record, TcpSegment segment, int line, NatResult nat) {
        original.loadOriginal(record);
        reply.loadReply(record);
        ends(side == 1);
        boolean isOwn = !announcement.hasAddress
                || announcement.ipv6 == original.isIpv6()
                        && announcement.high == own.sourceHigh
                        && announcement.low == own.sourceLow;
        boolean rewrites = isTranslated(own);
        if (!isOwn || rewrites && !nat.applies()) {
            return;
        }
        int said = announcement.port;
        int shown = session.shownPort(side, segment.sequence, said);
        if (!rewrites) {
            expect(said, said, true);
        } else if (segment.payload + FtpAnnouncement.MOST_TEXT <= MOST_PAYLOAD) {
            shown = shown != 0 && expect(said, shown, true) ? shown : expectNear(said);
            if (shown != 0) {
                rewrite(segment, line, shown, nat);
                session.announce(side, segment.sequence, said, shown);
            }
        }
    }

    private void rewrite(TcpSegment segment, int line, int shown, NatResult nat) {
        int removed = announcement.to - announcement.from;
        int written = announcement.write(nat.text(), own.destinationHigh, own.destinationLow, shown);
        nat.replace(line + announcement.from, removed, written);
        session.grow(side, segment.sequence, written - removed);
    }

    /** Expects a connection to the port, or to one of the next that nobody else has announced; 0 when there is none. */
    private int expectNear(int said) {
        for (int i = 0; i < PORT_TRIES; i++) {
            int port = said + i < PORTS ? said + i : said + i - PORTS + LOWEST_PORT;
            if (expect(said, port, false)) {
                return port;
            }
        }
        return 0;
    }

    /** A packet of a connection with {@code alg=tftp} from who began it: the answer to a request comes from another port (RFC 1350 section 4). */
    void request(PacketTracker packet, long record, PacketReader reader, long now) {
        if (isRequest(reader)) {
            original.loadOriginal(record);
            reply.loadReply(record);
            requested(packet, now);
        }
    }

    /** The first packet of a connection with {@code alg=tftp}. */
    void begun(PacketTracker packet, Tuple first, Tuple answer, PacketReader reader, long now) {
        if (isRequest(reader)) {
            original.copy(first);
            reply.copy(answer);
            requested(packet, now);
        }
    }

    private static boolean isRequest(PacketReader reader) {
        long payload = reader.l4 + UdpHeader.LENGTH;
        int operation = reader.end - payload >= 2 ? Memory.getShortNetwork(payload) : 0;
        return operation == TFTP_READ || operation == TFTP_WRITE;
    }

    private void requested(PacketTracker packet, long now) {
        nowMs = now;
        parent = packet;
        ends(false);
        expect(original.ports >>> 16, reply.ports & 0xFFFF, true);
    }

    /** Who announces and who is told, as they are (sources) and as the respective other one sees them (destinations). */
    private void ends(boolean byServer) {
        Tuple client = byServer ? other : own;
        Tuple server = byServer ? own : other;
        client.sourceHigh = original.sourceHigh;
        client.sourceLow = original.sourceLow;
        client.destinationHigh = reply.destinationHigh;
        client.destinationLow = reply.destinationLow;
        server.sourceHigh = reply.sourceHigh;
        server.sourceLow = reply.sourceLow;
        server.destinationHigh = original.destinationHigh;
        server.destinationLow = original.destinationLow;
    }

    private static boolean isTranslated(Tuple end) {
        return end.sourceHigh != end.destinationHigh || end.sourceLow != end.destinationLow;
    }

    private boolean expect(int port, int shown, boolean replaces) {
        Tuple tuple = new Tuple();
        tuple.kind = original.kind;
        tuple.sourceHigh = other.sourceHigh;
        tuple.sourceLow = other.sourceLow;
        tuple.destinationHigh = own.destinationHigh;
        tuple.destinationLow = own.destinationLow;
        tuple.ports = shown;
        Tuple first = new Tuple();
        first.copy(original);
        Expectation expectation = new Expectation(
                tuple,
                first,
                translation(port, shown),
                parent.mark(),
                parent.labelHigh(),
                parent.labelLow(),
                nowMs + Expectations.PATIENCE_MS);
        return tracker.expectations().add(expectation, replaces, nowMs);
    }

    private NatSpec translation(int port, int shown) {
        if (isTranslated(own) || port != shown) {
            return spec(NatSpec.Side.DST, own.sourceHigh, own.sourceLow, port);
        }
        return isTranslated(other) ? spec(NatSpec.Side.SRC, other.destinationHigh, other.destinationLow, 0) : null;
    }

    private NatSpec spec(NatSpec.Side part, long high, long low, int port) {
        NatSpec.Family family = original.isIpv6() ? NatSpec.Family.IPV6 : NatSpec.Family.IPV4;
        return new NatSpec(part, family, high, low, high, low, port, port, NatSpec.Choice.DEFAULT, false);
    }
}
