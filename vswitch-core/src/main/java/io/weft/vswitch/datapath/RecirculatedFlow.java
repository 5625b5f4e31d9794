package io.weft.vswitch.datapath;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a megaflow of packets that come round is to its PMD: where they are looked up, what is done to them, and their figures.
 *
 * <p>Thread-safety: the PMD writes; the figures are for others, too.
 */
final class RecirculatedFlow {
    private static final VarHandle PACKETS = handle("packets");
    private static final VarHandle BYTES = handle("bytes");
    private static final VarHandle USED = handle("usedNs");

    final RecirculationNode node;

    /** As {@link CtWords} has them. */
    final long[] key;

    final long[] mask;
    final PreparedProgram prepared;
    private long packets;
    private long bytes;

    @SuppressWarnings("UnusedVariable") // read by its handle
    private long usedNs;

    RecirculatedFlow(RecirculationNode node, long[] key, long[] mask, PreparedProgram prepared, long nowNs) {
        this.node = node;
        this.key = key;
        this.mask = mask;
        this.prepared = prepared;
        usedNs = nowNs;
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(RecirculatedFlow.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    void count(long length, long nowNs) {
        PACKETS.setOpaque(this, packets + 1);
        BYTES.setOpaque(this, bytes + length);
        USED.setOpaque(this, nowNs);
    }

    long packets() {
        return (long) PACKETS.getOpaque(this);
    }

    long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    long usedNs() {
        return (long) USED.getOpaque(this);
    }
}
