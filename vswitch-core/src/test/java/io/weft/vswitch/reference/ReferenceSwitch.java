package io.weft.vswitch.reference;

import io.weft.flow.group.Bucket;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.track.TrackReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

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
 *
 * <p>Where packets are tracked, {@link #track} comes first, {@link #beginBurst} before the packets of each port, and {@link #comeRound} after them.
 */
public final class ReferenceSwitch implements AutoCloseable {
    private static final int MOST_ROUNDS = 8;

    /** A packet that has been round so many times. */
    private record Waiting(ReferenceRun.Round round, int times) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final List<ReferenceRun.Rejection> rejected = new ArrayList<>();
    private final Map<TrackReason, Long> tracked;
    private ReferenceConnections connections;
    private long nowMs;

    private final Map<Integer, ReferenceBridge> bridges = new TreeMap<>();
    private final IdentityHashMap<FlowEntry, long[]> counts = new IdentityHashMap<>();
    private final IdentityHashMap<GroupEntry, long[]> groupCounts = new IdentityHashMap<>();
    private int vlanLimit = 2;

    public ReferenceSwitch() {
        this(new EnumMap<>(TrackReason.class));
    }

    /** @param tracked where packets are counted at the end by what the tracker said of them */
    public ReferenceSwitch(Map<TrackReason, Long> tracked) {
        this.tracked = tracked;
    }

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
                    return pass(0, tracking -> run(bridge, packet.copy(), tracking), run -> run.fromPort(port));
                }
            }
        }
        return new ReferenceResult(List.of(), List.of(), DropReason.NO_BRIDGE);
    }

    private ReferenceRun run(ReferenceBridge bridge, ReferenceFrame packet, ReferenceRun.Tracking tracking) {
        return new ReferenceRun(bridge, packet, this::count, this::count, tracking);
    }

    /**
     * What is too much is found out before anything is done: a packet that is tracked is taken through the tables twice, first without a tracker. What the tracker says
     * is not known before the packet comes round, so both go the same way.
     */
    private ReferenceResult pass(
            int times,
            Function<ReferenceRun.Tracking, ReferenceRun> begin,
            Function<ReferenceRun, ReferenceResult> way) {
        ReferenceRun run = begin.apply((_, frame, _) -> ReferenceConnections.Tracked.untracked(frame));
        ReferenceResult result = way.apply(run);
        if (run.hasTracked()) {
            connections.beginPass(times);
            run = begin.apply((order, frame, before) -> connections.track(order, frame, vlanLimit, before, nowMs));
            result = way.apply(run);
        }
        run.count();
        rejected.addAll(run.rejections());
        run.rounds().forEach(round -> waiting.add(new Waiting(round, times + 1)));
        return result;
    }

    // ---- connections

    /** Packets are tracked from here on. */
    public void track() {
        connections = new ReferenceConnections(nowMs);
    }

    /** The time for what follows. */
    public void now(long ms) {
        nowMs = ms;
    }

    /** The packets of another port come. */
    public void beginBurst() {
        connections.beginBurst();
    }

    /** What becomes of the packets that come round, and round again. */
    public List<ReferenceResult> comeRound() {
        List<ReferenceResult> results = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Waiting next = waiting.poll();
            ReferenceRun.Round round = next.round();
            results.add(
                    next.times() > MOST_ROUNDS
                            ? new ReferenceResult(List.of(), List.of(), DropReason.TOO_MANY_RECIRCULATIONS)
                            : pass(
                                    next.times(),
                                    tracking ->
                                            run(round.bridge(), round.packet().frame(), tracking),
                                    run -> run.comeRound(round, vlanLimit)));
        }
        return results;
    }

    /** Packets that were rejected since {@link #answers} was asked last, answered or not. */
    public int rejections() {
        return rejected.size();
    }

    /** What becomes of the answers to packets that were rejected since this was asked last. */
    public List<ReferenceResult> answers() {
        List<ReferenceResult> results = new ArrayList<>();
        for (ReferenceRun.Rejection one : rejected) {
            byte[] answer = ReferenceReject.answer(one.frame().bytes(), one.answer());
            if (answer != null && one.bridge().port(one.port()) != null) {
                ReferenceRun run = run(
                        one.bridge(),
                        ReferenceFrame.parse(answer, vlanLimit),
                        (_, frame, _) -> ReferenceConnections.Tracked.untracked(frame));
                results.add(run.sendOut(one.port()));
                run.count();
            }
        }
        rejected.clear();
        return results;
    }

    /** All connections, as text, in no order. */
    public List<String> connections() {
        return connections == null ? List.of() : connections.all(nowMs);
    }

    /** Whether packets of one connection were tracked in this burst whose order nobody promises, or translated ones at all. */
    public boolean isOrderOpen() {
        return connections.isOrderOpen();
    }

    /** Packets that were translated. */
    public long translated() {
        return connections == null ? 0 : connections.translated();
    }

    /** Whether there was a packet for which no address or port was free: what becomes of it, this switch does not say. */
    public boolean isExhausted() {
        return connections.hasRefused();
    }

    @Override
    public void close() {
        if (connections != null) {
            connections.packets().forEach((reason, packets) -> tracked.merge(reason, packets, Long::sum));
            connections.close();
        }
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
