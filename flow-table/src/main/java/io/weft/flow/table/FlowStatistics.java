package io.weft.flow.table;

/**
 * What matched a flow entry so far. An entry and the one that takes its place share one object, so that counting goes on across the
 * change and traffic that is still accounted to the old entry is not lost.
 *
 * <p>Thread-safety: the revalidator writes, everybody reads; the three numbers are not read as one.
 */
public final class FlowStatistics {
    private volatile long packets;
    private volatile long bytes;
    private volatile long usedNs;

    FlowStatistics(long usedNs) {
        this(0, 0, usedNs);
    }

    FlowStatistics(long packets, long bytes, long usedNs) {
        this.packets = packets;
        this.bytes = bytes;
        this.usedNs = usedNs;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
    }

    /** The switch's clock when a packet last matched, or when the entry was made. */
    public long usedNs() {
        return usedNs;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void count(long morePackets, long moreBytes, long nowNs) {
        packets += morePackets;
        bytes += moreBytes;
        usedNs = Math.max(usedNs, nowNs);
    }
}
