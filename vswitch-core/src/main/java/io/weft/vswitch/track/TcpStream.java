package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.TcpHeader;

/**
 * A segment in the middle of a conversation: what {@link TcpMachine#update} does with it, without writing anything before it is known whether something changes. Three numbers can; often none
 * does, since an acknowledgement that says nothing new or a repeated segment moves no window.
 *
 * <p>In the middle are both sides that have acknowledged each other, and segments with ACK and without SYN, FIN or RST. Nothing else is served here.
 *
 * <p>Thread-safety: one thread each. {@link #fits} reads a record that others may be changing; what it found holds if the record's word is the same afterwards.
 */
final class TcpStream {
    private static final int BOTH_ESTABLISHED = TcpMachine.ESTABLISHED << 16 | TcpMachine.ESTABLISHED;
    private static final int STATES_MASK = 0x00FF_00FF;
    private static final int BEGINS_OR_ENDS = TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST;
    private static final int WINDOW_MASK = 0xFFFF;

    private boolean isReply;
    private boolean changes;
    private int seqlo;
    private int otherSeqhi;
    private int windows;

    /**
     * Whether the record's connection goes on with a segment.
     *
     * @param flags of the record
     * @param length bytes of header and payload by the IP header; the header is valid
     */
    boolean fits(long record, int flags, boolean isReplying, long header, int length, boolean checksWindows) {
        int states = Memory.getInt(record + RecordDescriptor.STATES);
        int segmentFlags = TcpHeader.flags(header);
        int told = RecordDescriptor.ASSURED | (isReplying ? RecordDescriptor.SEEN_REPLY : 0);
        if ((states & STATES_MASK ^ BOTH_ESTABLISHED) != 0
                || (segmentFlags & (BEGINS_OR_ENDS | TcpHeader.ACK)) != TcpHeader.ACK
                || (flags & told) != told) {
            return false;
        }
        isReply = isReplying;
        return slides(record, header, length, states, !checksWindows || (flags & RecordDescriptor.LIBERAL) != 0);
    }

    private boolean slides(long record, long header, int length, int states, boolean isLiberal) {
        int shift = isReply ? 16 : 0;
        int senderShift = shift(states >>> 8 + shift, states >>> 24 - shift);
        int otherShift = shift(states >>> 24 - shift, states >>> 8 + shift);
        long sender = record + RecordDescriptor.PEERS + (isReply ? 8 : 0);
        long other = record + RecordDescriptor.PEERS + (isReply ? 0 : 8);
        int senderSeqlo = Memory.getInt(sender);
        int otherSeqhiBefore = Memory.getInt(other + 4);
        int both = Memory.getInt(record + RecordDescriptor.WINDOWS);
        int senderWindow = both >>> shift & WINDOW_MASK;
        int otherWindow = both >>> 16 - shift & WINDOW_MASK;

        int acknowledgement = TcpHeader.acknowledgement(header);
        int window = TcpHeader.window(header);
        int payload = length - TcpHeader.headerLength(header);
        // Without data the sequence number is not checked: a keep-alive is one back.
        int sequence = payload > 0 ? TcpHeader.sequence(header) : senderSeqlo;
        int end = payload > 0 ? sequence + payload : senderSeqlo;
        int skew = Memory.getInt(other) - acknowledgement;
        boolean fits = Memory.getInt(sender + 4) - end >= 0
                && sequence - (senderSeqlo - (otherWindow << otherShift)) >= 0
                && skew >= -TcpMachine.MOST_SKEW
                && skew <= TcpMachine.MOST_SKEW << senderShift;
        seqlo = end - senderSeqlo > 0 ? end : senderSeqlo;
        int offered = window << senderShift;
        otherSeqhi = acknowledgement + offered - otherSeqhiBefore >= 0
                ? acknowledgement + Math.max(offered, 1)
                : otherSeqhiBefore;
        windows = Math.max(senderWindow, window) << shift | otherWindow << 16 - shift;
        changes = (seqlo ^ senderSeqlo | otherSeqhi ^ otherSeqhiBefore | windows ^ both) != 0;
        return fits || isLiberal;
    }

    /** By what power of two a side's windows count. */
    private static int shift(int scale, int otherScale) {
        if ((scale & otherScale & TcpSegment.SCALE_TOLD) != 0) {
            return scale & TcpSegment.SCALE_MASK;
        }
        return (scale & otherScale & TcpSegment.SCALE_UNKNOWN) != 0 ? TcpSegment.MOST_SCALE : 0;
    }

    /** Whether the last segment that fitted changes its record. */
    boolean changes() {
        return changes;
    }

    /** Writes what it changes, to the record, which is locked as it was read. */
    void store(long record) {
        Memory.putInt(record + RecordDescriptor.PEERS + (isReply ? 8 : 0), seqlo);
        Memory.putInt(record + RecordDescriptor.PEERS + (isReply ? 4 : 12), otherSeqhi);
        Memory.putInt(record + RecordDescriptor.WINDOWS, windows);
    }
}
