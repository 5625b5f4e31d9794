package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.action.Ports;
import io.weft.flow.group.Bucket;
import io.weft.flow.group.GroupEntry;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.key.Subfield;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.MissPolicy;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.counters.DropReason;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.ObjIntConsumer;

/** One packet's way through the tables of a bridge. */
final class ReferenceRun {
    private static final int MOST_OUTPUTS = 8192;
    private static final int MOST_RESUBMITS = 4096;
    private static final int MOST_DEPTH = 64;
    private static final int MOST_BUCKETS = 65_536;
    private static final int LAST_TABLE = 253;

    private final ReferenceBridge bridge;
    private ReferenceFrame packet;
    private final BridgePort arrivedOn;
    private final int arrivedLength;
    private final ObjIntConsumer<FlowEntry> counter;
    private final ReferenceGroup.Counter groupCounter;
    private final ReferenceMirrors mirrors;
    private long[] pipeline = new long[FlowKey.WORDS];
    private final List<ReferenceResult.Output> outputs = new ArrayList<>();
    private final List<ReferenceResult.ToController> packetIns = new ArrayList<>();
    private DropReason reason = DropReason.ACTION_DROP;
    private boolean givenUp;
    private boolean heard;
    private boolean exited;
    private boolean inSet;
    private int outputLimit = Integer.MAX_VALUE;
    private List<Action> actionSet = new ArrayList<>();
    private Deque<BigInteger> values = new ArrayDeque<>();
    private int valueBytes;
    private int inPort;
    private int resubmits;
    private int depth;
    private int groupDepth;
    private int buckets;

    ReferenceRun(
            ReferenceBridge bridge,
            ReferenceFrame packet,
            BridgePort arrivedOn,
            ObjIntConsumer<FlowEntry> counter,
            ReferenceGroup.Counter groupCounter) {
        this.groupCounter = groupCounter;
        this.bridge = bridge;
        this.packet = packet;
        this.arrivedOn = arrivedOn;
        this.arrivedLength = packet.length();
        this.counter = counter;
        this.inPort = arrivedOn.ofPort();
        Fields.ACTSET_OUTPUT.set(pipeline, 0, Ports.UNSET);
        this.mirrors = new ReferenceMirrors(bridge, arrivedLength, this::sendCopy);
    }

    ReferenceResult fromPort() {
        if (!arrivedOn.up() || arrivedOn.noReceive()) {
            reason = DropReason.INPUT_PORT_NOT_READY;
        } else if (ReferenceMirrors.isOutput(bridge, arrivedOn)) {
            reason = DropReason.MIRROR_PORT;
        } else {
            mirrors.arrived(arrivedOn, packet.bytes(), packet.tags());
            lookUp(inPort, 0, true);
            executeActionSet(0);
        }
        boolean nothing = outputs.isEmpty() && packetIns.isEmpty();
        return new ReferenceResult(List.copyOf(outputs), List.copyOf(packetIns), nothing ? reason : null);
    }

    private void giveUp(DropReason why) {
        givenUp = true;
        reason = why;
        outputs.clear();
        packetIns.clear();
    }

    // ---- tables

    private long[] key(int lookUpPort) {
        long[] key = packet.key();
        System.arraycopy(
                pipeline, FlowKey.PIPELINE_WORD, key, FlowKey.PIPELINE_WORD, FlowKey.WORDS - FlowKey.PIPELINE_WORD);
        Fields.IN_PORT.set(key, 0, lookUpPort);
        return key;
    }

    private void lookUp(int lookUpPort, int table, boolean honourMiss) {
        long[] key = key(lookUpPort);
        boolean fragment = packet.isFragment();
        if (fragment && bridge.fragments() == FragmentMode.DROP) {
            reason = DropReason.FRAGMENT;
            return;
        }
        if (fragment && bridge.fragments() == FragmentMode.NORMAL) {
            key[5] &= 0xffff_ffffL;
        }
        FlowEntry entry = bridge.lookup(table, key);
        MissPolicy miss = honourMiss ? bridge.missPolicy(table) : MissPolicy.DROP;
        if (entry != null) {
            counter.accept(entry, arrivedLength);
            if (entry.actions().isEmpty()) {
                reason = DropReason.ACTION_DROP;
            }
            execute(entry.actions(), table);
        } else if (miss == MissPolicy.CONTINUE && table < LAST_TABLE) {
            lookUp(lookUpPort, table + 1, true);
        } else if (miss == MissPolicy.CONTROLLER) {
            toController(65535, 0);
        } else {
            reason = DropReason.TABLE_MISS;
        }
    }

    private void resubmit(int lookUpPort, int fromTable, int table, boolean honourMiss) {
        if (depth >= MOST_DEPTH) {
            giveUp(DropReason.RECURSION_TOO_DEEP);
        } else if (resubmits >= MOST_RESUBMITS) {
            giveUp(DropReason.TOO_MANY_RESUBMITS);
        } else {
            resubmits++;
            int deeper = table <= fromTable ? 1 : 0;
            depth += deeper;
            lookUp(lookUpPort, table, honourMiss);
            depth -= deeper;
        }
    }

    // ---- actions

    /** Executes actions in order until one of them ends the list or the packet is given up. */
    private void execute(List<Action> actions, int table) {
        for (Action action : actions) {
            if (givenUp || exited || !execute(action, table)) {
                return;
            }
        }
    }

    /** False when the rest of the list is left out. */
    private boolean execute(Action action, int table) {
        switch (action) {
            case Action.Output output -> output(output.port(), table);
            case Action.InPort _ -> send(inPort);
            case Action.Normal _ -> normal();
            case Action.Flood _ -> flood(false);
            case Action.All _ -> flood(true);
            case Action.Controller controller ->
                toController(
                        controller.maxLength(),
                        inSet && controller.reason() == PacketInReason.ACTION
                                ? 3
                                : controller.reason().ordinal());
            case Action.Drop _ -> {
                reason = givenUp ? reason : DropReason.ACTION_DROP;
                return false;
            }
            case Action.SetField set -> set(set.field(), set.high(), set.low(), set.maskHigh(), set.maskLow());
            case Action.Modify modify -> modify(modify);
            case Action.PushVlan push -> push(push.etherType());
            case Action.StripVlan _ -> strip();
            case Action.DecTtl decrement -> {
                return decrementTtl(decrement.controllerIds());
            }
            case Action.Resubmit again -> {
                boolean same = again.port() == Ports.UNSET || again.port() == Ports.IN_PORT;
                int next = again.table() == Action.Resubmit.THIS_TABLE ? table : again.table();
                resubmit(same ? inPort : again.port(), table, next, false);
            }
            case Action.OutputTruncated cut -> outputTruncated(cut);
            case Action.OutputField output -> outputField(output, table);
            case Action.Load load -> write(load.target(), BigInteger.valueOf(load.value()));
            case Action.Move move -> {
                BigInteger value = read(move.source());
                if (value != null) {
                    write(move.target(), value);
                }
            }
            case Action.Push push -> push(push.source());
            case Action.Pop pop -> {
                if (!values.isEmpty()) {
                    BigInteger value = values.pop();
                    write(pop.target(), value);
                }
            }
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
                actionSet.addAll(write.actions());
                showActionSet();
            }
            case Action.ClearActions _ -> {
                actionSet.clear();
                showActionSet();
            }
            case Action.WriteMetadata write -> set(Fields.METADATA, 0, write.value(), 0, write.mask());
            case Action.SetQueue queue -> set(Fields.SKB_PRIORITY, 0, queue.queueId(), 0, -1L);
            case Action.PopQueue _ -> set(Fields.SKB_PRIORITY, 0, 0, 0, -1L);
            case Action.Enqueue queue -> {
                if (queue.port() == Ports.IN_PORT) {
                    send(inPort);
                } else {
                    output(queue.port(), table);
                }
            }
            case Action.SetTunnel tunnel -> set(Fields.TUN_ID, 0, tunnel.tunnelId(), 0, -1L);
            case Action.DeleteField delete -> set(delete.field(), 0, 0, -1L, -1L);
            case Action.CheckPacketLarger check ->
                write(check.target(), packet.length() > check.length() ? BigInteger.ONE : BigInteger.ZERO);
            case Action.Learn learn -> learn(learn.spec());
            case Action.Multipath path ->
                write(path.spec().target(), BigInteger.valueOf(ReferenceLearning.link(path.spec(), key(inPort))));
            case Action.Bundle bundle -> bundle(bundle.spec(), table);
            case Action.FinTimeout _, Action.Sample _ -> {
                return true; // nothing that packets show
            }
            case Action.Group group -> {
                return group(group.groupId(), table);
            }
            case Action.Meter _ -> reason = givenUp ? reason : DropReason.ACTION_DROP;
            case Action.GotoTable next -> resubmit(inPort, table, next.table(), true);
        }
        return true;
    }

    private void outputTruncated(Action.OutputTruncated cut) {
        outputLimit = cut.maxLength();
        if (cut.port() == inPort) {
            reason = DropReason.OUTPUT_TO_INPUT_PORT;
        } else {
            send(cut.port() == Ports.IN_PORT ? inPort : cut.port());
        }
        outputLimit = Integer.MAX_VALUE;
    }

    private void push(Subfield source) {
        BigInteger value = read(source);
        if (value != null) {
            values.push(value);
            valueBytes += (source.width() + 7) / 8 + 1;
            if (valueBytes > 65536) {
                giveUp(DropReason.STACK_TOO_BIG);
            }
        }
    }

    // ---- learning, links

    /** What is taught is there for later bursts; whether there is room for it, by how the tables are now. */
    private void learn(LearnSpec spec) {
        ReferenceLearning.Lesson lesson = ReferenceLearning.lesson(spec, this::read);
        if (spec.result() != null) {
            write(spec.result(), bridge.hasRoom(lesson) ? BigInteger.ONE : BigInteger.ZERO);
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
        int member = ReferenceLearning.member(spec, live, key(inPort));
        if (spec.target() != null) {
            write(spec.target(), BigInteger.valueOf(member & 0xffff));
        } else if (member == -1) {
            reason = DropReason.NO_DESTINATION;
        } else {
            output(member, table);
        }
    }

    // ---- groups

    /** False when there is no such group. */
    private boolean group(long id, int table) {
        if (depth >= MOST_DEPTH) {
            giveUp(DropReason.RECURSION_TOO_DEEP);
            return true;
        }
        GroupEntry entry = bridge.group(id);
        if (entry == null) {
            reason = DropReason.NO_SUCH_GROUP;
            return false;
        }
        List<Bucket> chosen = ReferenceGroup.chosen(bridge, entry.group(), key(inPort));
        if (ReferenceGroup.counts(entry.group(), chosen)) {
            groupCounter.count(entry, chosen, arrivedLength);
        }
        reason = ReferenceGroup.reason(chosen, reason);
        if (chosen.isEmpty()) {
            return true;
        }
        buckets += chosen.size();
        if (buckets > MOST_BUCKETS) {
            giveUp(DropReason.TOO_MANY_RESUBMITS);
            return true;
        }
        boolean wasInSet = inSet;
        inSet = false;
        groupDepth++;
        for (Bucket bucket : chosen) {
            boolean wasExited = exited;
            onCopy(() -> execute(ReferenceActionSet.inOrder(bucket.actions()), table));
            exited = wasExited;
            if (givenUp) {
                break;
            }
        }
        groupDepth--;
        inSet = wasInSet;
        return true;
    }

    // ---- copies, values, the action set

    private void onCopy(Runnable actions) {
        if (depth >= MOST_DEPTH) {
            giveUp(DropReason.RECURSION_TOO_DEEP);
            return;
        }
        ReferenceFrame savedPacket = packet;
        long[] savedPipeline = pipeline;
        int savedPort = inPort;
        List<Action> savedSet = actionSet;
        Deque<BigInteger> savedValues = values;
        int savedBytes = valueBytes;
        packet = packet.copy();
        pipeline = pipeline.clone();
        actionSet = new ArrayList<>(actionSet);
        values = new ArrayDeque<>(values);
        depth++;
        actions.run();
        depth--;
        packet = savedPacket;
        pipeline = savedPipeline;
        inPort = savedPort;
        actionSet = savedSet;
        values = savedValues;
        valueBytes = savedBytes;
    }

    /** The value of some bits, or null when the packet lacks the header. */
    private BigInteger read(Subfield bits) {
        return ReferenceBits.read(bits, key(inPort));
    }

    private void write(Subfield bits, BigInteger value) {
        BigInteger mask = BigInteger.TWO.pow(bits.width()).subtract(BigInteger.ONE);
        BigInteger placed = value.and(mask).shiftLeft(bits.offset());
        BigInteger placedMask = mask.shiftLeft(bits.offset());
        set(
                bits.field(),
                placed.shiftRight(64).longValue(),
                placed.longValue(),
                placedMask.shiftRight(64).longValue(),
                placedMask.longValue());
    }

    private void executeActionSet(int table) {
        List<Action> due = ReferenceActionSet.inOrder(actionSet);
        boolean wasEmpty = actionSet.isEmpty();
        if (!exited && !givenUp && !wasEmpty) {
            actionSet.clear();
            showActionSet();
            boolean wasInSet = inSet;
            inSet = true;
            execute(due, table);
            inSet = wasInSet;
        }
    }

    private void showActionSet() {
        Fields.ACTSET_OUTPUT.set(pipeline, 0, ReferenceActionSet.outputPort(actionSet));
    }

    private void outputField(Action.OutputField output, int table) {
        BigInteger number = read(output.source());
        if (number == null || number.bitLength() > 16) {
            reason = DropReason.NO_SUCH_PORT;
            return;
        }
        int port = number.intValue();
        switch (port) {
            case 0xfff8 -> send(inPort);
            case 0xfff9 -> output(Ports.TABLE, table);
            case 0xfffa -> normal();
            case 0xfffb -> flood(false);
            case 0xfffc -> flood(true);
            case 0xfffd -> toController(output.maxLength(), inSet ? 3 : 1);
            case 0xfffe -> output(Ports.LOCAL, table);
            case 0xffff -> reason = DropReason.ACTION_DROP;
            default -> output(port, table);
        }
    }

    private void output(int port, int table) {
        if (port == Ports.TABLE) {
            resubmit(inPort, table, 0, true);
        } else if (port == inPort && bridge.port(port) != null) {
            reason = DropReason.OUTPUT_TO_INPUT_PORT;
        } else {
            send(port);
        }
    }

    private void send(int port) {
        BridgePort to = bridge.port(port);
        if (to == null) {
            reason = DropReason.NO_SUCH_PORT;
        } else if (!to.up() || to.noForward()) {
            reason = DropReason.OUTPUT_PORT_DISABLED;
        } else {
            send(to, packet.bytes(), packet.tags());
        }
    }

    private void send(BridgePort to, byte[] frame, int tags) {
        if (isRoomForOutput()) {
            byte[] cut = Arrays.copyOf(frame, Math.min(frame.length, outputLimit));
            outputs.add(new ReferenceResult.Output(to.datapathPort(), cut));
            mirrors.left(to, frame, tags);
        }
    }

    private void sendCopy(BridgePort to, byte[] frame) {
        if (isRoomForOutput()) {
            outputs.add(new ReferenceResult.Output(to.datapathPort(), frame));
        }
    }

    private void toController(int maxLength, int action) {
        int why = action == 1 && groupDepth > 0 ? 4 : action;
        if (isRoomForOutput()) {
            byte[] frame = packet.bytes();
            byte[] cut = Arrays.copyOf(frame, Math.min(frame.length, maxLength));
            packetIns.add(new ReferenceResult.ToController(
                    why, frame.length, java.util.HexFormat.of().formatHex(cut)));
        }
    }

    private boolean isRoomForOutput() {
        if (!givenUp && outputs.size() + packetIns.size() >= MOST_OUTPUTS) {
            giveUp(DropReason.TOO_MANY_OUTPUTS);
        }
        return !givenUp;
    }

    private void flood(boolean all) {
        reason = DropReason.NO_DESTINATION;
        for (BridgePort port : bridge.ports()) {
            if (port.ofPort() != inPort && port.up() && !port.noForward() && (all || !port.noFlood())) {
                send(port, packet.bytes(), packet.tags());
            }
        }
    }

    private void modify(Action.Modify modify) {
        Field field = switch (modify.kind()) {
            case MOD_VLAN_VID -> Fields.DL_VLAN;
            case MOD_VLAN_PCP -> Fields.DL_VLAN_PCP;
            default -> Fields.byName(modify.kind().fieldName());
        };
        set(field, 0, modify.value(), 0, -1L);
    }

    private void set(Field field, long high, long low, long maskHigh, long maskLow) {
        if (!Prerequisites.isMetBy(field.prerequisite(), key(inPort))) {
            return;
        }
        switch (field.name()) {
            case "in_port" -> inPort = (int) (inPort & ~maskLow | low & maskLow);
            case "NXM_OF_IN_PORT" -> {
                int number = (int) (inPort & ~maskLow | low & maskLow) & 0xffff;
                inPort = number >= 0xfff8 ? number - 0x10000 : number;
            }
            case "vlan_tci", "vlan_vid", "vlan_pcp" ->
                setTag(low << field.shift(), (maskLow & field.ones()) << field.shift());
            case "dl_vlan" -> setTag(low | 0x1000, maskLow & 0xfff | 0x1000);
            case "dl_vlan_pcp" -> setTag(low << 13 | 0x1000, (maskLow & 7) << 13 | 0x1000);
            case "nw_tos" -> packet.set(field, 0, low, 0, maskLow & 0xfc);
            default -> {
                if (field.word() >= FlowKey.PIPELINE_WORD) {
                    field.setMasked(pipeline, high, low, maskHigh, maskLow);
                } else {
                    packet.set(field, high, low, maskHigh, maskLow);
                }
            }
        }
    }

    /** Sets bits of what the outer tag's TCI is with bit 12 meaning that there is one. */
    private void setTag(long value, long mask) {
        long before = packet.tags() > 0 ? packet.tci() | 0x1000 : 0;
        long after = (before & ~mask | value & mask) & 0xffff;
        boolean isTag = (after & 0x1000) != 0;
        if (isTag && packet.tags() > 0) {
            packet.tci((int) (after & ~0x1000 | packet.tci() & 0x1000));
        } else if (isTag) {
            packet.push(0x8100, (int) after & ~0x1000);
        } else if (packet.tags() > 0) {
            packet.pop();
        }
    }

    private void push(int tpid) {
        if (packet.tags() == 2) {
            giveUp(DropReason.TOO_MANY_VLAN_TAGS);
        } else {
            packet.push(tpid, 0);
        }
    }

    private void strip() {
        if (packet.tags() > 0) {
            packet.pop();
        }
    }

    private boolean decrementTtl(List<Integer> controllers) {
        long[] key = key(inPort);
        if (!Prerequisites.isMetBy(Fields.NW_TTL.prerequisite(), key)) {
            return true;
        }
        long ttl = Fields.NW_TTL.low(key);
        if (ttl <= 1) {
            reason = DropReason.TTL_EXPIRED;
            controllers.forEach(_ -> toController(65535, 2));
            return false;
        }
        packet.set(Fields.NW_TTL, 0, ttl - 1, 0, 0xff);
        return true;
    }

    // ---- NORMAL

    private void normal() {
        ReferenceNormal normal = new ReferenceNormal(bridge, packet, inPort, !heard, this::send);
        DropReason why = normal.forward(key(inPort));
        heard |= normal.hasHeard();
        reason = why == null ? reason : why;
    }
}
