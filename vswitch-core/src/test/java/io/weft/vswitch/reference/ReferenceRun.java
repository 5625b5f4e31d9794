package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.CtSpec;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.action.Ports;
import io.weft.flow.action.RejectAnswer;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.MissPolicy;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.track.TrackOrder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/**
 * One packet's way through the tables of a bridge, and of those behind its patch ports.
 *
 * <p>What goes into a patch port arrives at the other end when the action that sent it is done: as a copy, with the bytes and marks that it was
 * sent with and nothing else.
 */
final class ReferenceRun {
    private static final int MOST_RESUBMITS = 4096;
    private static final int MOST_DEPTH = 64;
    private static final int MOST_BUCKETS = 65_536;
    private static final int LAST_TABLE = 253;

    /** Tracks a packet. */
    interface Tracking {
        /** As {@link ReferenceConnections#track}: what the tracker says of a packet of which it has said {@code before}. */
        ReferenceConnections.Tracked track(TrackOrder order, byte[] frame, long[] before);
    }

    /** A packet that is to come round: what it is in which bridge, and where it goes on. */
    record Round(ReferenceBridge bridge, ReferencePacket packet, int table, Set<MirrorConfig> mirrored) {}

    /** A packet whose sender is to be told that it was rejected, through the port of the bridge at which it came. */
    record Rejection(ReferenceBridge bridge, int port, ReferenceFrame frame, RejectAnswer answer) {}

    /** A packet in a patch port. */
    private record Crossing(BridgePort from, ReferenceFrame frame) {}

    private final int arrivedLength;
    private final ObjIntConsumer<FlowEntry> counter;
    private final ReferenceGroup.Counter groupCounter;
    private final Tracking tracking;

    /** What is to be counted when this run is to count. */
    private final List<Runnable> counts = new ArrayList<>();

    private final List<Round> rounds = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private boolean hasTracked;
    private final Set<ReferenceBridge> heard = new HashSet<>();
    private final ReferenceVerdict verdict = new ReferenceVerdict();
    private List<Crossing> crossings = new ArrayList<>();
    private ReferenceBridge bridge;
    private ReferenceMirrors mirrors;
    private ReferencePacket packet;
    private boolean exited;
    private boolean inSet;
    private boolean inBucket;
    private int outputLimit = Integer.MAX_VALUE;
    private int resubmits;
    private int depth;
    private int buckets;

    ReferenceRun(
            ReferenceBridge bridge,
            ReferenceFrame frame,
            ObjIntConsumer<FlowEntry> counter,
            ReferenceGroup.Counter groupCounter,
            Tracking tracking) {
        this.tracking = tracking;
        this.arrivedLength = frame.length();
        this.counter = counter;
        this.groupCounter = groupCounter;
        this.packet = ReferencePacket.arrived(frame, 0);
        enter(bridge);
    }

    ReferenceResult fromPort(BridgePort port) {
        packet = ReferencePacket.arrived(packet.frame(), port.ofPort());
        if (!port.up() || port.noReceive()) {
            verdict.drop(DropReason.INPUT_PORT_NOT_READY);
        } else if (ReferenceMirrors.isOutput(bridge, port)) {
            verdict.drop(DropReason.MIRROR_PORT);
        } else {
            mirrors.arrived(port, packet.frame().bytes(), packet.frame().tags());
            lookUp(packet.inPort(), 0, true);
            executeActionSet(0);
        }
        return verdict.result();
    }

    /** Goes on with a packet that comes round. */
    ReferenceResult comeRound(Round round, int vlanLimit) {
        packet = round.packet().again(vlanLimit);
        mirrors.done(round.mirrored());
        lookUp(packet.inPort(), round.table(), true);
        executeActionSet(round.table());
        return verdict.result();
    }

    /** Whether the tracker was asked, by a packet that was not given up afterwards. */
    boolean hasTracked() {
        return hasTracked && !verdict.isGivenUp();
    }

    /** Counts what was met. */
    void count() {
        counts.forEach(Runnable::run);
    }

    /** Sends the packet out of a port, as a controller would. */
    ReferenceResult sendOut(int port) {
        packet = ReferencePacket.arrived(packet.frame(), Ports.CONTROLLER);
        execute(List.of(new Action.Output(port)), 0);
        return verdict.result();
    }

    /** The packets that were rejected. */
    List<Rejection> rejections() {
        return verdict.isGivenUp() ? List.of() : rejections;
    }

    /** The packets that come round. */
    List<Round> rounds() {
        return verdict.isGivenUp() ? List.of() : rounds;
    }

    /** Those of the bridge: a packet that comes to it again is copied again. */
    private void enter(ReferenceBridge entered) {
        bridge = entered;
        mirrors = new ReferenceMirrors(
                entered,
                arrivedLength,
                (mirror, length) -> counts.add(() -> entered.countCopy(mirror, length)),
                (to, frame) -> verdict.send(to, frame, Integer.MAX_VALUE));
    }

    // ---- tables

    private void lookUp(int lookUpPort, int table, boolean honourMiss) {
        long[] key = packet.key(lookUpPort);
        boolean fragment = packet.frame().isFragment();
        if (fragment && bridge.fragments() == FragmentMode.DROP) {
            verdict.drop(DropReason.FRAGMENT);
            return;
        }
        if (fragment && bridge.fragments() == FragmentMode.NORMAL) {
            key[5] &= 0xffff_ffffL;
        }
        FlowEntry entry = bridge.lookup(table, key);
        MissPolicy miss = honourMiss ? bridge.missPolicy(table) : MissPolicy.DROP;
        if (entry != null) {
            counts.add(() -> counter.accept(entry, arrivedLength));
            if (entry.actions().isEmpty()) {
                verdict.drop(DropReason.ACTION_DROP);
            }
            execute(entry.actions(), table);
        } else if (miss == MissPolicy.CONTINUE && table < LAST_TABLE) {
            lookUp(lookUpPort, table + 1, true);
        } else if (miss == MissPolicy.CONTROLLER) {
            toController(65535, 0);
        } else {
            verdict.drop(DropReason.TABLE_MISS);
        }
    }

    private void resubmit(int lookUpPort, int fromTable, int table, boolean honourMiss) {
        if (depth >= MOST_DEPTH) {
            verdict.giveUp(DropReason.RECURSION_TOO_DEEP);
        } else if (resubmits >= MOST_RESUBMITS) {
            verdict.giveUp(DropReason.TOO_MANY_RESUBMITS);
        } else {
            resubmits++;
            int deeper = table <= fromTable ? 1 : 0;
            depth += deeper;
            boolean wasInBucket = inBucket;
            inBucket = false;
            lookUp(lookUpPort, table, honourMiss);
            inBucket = wasInBucket;
            depth -= deeper;
        }
    }

    // ---- actions

    /** Executes actions in order until one of them ends the list or the packet is given up. */
    private void execute(List<Action> actions, int table) {
        for (Action action : actions) {
            if (verdict.isGivenUp() || exited) {
                return;
            }
            List<Crossing> before = crossings;
            crossings = new ArrayList<>();
            boolean goesOn = execute(action, table);
            List<Crossing> due = crossings;
            crossings = before;
            due.forEach(this::cross);
            if (!goesOn) {
                return;
            }
        }
    }

    /** False when the rest of the list is left out. */
    private boolean execute(Action action, int table) {
        switch (action) {
            case Action.Output output -> output(output.port(), table);
            case Action.InPort _ -> send(packet.inPort());
            case Action.Normal _ -> normal();
            case Action.Flood _ -> flood(false);
            case Action.All _ -> flood(true);
            case Action.Controller controller ->
                toController(
                        controller.maxLength(),
                        controller.reason() == PacketInReason.ACTION
                                ? actionReason()
                                : controller.reason().ordinal());
            case Action.Drop _ -> {
                verdict.drop(DropReason.ACTION_DROP);
                return false;
            }
            case Action.Reject(RejectAnswer answer) -> {
                rejections.add(
                        new Rejection(bridge, packet.inPort(), packet.frame().copy(), answer));
                verdict.drop(DropReason.REJECTED);
                return false;
            }
            case Action.SetField set -> packet.set(set.field(), set.high(), set.low(), set.maskHigh(), set.maskLow());
            case Action.Modify modify -> packet.modify(modify);
            case Action.PushVlan push -> push(push.etherType());
            case Action.StripVlan _ -> strip();
            case Action.DecTtl decrement -> {
                return decrementTtl(decrement.controllerIds());
            }
            case Action.Resubmit again -> {
                boolean same = again.port() == Ports.UNSET || again.port() == Ports.IN_PORT;
                int next = again.table() == Action.Resubmit.THIS_TABLE ? table : again.table();
                resubmit(same ? packet.inPort() : again.port(), table, next, false);
            }
            case Action.OutputTruncated cut -> outputTruncated(cut);
            case Action.OutputField output -> outputField(output, table);
            case Action.Load load -> packet.write(load.target(), BigInteger.valueOf(load.value()));
            case Action.Move move -> packet.move(move.source(), move.target());
            case Action.Push push -> {
                if (!packet.push(push.source())) {
                    verdict.giveUp(DropReason.STACK_TOO_BIG);
                }
            }
            case Action.Pop pop -> packet.pop(pop.target());
            case Action.Clone clone ->
                onCopy(() -> {
                    execute(clone.actions(), table);
                    executeActionSet(table);
                });
            case Action.Exit _ -> exited = true;
            case Action.Note _, Action.Conjunction _ -> {
                return true;
            }
            case Action.WriteActions write -> {
                packet.actionSet().addAll(write.actions());
                packet.showActionSet();
            }
            case Action.ClearActions _ -> {
                packet.actionSet().clear();
                packet.showActionSet();
            }
            case Action.WriteMetadata write -> packet.set(Fields.METADATA, 0, write.value(), 0, write.mask());
            case Action.SetQueue queue -> packet.set(Fields.SKB_PRIORITY, 0, queue.queueId(), 0, -1L);
            case Action.PopQueue _ -> packet.set(Fields.SKB_PRIORITY, 0, 0, 0, -1L);
            case Action.Enqueue queue -> {
                if (queue.port() == Ports.IN_PORT) {
                    send(packet.inPort());
                } else {
                    output(queue.port(), table);
                }
            }
            case Action.SetTunnel tunnel -> packet.set(Fields.TUN_ID, 0, tunnel.tunnelId(), 0, -1L);
            case Action.DeleteField delete -> packet.set(delete.field(), 0, 0, -1L, -1L);
            case Action.CheckPacketLarger check ->
                packet.write(
                        check.target(), packet.frame().length() > check.length() ? BigInteger.ONE : BigInteger.ZERO);
            case Action.Learn learn -> learn(learn.spec());
            case Action.Multipath path ->
                packet.write(
                        path.spec().target(), BigInteger.valueOf(ReferenceLearning.link(path.spec(), packet.key())));
            case Action.Bundle bundle -> bundle(bundle.spec(), table);
            case Action.FinTimeout _, Action.Sample _ -> {
                return true; // nothing that packets show
            }
            case Action.Group group -> {
                return group(group.groupId(), table);
            }
            case Action.Meter _ -> verdict.drop(DropReason.ACTION_DROP);
            case Action.Ct ct -> track(ct.spec());
            case Action.CtClear _ -> packet.clearConnection();
            case Action.GotoTable next -> resubmit(packet.inPort(), table, next.table(), true);
        }
        return true;
    }

    private void push(int tpid) {
        if (packet.frame().tags() == 2) {
            verdict.giveUp(DropReason.TOO_MANY_VLAN_TAGS);
        } else {
            packet.frame().push(tpid, 0);
        }
    }

    private void strip() {
        if (packet.frame().tags() > 0) {
            packet.frame().pop();
        }
    }

    private boolean decrementTtl(List<Integer> controllers) {
        long[] key = packet.key();
        if (!Prerequisites.isMetBy(Fields.NW_TTL.prerequisite(), key)) {
            return true;
        }
        long ttl = Fields.NW_TTL.low(key);
        if (ttl <= 1) {
            verdict.drop(DropReason.TTL_EXPIRED);
            controllers.forEach(_ -> toController(65535, 2));
            return false;
        }
        packet.frame().set(Fields.NW_TTL, 0, ttl - 1, 0, 0xff);
        return true;
    }

    // ---- connections

    /** The packet goes on as one that was never tracked; a copy comes round, knowing its connection. */
    private void track(CtSpec spec) {
        TrackOrder order = ReferenceOrder.of(spec, packet);
        hasTracked = true;
        byte[] before = packet.frame().bytes();
        ReferenceConnections.Tracked tracked = tracking.track(order, before, packet.known());
        packet.tracked(tracked.words());
        if (!Arrays.equals(before, tracked.frame())) {
            packet.frame().become(tracked.frame());
        }
        if (spec.table() != CtSpec.NO_TABLE && verdict.goRound()) {
            rounds.add(new Round(bridge, packet.copy(), spec.table(), mirrors.done()));
        }
    }

    // ---- learning, links

    /** What is taught is there for later bursts; whether there is room for it, by how the tables are now. */
    private void learn(LearnSpec spec) {
        ReferenceLearning.Lesson lesson = ReferenceLearning.lesson(spec, packet::read);
        if (spec.result() != null) {
            packet.write(spec.result(), bridge.hasRoom(lesson) ? BigInteger.ONE : BigInteger.ZERO);
        }
        bridge.teach(lesson);
    }

    private void bundle(BundleSpec spec, int table) {
        List<Integer> live = new ArrayList<>();
        for (int member : spec.members()) {
            BridgePort port = bridge.port(member);
            if (port != null && (port.up() && port.linked() || member == Ports.LOCAL)) {
                live.add(member);
            }
        }
        int member = ReferenceLearning.member(spec, live, packet.key());
        if (spec.target() != null) {
            packet.write(spec.target(), BigInteger.valueOf(member & 0xffff));
        } else if (member == -1) {
            verdict.drop(DropReason.NO_DESTINATION);
        } else {
            output(member, table);
        }
    }

    // ---- groups

    /** False when there is no such group. */
    private boolean group(long id, int table) {
        if (depth >= MOST_DEPTH) {
            verdict.giveUp(DropReason.RECURSION_TOO_DEEP);
            return true;
        }
        GroupEntry entry = bridge.group(id);
        if (entry == null) {
            verdict.drop(DropReason.NO_SUCH_GROUP);
            return false;
        }
        List<Bucket> chosen = ReferenceGroup.chosen(bridge, entry.group(), packet.key());
        if (ReferenceGroup.counts(entry.group(), chosen)) {
            counts.add(() -> groupCounter.count(entry, chosen, arrivedLength));
        }
        ReferenceGroup.reason(chosen).ifPresent(verdict::drop);
        if (chosen.isEmpty()) {
            return true;
        }
        buckets += chosen.size();
        if (buckets > MOST_BUCKETS) {
            verdict.giveUp(DropReason.TOO_MANY_RESUBMITS);
            return true;
        }
        boolean wasInBucket = inBucket;
        inBucket = true;
        for (Bucket bucket : chosen) {
            boolean wasExited = exited;
            onCopy(() -> execute(ReferenceActionSet.inOrder(bucket.actions()), table));
            exited = wasExited;
            if (verdict.isGivenUp()) {
                break;
            }
        }
        inBucket = wasInBucket;
        return true;
    }

    // ---- copies, the action set, other bridges

    private void onCopy(Runnable actions) {
        if (depth >= MOST_DEPTH) {
            verdict.giveUp(DropReason.RECURSION_TOO_DEEP);
            return;
        }
        ReferencePacket saved = packet;
        packet = packet.copy();
        depth++;
        actions.run();
        depth--;
        packet = saved;
    }

    private void executeActionSet(int table) {
        List<Action> due = ReferenceActionSet.inOrder(packet.actionSet());
        if (!exited && !verdict.isGivenUp() && !packet.actionSet().isEmpty()) {
            packet.actionSet().clear();
            packet.showActionSet();
            boolean wasInSet = inSet;
            boolean wasInBucket = inBucket;
            inSet = true;
            inBucket = false;
            execute(due, table);
            inSet = wasInSet;
            inBucket = wasInBucket;
        }
    }

    /** Mirrors do not see what goes into a patch port or comes out of one. What an action set sends there is still a part of it. */
    private void cross(Crossing crossing) {
        ReferenceBridge there = bridge.bridgeBehind(crossing.from());
        BridgePort arrival = there == null ? null : there.port(bridge.peer(crossing.from()));
        if (arrival == null) {
            verdict.drop(DropReason.PATCH_WITHOUT_PEER);
        } else if (!arrival.up() || arrival.noReceive()) {
            verdict.drop(DropReason.INPUT_PORT_NOT_READY);
        } else if (depth >= MOST_DEPTH) {
            verdict.giveUp(DropReason.RECURSION_TOO_DEEP);
        } else if (resubmits >= MOST_RESUBMITS) {
            verdict.giveUp(DropReason.TOO_MANY_RESUBMITS);
        } else if (!verdict.isGivenUp()) {
            resubmits++;
            ReferenceBridge here = bridge;
            boolean wasInBucket = inBucket;
            boolean wasExited = exited;
            inBucket = false;
            exited = false;
            ReferenceMirrors mirrorsHere = mirrors;
            enter(there);
            onCopy(() -> {
                packet = packet.across(crossing.frame(), arrival.ofPort());
                lookUp(packet.inPort(), 0, true);
                executeActionSet(0);
            });
            bridge = here;
            mirrors = mirrorsHere;
            inBucket = wasInBucket;
            exited = wasExited;
        }
    }

    // ---- outputs

    private void outputTruncated(Action.OutputTruncated cut) {
        int port = cut.port() == Ports.IN_PORT ? packet.inPort() : cut.port();
        outputLimit = cut.maxLength();
        if (cut.port() == packet.inPort() && bridge.port(port) != null) {
            verdict.drop(DropReason.OUTPUT_TO_INPUT_PORT);
        } else {
            send(port);
        }
        outputLimit = Integer.MAX_VALUE;
    }

    private void outputField(Action.OutputField output, int table) {
        BigInteger number = packet.read(output.source());
        if (number == null || number.bitLength() > 16) {
            verdict.drop(DropReason.NO_SUCH_PORT);
            return;
        }
        int port = number.intValue();
        switch (port) {
            case 0xfff8 -> send(packet.inPort());
            case 0xfff9 -> output(Ports.TABLE, table);
            case 0xfffa -> normal();
            case 0xfffb -> flood(false);
            case 0xfffc -> flood(true);
            case 0xfffd -> toController(output.maxLength(), actionReason());
            case 0xfffe -> output(Ports.LOCAL, table);
            case 0xffff -> verdict.drop(DropReason.ACTION_DROP);
            default -> output(port, table);
        }
    }

    private void output(int port, int table) {
        if (port == Ports.TABLE) {
            resubmit(packet.inPort(), table, 0, true);
        } else if (port == packet.inPort() && bridge.port(port) != null) {
            verdict.drop(DropReason.OUTPUT_TO_INPUT_PORT);
        } else {
            send(port);
        }
    }

    private void send(int port) {
        BridgePort to = bridge.port(port);
        if (to == null) {
            verdict.drop(DropReason.NO_SUCH_PORT);
        } else if (!to.up() || to.noForward()) {
            verdict.drop(DropReason.OUTPUT_PORT_DISABLED);
        } else if (to.isPatch() && outputLimit < Integer.MAX_VALUE) {
            verdict.drop(DropReason.TRUNCATED_INTO_PATCH);
        } else {
            send(to, packet.frame());
        }
    }

    private void send(BridgePort to, ReferenceFrame frame) {
        if (to.isPatch()) {
            crossings.add(new Crossing(to, frame.copy()));
        } else if (verdict.send(to, frame.bytes(), outputLimit)) {
            mirrors.left(to, frame.bytes(), frame.tags());
        }
    }

    /** A table that a bucket leads to is no part of the group; one that the action set leads to is part of that, in any bridge. */
    private int actionReason() {
        return inBucket ? 4 : inSet ? 3 : 1;
    }

    private void toController(int maxLength, int why) {
        verdict.toController(why, packet.frame().bytes(), maxLength);
    }

    private void flood(boolean all) {
        verdict.drop(DropReason.NO_DESTINATION);
        for (BridgePort port : bridge.ports()) {
            if (port.ofPort() != packet.inPort() && port.up() && !port.noForward() && (all || !port.noFlood())) {
                send(port, packet.frame());
            }
        }
    }

    private void normal() {
        ReferenceNormal normal =
                new ReferenceNormal(bridge, packet.frame(), packet.inPort(), !heard.contains(bridge), this::send);
        normal.forward(packet.key()).ifPresent(verdict::drop);
        if (normal.hasHeard()) {
            heard.add(bridge);
        }
    }
}
