package io.weft.vswitch.reference;

import io.weft.flow.group.Bucket;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reference switch. Configure bridges, process packets, end bursts:
 *
 * <pre>
 *   ReferenceSwitch reference = new ReferenceSwitch();
 *   reference.bridge(1).ports(ports);                      // bridges are made on first use
 *   reference.bridge(1).entries(tables.list(version, ...));
 *   ReferenceResult result = reference.process(datapathPort, frame);
 *   reference.endOfBurst();
 * </pre>
 *
 * A change of configuration is seen by the next packet: make it between bursts.
 */
public final class ReferenceSwitch {
    private final Map<Integer, ReferenceBridge> bridges = new TreeMap<>();
    private final IdentityHashMap<FlowEntry, long[]> counts = new IdentityHashMap<>();
    private final IdentityHashMap<GroupEntry, long[]> groupCounts = new IdentityHashMap<>();
    private int vlanLimit = 2;

    /** How many VLAN tags of a packet that arrives are read as such: 1 or 2, which is so at first. */
    public void vlanLimit(int tags) {
        vlanLimit = tags;
    }

    /** The bridge with this id, made if it is new. */
    public ReferenceBridge bridge(int id) {
        return bridges.computeIfAbsent(id, ReferenceBridge::new);
    }

    public void removeBridge(int id) {
        bridges.remove(id);
    }

    /** Packets that passed an entry; a packet that passes it twice counts twice. */
    public long packets(FlowEntry entry) {
        return counts.getOrDefault(entry, new long[2])[0];
    }

    /** Bytes of those packets as they arrived. */
    public long bytes(FlowEntry entry) {
        return counts.getOrDefault(entry, new long[2])[1];
    }

    /** Forwards one packet that arrived on a datapath port. The array is not changed. */
    public ReferenceResult process(int datapathPort, byte[] frame) {
        ReferenceFrame packet = ReferenceFrame.parse(frame, vlanLimit);
        if (packet == null) {
            return new ReferenceResult(List.of(), List.of(), DropReason.MALFORMED);
        }
        for (ReferenceBridge bridge : bridges.values()) {
            for (BridgePort port : bridge.ports()) {
                if (port.datapathPort() == datapathPort) {
                    return new ReferenceRun(bridge, packet, this::count, this::count).fromPort(port);
                }
            }
        }
        return new ReferenceResult(List.of(), List.of(), DropReason.NO_BRIDGE);
    }

    private long[] count(FlowEntry entry) {
        return counts.computeIfAbsent(entry, unseen -> new long[2]);
    }

    private void count(FlowEntry entry, int length) {
        long[] count = count(entry);
        count[0]++;
        count[1] += length;
    }

    private void count(GroupEntry entry, List<Bucket> buckets, int length) {
        int size = entry.group().buckets().size();
        long[] count = groupCounts.computeIfAbsent(entry, unseen -> new long[2 + 2 * size]);
        count[0]++;
        count[1] += length;
        for (Bucket bucket : buckets) {
            int place = 2 + 2 * entry.group().buckets().indexOf(bucket);
            count[place]++;
            count[place + 1] += length;
        }
    }

    /** Packets and bytes of a group, and then of each of its buckets. */
    public long[] traffic(GroupEntry entry) {
        int size = entry.group().buckets().size();
        return groupCounts.getOrDefault(entry, new long[2 + 2 * size]);
    }

    /** What was heard since the last call is learned now. */
    public void endOfBurst() {
        bridges.values().forEach(bridge -> bridge.learn((learned, old) -> counts.put(learned, count(old))));
    }
}
