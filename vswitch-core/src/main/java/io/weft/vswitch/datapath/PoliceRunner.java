package io.weft.vswitch.datapath;

import io.weft.flow.meter.MeterEntry;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;

/**
 * Drops what a port receives beyond its {@link Policer}, before anything else is done with it. One owner, a PMD. Allocation: none. Cost: one call of each
 * bucket a burst.
 */
final class PoliceRunner {
    private final FrameCache frames;
    private final DropCounters drops;
    private final int[] lengths = new int[Burst.SIZE];
    private final int[] exceeded = new int[Burst.SIZE];

    PoliceRunner(FrameCache frames, DropCounters drops) {
        this.frames = frames;
        this.drops = drops;
    }

    /**
     * Judges a burst of a source that has a policer.
     *
     * @param packets those that may stay come first afterwards, in their order
     * @return how many may stay
     */
    int sift(RxSource source, long[] packets, int count, long nowNs) {
        int kept = count;
        long bytes = 0;
        for (MeterEntry bucket : source.policer.buckets) {
            for (int i = 0; i < kept; i++) {
                lengths[i] = frames.memory().length(packets[i]);
            }
            if (bucket.run(lengths, kept, nowNs, exceeded)) {
                int passing = 0;
                for (int i = 0; i < kept; i++) {
                    if (exceeded[i] == MeterEntry.PASSES) {
                        packets[passing++] = packets[i];
                    } else {
                        bytes += lengths[i];
                        frames.free(packets[i]);
                    }
                }
                kept = passing;
            }
        }
        if (kept < count) {
            drops.add(DropReason.INGRESS_POLICING, count - kept);
            source.counters.received(count - kept, bytes);
            source.counters.policed(count - kept);
        }
        return kept;
    }
}
