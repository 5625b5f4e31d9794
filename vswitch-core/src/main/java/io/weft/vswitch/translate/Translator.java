package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowTable;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.wire.EthernetHeader;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a key through the flow tables of its bridge and says what becomes of the packet. See the package essay.
 *
 * <p>Packets never throw: whatever the tables say, a translation ends, within 4096 resubmits and 8192 outputs; beyond them the packet is
 * dropped with a reason and nothing of it is sent.
 *
 * <p>Thread-safety: one owner. Allocation: the program.
 */
public final class Translator {
    /** Resubmits to the same or an earlier table may nest this deep. */
    public static final int MAX_DEPTH = 64;

    /** Resubmits and goto_tables of one packet. */
    public static final int MAX_RESUBMITS = 4096;

    /** {@code reason} of a packet-in: no entry matched. */
    public static final int REASON_NO_MATCH = 0;

    /** {@code reason} of a packet-in: an action said so. */
    public static final int REASON_ACTION = 1;

    private static final Map<ModifyKind, Field> MODIFIED_FIELDS = modifiedFields();

    private final WorkingPacket packet = new WorkingPacket();
    private final Emission emission = new Emission(packet);
    private final NormalForwarding normal = new NormalForwarding(packet, emission);
    private final ActionStack stack = new ActionStack();
    private TraceListener trace;
    private Translation out;
    private BridgeSnapshot bridge;
    private long version;
    private int resubmits;

    /** Lets {@code listener} watch what follows; null ends that. Returns this. */
    public Translator listener(TraceListener listener) {
        trace = listener;
        emission.listener(listener);
        return this;
    }

    /**
     * Translates the key of a packet that arrived.
     *
     * @param key packet words at least, {@code in_port} being the index of the datapath port; not changed
     * @param result overwritten
     */
    public void translate(SwitchSnapshot snapshot, long[] key, Translation result) {
        int datapathPort = (int) Fields.IN_PORT.low(key);
        BridgePort port = snapshot.port(datapathPort);
        begin(snapshot, key, port == null ? Integer.toUnsignedLong(Ports.NONE) : port.keyPort(), result);
        if (port == null) {
            emission.drop(DropReason.NO_BRIDGE);
        } else {
            enter(snapshot.bridgeOf(datapathPort));
            arrive(port);
        }
        finish();
    }

    /** As {@link #translate}, the bridge being given, {@code in_port} an OpenFlow number, of a port or not, and all words of the key. */
    void translateIn(SwitchSnapshot snapshot, BridgeSnapshot inBridge, long[] key, Translation result) {
        long inPort = Fields.IN_PORT.low(key);
        begin(snapshot, key, inPort, result);
        packet.bring(key);
        enter(inBridge);
        arrive(inBridge.port((int) inPort));
        finish();
    }

    private void arrive(BridgePort port) {
        if (port == null || port.isInput()) {
            lookUp(0, true);
            run();
        } else {
            emission.drop(DropReason.INPUT_PORT_NOT_READY);
            if (trace != null) {
                trace.warning("dropped: " + DropReason.INPUT_PORT_NOT_READY.text());
            }
        }
    }

    /** The key as the tables left it, {@code in_port} being an OpenFlow number; valid until the next translation. */
    long[] finalKey() {
        return packet.key();
    }

    /**
     * Translates a packet on which given actions shall be executed: a packet-out, or a trace with actions.
     *
     * @param key packet words at least, {@code in_port} being the OpenFlow number of a port of the bridge, {@link Ports#CONTROLLER} or
     *     {@link Ports#NONE}; not changed
     * @param result overwritten
     */
    public void execute(
            SwitchSnapshot snapshot, BridgeSnapshot inBridge, long[] key, List<Action> actions, Translation result) {
        begin(snapshot, key, Fields.IN_PORT.low(key), result);
        enter(inBridge);
        stack.push(actions, 0, 0);
        run();
        finish();
    }

    private void begin(SwitchSnapshot snapshot, long[] key, long inPort, Translation result) {
        out = result;
        out.clear();
        version = snapshot.version();
        resubmits = 0;
        stack.clear();
        packet.arrive(key, inPort, out.mask());
        emission.reset();
    }

    private void enter(BridgeSnapshot entered) {
        bridge = entered;
        if (trace != null) {
            trace.bridge(entered);
        }
    }

    private void finish() {
        DropReason reason = emission.dropReason();
        out.finish(emission.build(), reason);
        out = null;
        bridge = null;
    }

    // ---- tables

    /** Executes the actions on the stack, and those that they put there, until none is left or the packet is given up. */
    private void run() {
        while (!stack.isEmpty()) {
            if (emission.isGivenUp()) {
                leave();
            } else if (stack.hasNext()) {
                Action action = stack.next();
                if (trace != null) {
                    trace.action(action);
                }
                execute(action);
            } else {
                leave();
            }
        }
    }

    private void leave() {
        stack.pop();
        if (trace != null) {
            trace.leave();
        }
    }

    private void resubmit(long port, int table, boolean honourMiss) {
        if (stack.depth() >= MAX_DEPTH) {
            emission.giveUp(DropReason.RECURSION_TOO_DEEP);
        } else if (resubmits >= MAX_RESUBMITS) {
            emission.giveUp(DropReason.TOO_MANY_RESUBMITS);
        } else {
            resubmits++;
            long inPort = packet.inPort();
            packet.inPort(port);
            lookUp(table, honourMiss);
            packet.inPort(inPort);
        }
    }

    /** Looks a table up and puts the actions found on the stack; on a miss follows the table's policy, if that is honoured. */
    private void lookUp(int first, boolean honourMiss) {
        for (int id = first; id < FlowTables.COUNT; id++) {
            FlowTable table = bridge.tables().table(id);
            FlowEntry entry = packet.lookup(table, version);
            MissPolicy miss = entry == null && honourMiss ? table.missPolicy(version) : MissPolicy.DROP;
            out.visit(bridge.id(), id, entry);
            if (trace != null) {
                trace.table(id, entry, miss);
            }
            if (entry != null) {
                stack.push(entry.actions(), id, first);
                if (entry.actions().isEmpty()) {
                    emission.drop(DropReason.ACTION_DROP);
                }
                return;
            }
            if (trace != null) {
                trace.leave();
            }
            if (miss != MissPolicy.CONTINUE) {
                miss(miss);
                return;
            }
        }
        emission.drop(DropReason.TABLE_MISS);
    }

    private void miss(MissPolicy policy) {
        if (policy == MissPolicy.CONTROLLER) {
            emission.controller(Action.Controller.WHOLE, REASON_NO_MATCH);
        } else {
            emission.drop(DropReason.TABLE_MISS);
        }
    }

    // ---- actions

    private void execute(Action action) {
        switch (action) {
            case Action.Output output -> output(output.port());
            case Action.InPort _ -> toPort((int) packet.inPort());
            case Action.Normal _ -> normal.forward(bridge, out, trace);
            case Action.Flood _ -> flood(false);
            case Action.All _ -> flood(true);
            case Action.Controller controller -> emission.controller(controller.maxLength(), REASON_ACTION);
            case Action.Drop _ -> {
                emission.drop(DropReason.ACTION_DROP);
                stack.skipRest();
            }
            case Action.SetField set -> set(set.field(), set.high(), set.low(), set.maskHigh(), set.maskLow());
            case Action.Modify modify -> set(MODIFIED_FIELDS.get(modify.kind()), 0, modify.value(), 0, -1L);
            case Action.PushVlan push -> {
                if (!packet.push(push.etherType())) {
                    emission.giveUp(DropReason.TOO_MANY_VLAN_TAGS);
                }
            }
            case Action.StripVlan _ -> packet.popTag();
            case Action.DecTtl _ -> decrementTtl();
            case Action.Resubmit resubmit -> resubmit(resubmit);
            case Action.GotoTable next -> resubmit(packet.inPort(), next.table(), true);
            case Action.OutputTruncated _,
                    Action.OutputField _,
                    Action.Load _,
                    Action.Move _,
                    Action.Push _,
                    Action.Pop _,
                    Action.Clone _,
                    Action.Exit _,
                    Action.Note _,
                    Action.WriteActions _,
                    Action.ClearActions _,
                    Action.WriteMetadata _,
                    Action.Group _,
                    Action.Meter _,
                    Action.SetQueue _,
                    Action.PopQueue _,
                    Action.Enqueue _,
                    Action.SetTunnel _,
                    Action.DeleteField _,
                    Action.Conjunction _,
                    Action.Learn _,
                    Action.Bundle _,
                    Action.Multipath _,
                    Action.CheckPacketLarger _,
                    Action.FinTimeout _,
                    Action.Sample _ -> emission.drop(DropReason.ACTION_DROP);
        }
    }

    private void resubmit(Action.Resubmit action) {
        long port = action.port() == Ports.UNSET || action.port() == Ports.IN_PORT
                ? packet.inPort()
                : Integer.toUnsignedLong(action.port());
        int table = action.table() == Action.Resubmit.THIS_TABLE ? stack.table() : action.table();
        resubmit(port, table, false);
    }

    private void output(int port) {
        if (port == Ports.TABLE) {
            resubmit(packet.inPort(), 0, true);
            return;
        }
        BridgePort to = bridge.port(port);
        if (to != null && to.keyPort() == packet.inPort()) {
            emission.drop(DropReason.OUTPUT_TO_INPUT_PORT);
            if (trace != null) {
                trace.warning("skipping output to input port");
            }
        } else {
            toPort(port);
        }
    }

    private void toPort(int port) {
        BridgePort to = bridge.port(port);
        if (to == null) {
            emission.drop(DropReason.NO_SUCH_PORT);
            if (trace != null) {
                trace.warning("Nonexistent output port");
            }
        } else if (!to.isOutput()) {
            emission.drop(DropReason.OUTPUT_PORT_DISABLED);
            if (trace != null) {
                trace.decision(to.up() ? "OFPPC_NO_FWD set, skipping output" : "the port is down, skipping output");
            }
        } else {
            emission.output(to);
        }
    }

    private void flood(boolean all) {
        emission.drop(DropReason.NO_DESTINATION);
        for (int i = 0; i < bridge.floodCount(); i++) {
            BridgePort port = bridge.floodPort(i);
            if (port.keyPort() != packet.inPort() && (all || !port.noFlood())) {
                emission.output(port);
            }
        }
    }

    private void set(Field field, long high, long low, long maskHigh, long maskLow) {
        if (packet.has(field.prerequisite())) {
            packet.set(field, high, low, maskHigh, maskLow);
        } else if (trace != null) {
            trace.warning("unmet prerequisites for " + field + ", set_field ignored");
        }
    }

    private void decrementTtl() {
        if (!packet.has(Fields.NW_TTL.prerequisite())) {
            return;
        }
        packet.look(Fields.NW_TTL);
        long ttl = Fields.NW_TTL.low(packet.key());
        if (ttl > 1) {
            packet.set(Fields.NW_TTL, 0, ttl - 1, 0, -1L);
        } else {
            emission.drop(DropReason.TTL_EXPIRED);
            stack.skipRest();
            if (trace != null) {
                trace.warning(isIpv6() ? "IPv6 decrement TTL exception" : "IPv4 decrement TTL exception");
            }
        }
    }

    private boolean isIpv6() {
        return Fields.ETH_TYPE.low(packet.key()) == EthernetHeader.TYPE_IPV6;
    }

    private static Map<ModifyKind, Field> modifiedFields() {
        Map<ModifyKind, Field> fields = new EnumMap<>(ModifyKind.class);
        for (ModifyKind kind : ModifyKind.values()) {
            Field field = switch (kind) {
                case MOD_VLAN_VID -> Fields.DL_VLAN;
                case MOD_VLAN_PCP -> Fields.DL_VLAN_PCP;
                default -> Fields.byName(kind.fieldName());
            };
            fields.put(kind, field);
        }
        return fields;
    }
}
