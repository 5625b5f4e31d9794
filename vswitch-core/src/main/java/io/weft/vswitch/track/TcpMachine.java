package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.TcpHeader;

/**
 * TCP, as Open vSwitch's userspace tracker sees it: each side has a state, a range of what it may send, and a window; a segment that does
 * not fit is invalid and changes nothing.
 *
 * <pre>
 *  CLOSED --it sends--&gt; SYN_SENT --the other acknowledges--&gt; ESTABLISHED --it sends FIN--&gt; CLOSING --acknowledged--&gt; FIN_WAIT_2
 *                                                                            a reset that fits: both TIME_WAIT
 * </pre>
 *
 * <p>The bounds are van Rooij's: the last octet within what the other side offered; the first not more than one window back; the
 * acknowledgement neither further back than a reassembled fragment nor ahead of what was sent; and a reset, besides, within one octet of where
 * it must be. Looser ones hold while the other side has not been heard, so that connections which were there before the switch are picked up, and
 * after the end. Sequence numbers are compared modulo 2^32 (RFC 9293 section 3.4); window scales as in RFC 7323.
 *
 * <p>Otherwise than there, the first segment of a side leaves nothing behind if it is invalid: a forged SYN-ACK would spoil the true one.
 *
 * <p>Source of the rules: G. van Rooij, "Real Stateful TCP Packet Filtering in IP Filter", 2000, as pf and Open vSwitch apply them.
 *
 * <p>Thread-safety: one thread; the record is locked by it.
 */
final class TcpMachine {
    static final int CLOSED = 0;
    static final int SYN_SENT = 2;
    static final int ESTABLISHED = 4;
    static final int CLOSING = 7;
    static final int FIN_WAIT_2 = 9;
    static final int TIME_WAIT = 10;

    /** How far an acknowledgement may be off: a window without scale, and a fragment. */
    static final int MOST_SKEW = 0xFFFF + 1500;

    private static final int MOST_WINDOW = 0xFFFF;

    private final TcpPeer first = new TcpPeer();
    private final TcpPeer second = new TcpPeer();

    // What one segment means, between the steps of one update.
    private int end;
    private int window;
    private int senderShift;
    private int otherShift;
    private boolean checksSkew;

    static boolean isTcp(int kind) {
        return RecordDescriptor.protocol(kind) == IpProtocol.TCP;
    }

    /** The state of a peer: 0 is who began. */
    static int state(long record, int peer) {
        return Memory.getInt(record + RecordDescriptor.STATES) >>> 16 * peer & 0xFF;
    }

    /** Whether both sides have closed and know it, or the connection was reset. */
    static boolean isOver(long record) {
        return state(record, 0) >= FIN_WAIT_2 && state(record, 1) >= FIN_WAIT_2;
    }

    /** Whether a segment without connection may begin one: a SYN, or what looks like the middle of one that was there before. */
    static boolean mayBegin(TcpSegment segment) {
        boolean answersSyn = segment.has(TcpHeader.SYN) && segment.has(TcpHeader.ACK);
        return !segment.isContradictory() && !answersSyn;
    }

    Timeout begin(long record, TcpSegment segment) {
        boolean syn = segment.has(TcpHeader.SYN);
        int scale = syn ? segment.scale() : TcpSegment.SCALE_UNKNOWN;
        int offered = unscaled(Math.max(segment.window, 1), scale & TcpSegment.SCALE_MASK);
        first.set(SYN_SENT, scale, segment.sequence, segment.end() + 1, offered);
        second.set(CLOSED, syn ? 0 : scale, 0, 1, 1);
        TcpPeer.store(record, first, second);
        return Timeout.TCP_SYN_SENT;
    }

    private static int unscaled(int window, int shift) {
        return window + (1 << shift) - 1 >>> shift;
    }

    /** One segment of who began, or a reply, to the connection of a locked record. */
    int update(long record, boolean reply, TcpSegment segment, boolean checksWindows) {
        if (segment.isContradictory()) {
            return Step.INVALID_FLAGS;
        }
        first.load(record, 0);
        second.load(record, 1);
        TcpPeer sender = reply ? second : first;
        TcpPeer other = reply ? first : second;
        if (segment.opens()) {
            if (sender.state >= FIN_WAIT_2 && other.state >= FIN_WAIT_2) {
                return Step.REOPEN;
            }
            if (sender.state <= SYN_SENT) {
                sender.state = SYN_SENT;
                TcpPeer.store(record, first, second);
                return Step.of(Step.OPENING, Timeout.TCP_SYN_SENT);
            }
        }
        int flags = RecordDescriptor.flags(record);
        prepare(sender, other, segment);
        int step = judge(sender, other, segment, checksWindows && (flags & RecordDescriptor.LIBERAL) == 0);
        if (step != Step.INVALID_WINDOW) {
            TcpPeer.store(record, first, second);
            remember(record, flags, reply);
        }
        return step;
    }

    private void remember(long record, int flags, boolean reply) {
        int now = flags | (reply ? RecordDescriptor.SEEN_REPLY : 0);
        if (first.state >= ESTABLISHED && second.state >= ESTABLISHED) {
            now |= RecordDescriptor.ASSURED;
        }
        if (now != flags) {
            Memory.putInt(record + RecordDescriptor.FLAGS, now);
        }
    }

    /** Finds the scales that hold for the segment, and what its sender may send if this is its first one. */
    private void prepare(TcpPeer sender, TcpPeer other, TcpSegment segment) {
        boolean syn = segment.has(TcpHeader.SYN);
        end = segment.end();
        window = segment.window;
        senderShift = 0;
        otherShift = 0;
        checksSkew = true;
        if (!syn && sender.toldScale() && other.toldScale()) {
            senderShift = sender.shift();
            otherShift = other.shift();
        } else if (!syn && (sender.scale & other.scale & TcpSegment.SCALE_UNKNOWN) != 0) {
            senderShift = TcpSegment.MOST_SCALE;
            otherShift = TcpSegment.MOST_SCALE;
        }
        if (sender.state >= SYN_SENT) {
            return;
        }
        if (syn && other.toldScale()) {
            agreeOnScales(sender, other, segment);
        }
        sender.seqlo = segment.sequence;
        sender.state = SYN_SENT;
        int allowed = end + Math.max(1, other.window << otherShift);
        if (sender.seqhi == 1 || allowed - sender.seqhi >= 0) {
            sender.seqhi = allowed;
            checksSkew = false;
        }
        sender.window = Math.max(sender.window, window);
    }

    private void agreeOnScales(TcpPeer sender, TcpPeer other, TcpSegment segment) {
        sender.scale = segment.scale();
        if (sender.toldScale()) {
            senderShift = sender.shift();
            window = unscaled(window, senderShift);
            otherShift = other.shift();
        } else {
            // No scaling then: the other's window, which was divided, is what stood in its SYN.
            other.window = Math.min(other.window << other.shift(), MOST_WINDOW);
            other.scale = 0;
        }
    }

    private int judge(TcpPeer sender, TcpPeer other, TcpSegment segment, boolean checks) {
        int sequence = segment.sequence;
        int acknowledgement = segment.acknowledgement;
        if (!segment.has(TcpHeader.ACK) || acknowledgement == 0 && segment.has(TcpHeader.RST)) {
            acknowledgement = other.seqlo;
        }
        if (sequence == end) {
            // Without data the sequence number is not checked: a keep-alive is one back.
            sequence = sender.seqlo;
            end = sequence;
        }
        int skew = checksSkew ? other.seqlo - acknowledgement : 0;
        boolean fits = sender.seqhi - end >= 0
                && sequence - (sender.seqlo - (other.window << otherShift)) >= 0
                && skew >= -MOST_SKEW
                && skew <= MOST_SKEW << senderShift
                && (!segment.has(TcpHeader.RST) || isExact(segment.sequence, sender.seqlo));
        if (fits || !checks) {
            slide(sender, other, acknowledgement);
            return advance(sender, other, segment);
        }
        boolean loose = other.state < SYN_SENT || other.state >= FIN_WAIT_2 || sender.state >= FIN_WAIT_2;
        if (loose && sender.seqhi + MOST_SKEW - end >= 0 && sequence - (sender.seqlo - MOST_SKEW) >= 0) {
            slide(sender, other, acknowledgement);
            close(sender, other, segment);
            return Step.ESTABLISHED;
        }
        return Step.INVALID_WINDOW;
    }

    private static boolean isExact(int sequence, int expected) {
        return sequence - expected <= 1 && expected - sequence <= 1;
    }

    private void slide(TcpPeer sender, TcpPeer other, int acknowledgement) {
        sender.window = Math.max(sender.window, window);
        if (end - sender.seqlo > 0) {
            sender.seqlo = end;
        }
        int offered = window << senderShift;
        if (acknowledgement + offered - other.seqhi >= 0) {
            other.seqhi = acknowledgement + Math.max(offered, 1);
        }
    }

    private static void close(TcpPeer sender, TcpPeer other, TcpSegment segment) {
        if (segment.has(TcpHeader.FIN) && sender.state < CLOSING) {
            sender.state = CLOSING;
        }
        if (segment.has(TcpHeader.RST)) {
            sender.state = TIME_WAIT;
            other.state = TIME_WAIT;
        }
    }

    private static int advance(TcpPeer sender, TcpPeer other, TcpSegment segment) {
        if (segment.has(TcpHeader.FIN) && sender.state < CLOSING) {
            sender.state = CLOSING;
        }
        if (segment.has(TcpHeader.ACK)) {
            if (other.state == SYN_SENT) {
                other.state = ESTABLISHED;
            } else if (other.state == CLOSING) {
                other.state = FIN_WAIT_2;
            }
        }
        close(sender, other, segment);
        return Step.of(Step.ESTABLISHED, timeout(sender.state, other.state));
    }

    private static Timeout timeout(int one, int other) {
        int least = Math.min(one, other);
        int most = Math.max(one, other);
        if (least >= FIN_WAIT_2) {
            return Timeout.TCP_CLOSE;
        }
        if (least >= CLOSING) {
            return Timeout.TCP_TIME_WAIT;
        }
        if (least < ESTABLISHED) {
            return Timeout.TCP_SYN_RECV;
        }
        return most >= CLOSING ? Timeout.TCP_FIN_WAIT : Timeout.TCP_ESTABLISHED;
    }
}
