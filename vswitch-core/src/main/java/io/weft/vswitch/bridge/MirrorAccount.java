package io.weft.vswitch.bridge;

import io.weft.flow.table.TrafficAccount;

/**
 * What a mirror has copied since it was made.
 *
 * <p>Thread-safety: the revalidator writes, any thread reads; packets and bytes may be read a moment apart.
 */
public final class MirrorAccount implements TrafficAccount {
    private volatile long packets;
    private volatile long bytes;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void count(long morePackets, long moreBytes, long nowNs) {
        packets += morePackets;
        bytes += moreBytes;
    }

    public long packets() {
        return packets;
    }

    /** Bytes of the packets before they were cut. */
    public long bytes() {
        return bytes;
    }
}
