package io.weft.northbound.server;

import io.weft.northbound.codec.Limits;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.concurrent.atomic.AtomicLong;

/** How much all bundles that are being sent may hold together, so that no client can fill the memory of the switch. Thread-safe. */
final class StagingSpace {
    /** Memory that a change needs, generously. */
    private static final int BYTES_A_CHANGE = 1024;

    /** A change that is sent in more bytes than this counts for several. */
    private static final int SENT_BYTES_A_CHANGE = 512;

    private final AtomicLong free;
    private final long size;

    StagingSpace() {
        this(Math.min(Limits.BUNDLE, Runtime.getRuntime().maxMemory() / BYTES_A_CHANGE));
    }

    /** @param size in changes of usual size */
    StagingSpace(long size) {
        this.size = size;
        free = new AtomicLong(size);
    }

    /**
     * Takes the space of a part and returns how much that is.
     *
     * @param lines how many lines of flows it has
     * @throws ControlException when there is not enough
     */
    long take(SwitchProto.BundlePart part, int lines) {
        long changes = (long) lines + part.getFlowModsCount() + part.getPacketOutsCount();
        long wanted = Math.max(changes, part.getSerializedSize() / SENT_BYTES_A_CHANGE);
        if (free.addAndGet(-wanted) < 0) {
            free.addAndGet(wanted);
            throw new ControlException(
                    Kind.EXHAUSTED,
                    "the bundles that are being sent hold at most " + size
                            + " changes; send smaller ones, or without --bundle");
        }
        return wanted;
    }

    void giveBack(long taken) {
        free.addAndGet(taken);
    }
}
