package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;

/** One side of a TCP connection, loaded from its record and stored back: scratch space of one thread. */
final class TcpPeer {
    int state;

    /** Window scale with {@link TcpSegment#SCALE_TOLD} or {@link TcpSegment#SCALE_UNKNOWN}; 0: it does not scale. */
    int scale;

    /** Behind the last octet that it has sent. */
    int seqlo;

    /** Behind the last octet that it may send. */
    int seqhi;

    /** The largest window that it offered, unscaled. */
    int window;

    void load(long record, int peer) {
        int states = Memory.getInt(record + RecordDescriptor.STATES) >>> 16 * peer;
        state = states & 0xFF;
        scale = states >>> 8 & 0xFF;
        seqlo = Memory.getInt(record + RecordDescriptor.PEERS + 8L * peer);
        seqhi = Memory.getInt(record + RecordDescriptor.PEERS + 8L * peer + 4);
        window = Memory.getInt(record + RecordDescriptor.WINDOWS) >>> 16 * peer & 0xFFFF;
    }

    static void store(long record, TcpPeer first, TcpPeer second) {
        Memory.putLong(record + RecordDescriptor.PEERS, pair(first.seqlo, first.seqhi));
        Memory.putLong(record + RecordDescriptor.PEERS + 8, pair(second.seqlo, second.seqhi));
        Memory.putInt(record + RecordDescriptor.WINDOWS, first.window | second.window << 16);
        Memory.putInt(
                record + RecordDescriptor.STATES,
                first.state | first.scale << 8 | second.state << 16 | second.scale << 24);
    }

    private static long pair(int lower, int upper) {
        return (long) upper << 32 | lower & 0xFFFF_FFFFL;
    }

    void set(int newState, int newScale, int newSeqlo, int newSeqhi, int newWindow) {
        state = newState;
        scale = newScale;
        seqlo = newSeqlo;
        seqhi = newSeqhi;
        window = newWindow;
    }

    boolean toldScale() {
        return (scale & TcpSegment.SCALE_TOLD) != 0;
    }

    int shift() {
        return scale & TcpSegment.SCALE_MASK;
    }
}
