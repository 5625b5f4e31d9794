package io.weft.vswitch.translate;

import io.weft.flow.group.GroupEntry;
import io.weft.flow.meter.MeterEntry;
import io.weft.flow.table.TrafficAccount;

/**
 * That a translation passed through a group or asked for a meter: it is done again when groups, meters or watched ports change. A use of a group
 * counts there.
 */
public sealed interface TargetUse extends TrafficAccount {
    /**
     * @param entry the group, or null where there is none of that id
     * @param bucket the place of the bucket used, or as in {@link GroupEntry#count}
     */
    record Group(GroupEntry entry, int bucket) implements TargetUse {
        @Override
        public void count(long morePackets, long moreBytes, long nowNs) {
            if (entry != null) {
                entry.count(bucket, morePackets, moreBytes);
            }
        }
    }

    /** A meter counts by itself. {@code number} of the meter in the datapath, or -1 where there is none. */
    record Meter(int number) implements TargetUse {
        static Meter of(MeterEntry meter) {
            return new Meter(meter == null ? -1 : meter.number());
        }

        @Override
        public void count(long morePackets, long moreBytes, long nowNs) {
            // it has counted when it ran
        }
    }
}
