package io.weft.vswitch.revalidate;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.TrafficAccount;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.datapath.Report;
import org.agrona.collections.Int2ObjectHashMap;

/** Moves traffic from megaflows to the flow entries and tables that their translations passed through, by difference. */
final class FlowAccounts {
    private final Int2ObjectHashMap<long[]> lookups = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<long[]> matches = new Int2ObjectHashMap<>();

    /** A packet whose translation was not kept. */
    void count(Report.Uncached report) {
        count(report.passage(), 1, report.bytes(), report.nowNs());
    }

    /** The final figures of a megaflow; returns whether there was traffic since the last count. */
    boolean countFinally(Megaflow megaflow) {
        return count(megaflow, megaflow.finalPackets(), megaflow.finalBytes(), megaflow.finalUsedNs());
    }

    /** The figures so far of a megaflow; returns whether there was traffic since the last count. */
    boolean count(Megaflow megaflow) {
        long packets = megaflow.packets();
        long bytes = megaflow.bytes();
        long usedNs = megaflow.usedNs();
        return packets >= 0 && bytes >= 0 && usedNs >= 0 && count(megaflow, packets, bytes, usedNs);
    }

    private boolean count(Megaflow megaflow, long packets, long bytes, long usedNs) {
        long morePackets = packets - megaflow.countedPackets;
        long moreBytes = bytes - megaflow.countedBytes;
        if (morePackets == 0 && moreBytes == 0) {
            return false;
        }
        megaflow.countedPackets = packets;
        megaflow.countedBytes = bytes;
        count(megaflow.passage(), morePackets, moreBytes, usedNs);
        return true;
    }

    private void count(Passage passage, long packets, long bytes, long usedNs) {
        for (int i = 0; i < passage.visitCount(); i++) {
            if (!passage.counts(i)) {
                continue;
            }
            FlowEntry entry = passage.entry(i);
            row(lookups, passage.bridge(i))[passage.table(i)] += packets;
            if (entry != null) {
                entry.count(packets, bytes, usedNs);
                row(matches, passage.bridge(i))[passage.table(i)] += packets;
            }
        }
        for (TrafficAccount account : passage.credits()) {
            account.count(packets, bytes, usedNs);
        }
    }

    private static long[] row(Int2ObjectHashMap<long[]> rows, int bridge) {
        long[] row = rows.get(bridge);
        if (row == null) {
            row = new long[FlowTables.COUNT];
            rows.put(bridge, row);
        }
        return row;
    }

    /** Packets looked up in each table of a bridge. */
    long[] lookups(int bridge) {
        return row(lookups, bridge).clone();
    }

    /** Packets that an entry matched, in each table of a bridge. */
    long[] matches(int bridge) {
        return row(matches, bridge).clone();
    }

    /** Forgets the tables of bridges that are gone. */
    void retain(SwitchSnapshot snapshot) {
        lookups.keySet().removeIf(bridge -> snapshot.bridge(bridge) == null);
        matches.keySet().removeIf(bridge -> snapshot.bridge(bridge) == null);
    }
}
