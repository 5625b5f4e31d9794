package io.weft.vswitch.datapath;

import io.weft.flow.meter.MeterBand;
import io.weft.flow.meter.MeterEntry;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.program.Rewriter;

/**
 * Lets groups of packets through meters: one call of the meter for each group, whatever its size. One owner, a PMD; the meters are shared.
 * Allocation: none.
 */
final class MeterRunner {
    private final Burst burst;
    private final FrameCache frames;
    private final Rewriter rewriter;
    private final DropCounters drops;
    private final int[] alive = new int[Burst.SIZE];
    private final int[] lengths = new int[Burst.SIZE];
    private final int[] exceeded = new int[Burst.SIZE];
    private SwitchSnapshot snapshot = SwitchSnapshot.EMPTY;
    private long nowNs;

    MeterRunner(Burst burst, FrameCache frames, Rewriter rewriter, DropCounters drops) {
        this.burst = burst;
        this.frames = frames;
        this.rewriter = rewriter;
        this.drops = drops;
    }

    /** What the following groups go by. */
    void begin(SwitchSnapshot now, long timeNs) {
        snapshot = now;
        nowNs = timeNs;
    }

    /** Judges the packets of a group; those that are dropped are gone afterwards. */
    void run(int number, long[] places, int[] kinds, int[] members, int count) {
        MeterEntry meter = snapshot.meter(number);
        if (meter == null) {
            return;
        }
        int live = 0;
        for (int n = 0; n < count; n++) {
            long packet = burst.packets[members[n]];
            if (packet != Packet.NONE) {
                alive[live] = members[n];
                lengths[live++] = frames.memory().length(packet);
            }
        }
        if (live > 0 && meter.run(lengths, live, nowNs, exceeded)) {
            apply(meter, live, places, kinds);
        }
    }

    private void apply(MeterEntry meter, int live, long[] places, int[] kinds) {
        int dropped = 0;
        for (int n = 0; n < live; n++) {
            if (exceeded[n] == MeterEntry.PASSES) {
                continue;
            }
            int i = alive[n];
            MeterBand band = meter.meter().bands().get(exceeded[n]);
            if (band.kind() == MeterBand.Kind.DSCP_REMARK) {
                rewriter.remark(places[i], kinds[i], band.precedence());
            } else {
                frames.free(burst.packets[i]);
                burst.packets[i] = Packet.NONE;
                dropped++;
            }
        }
        drops.add(DropReason.METER, dropped);
    }
}
