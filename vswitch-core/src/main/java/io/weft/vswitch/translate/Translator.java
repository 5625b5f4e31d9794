package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.action.RejectAnswer;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.RejectOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a key through the flow tables of its bridge and says what becomes of the packet. See the package essay.
 *
 * <p>Packets never throw: whatever the tables say, a translation ends, within 4096 resubmits, 8192 outputs and 64 KiB of program or of
 * pushed values; beyond them the packet is dropped with a reason and nothing of it is sent.
 *
 * <p>Thread-safety: one owner. Allocation: the program, and what it and copies of the packet hold.
 */
public final class Translator {
    /** Resubmits to the same or an earlier table, clones, buckets and passages through patch ports may nest this deep. */
    public static final int MAX_DEPTH = 64;

    /** Resubmits, goto_tables and passages through patch ports of one packet. */
    public static final int MAX_RESUBMITS = 4096;

    private final long[] thawed = new long[FlowKey.WORDS];
    private final Run run = new Run();
    private final NormalForwarding normal = new NormalForwarding(run.packet, run.emission);
    private final OutputActions outputs = new OutputActions(run);
    private final FieldActions fields = new FieldActions(run);
    private final ConnectionActions connections = new ConnectionActions(run, fields);
    private final ActionSet actionSet = new ActionSet(run);
    private final GroupActions groups = new GroupActions(run);
    private final LearnActions learning = new LearnActions(run, fields);
    private final LinkActions links = new LinkActions(run, fields, outputs);
    private final TunnelInput tunnels = new TunnelInput(run);

    /** Lets {@code listener} watch what follows; null ends that. Returns this. */
    public Translator listener(TraceListener listener) {
        run.listener(listener);
        return this;
    }

    /**
     * Lets go of the snapshot that the last translation read, which is kept until the next one otherwise: for a thread that may have none for
     * long while the tables change.
     */
    public void forget() {
        run.forget();
    }

    /**
     * Translates the key of a packet that arrived.
     *
     * @param key packet words at least, {@code in_port} being the index of the datapath port; not changed
     * @param result overwritten
     */
    public void translate(SwitchSnapshot snapshot, long[] key, Translation result) {
        int arrival = (int) Fields.IN_PORT.low(key);
        BridgePort port = snapshot.port(arrival);
        long inPort = port == null ? Integer.toUnsignedLong(Ports.NONE) : port.keyPort();
        run.start(snapshot, key, FlowKey.PACKET_WORDS, inPort, result);
        do {
            run.begin();
            if (port == null) {
                run.emission.drop(DropReason.NO_BRIDGE);
            } else {
                run.enter(snapshot.bridgeOf(arrival));
                if (!port.isTunnel() || tunnels.arrive(port.tunnel(), arrival)) {
                    arrive(port);
                }
            }
        } while (run.isToRepeat());
    }

    /** As {@link #translate}, the bridge being given, {@code in_port} an OpenFlow number, of a port or not, and the key a full one. */
    void translateIn(SwitchSnapshot snapshot, BridgeSnapshot inBridge, long[] key, Translation result) {
        long inPort = Fields.IN_PORT.low(key);
        run.start(snapshot, key, key.length, inPort, result);
        do {
            run.begin();
            run.enter(inBridge);
            BridgePort port = inBridge.port((int) inPort);
            if (port == null || !port.isTunnel() || tunnels.leave()) {
                arrive(port);
            }
        } while (run.isToRepeat());
    }

    private void arrive(BridgePort port) {
        if (port == null || port.isInput()) {
            if (mirror(port)) {
                run.lookUp(0, true);
                pushWires(); // of mirrors, who get the packet as it arrived: before the first action
                execute();
            }
        } else {
            run.emission.drop(DropReason.INPUT_PORT_NOT_READY);
            run.warn("dropped: " + DropReason.INPUT_PORT_NOT_READY.text());
        }
    }

    /** Copies for mirrors what arrives; false when the port is one's output, so that nothing else may come from it. */
    private boolean mirror(BridgePort port) {
        boolean open = port == null || run.emission.mirrors().arrive(port);
        if (!open && run.trace != null) {
            run.trace.error("dropping packet received on port " + port.name()
                    + ", which is reserved exclusively for mirroring");
        }
        return open;
    }

    /** The key as the tables left it, {@code in_port} being an OpenFlow number; valid until the next translation. */
    long[] finalKey() {
        return run.packet.key();
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
        run.start(snapshot, key, key.length, Fields.IN_PORT.low(key), result);
        do {
            run.begin();
            run.enter(inBridge);
            if (mirror(inBridge.port((int) Fields.IN_PORT.low(key)))) {
                run.stack.pushFirst(actions);
                pushWires();
                execute();
            }
        } while (run.isToRepeat());
    }

    /**
     * Translates a packet that goes on where a translation stopped. Where its bridge is gone, it is dropped.
     *
     * @param key packet words at least, as the packet is now, and those of its connection if it was tracked; not changed
     * @param result overwritten
     */
    public void resume(SwitchSnapshot snapshot, FrozenState state, long[] key, Translation result) {
        System.arraycopy(key, 0, thawed, 0, key.length);
        Arrays.fill(thawed, key.length, thawed.length, 0);
        state.thaw(thawed);
        BridgeSnapshot bridge = snapshot.bridge(state.bridge());
        run.start(snapshot, thawed, thawed.length, Integer.toUnsignedLong(state.inPort()), result);
        do {
            run.begin();
            if (bridge == null) {
                run.emission.drop(DropReason.NO_BRIDGE);
            } else {
                run.enter(bridge);
                run.thaw(state);
                if (run.trace != null && state.table() != FrozenState.NO_TABLE) {
                    run.trace.thaws(state.table());
                }
                actionSet.thaw(state.actionSet());
                if (state.table() != FrozenState.NO_TABLE) {
                    run.lookUp(state.table(), true);
                }
                run.stack.pushIfEmpty();
                execute();
            }
        } while (run.isToRepeat());
    }

    /** Executes the actions on the stack, and those that they put there, until none is left or the packet is given up. */
    private void execute() {
        ActionStack stack = run.stack;
        while (!stack.isEmpty()) {
            ActionFrame top = stack.top();
            if (run.emission.isGivenUp()) {
                leave(top);
            } else if (top.awaitsCopy()) {
                begin(top);
            } else if (top.hasNext()) {
                Action action = top.next();
                if (run.trace != null) {
                    run.trace.action(action);
                }
                execute(action);
                if (!run.emission.wires().isEmpty()) {
                    pushWires();
                }
            } else if (!actionSet.isDue()) {
                leave(top);
            }
        }
    }

    /** Begins a list that runs on a copy of the packet. An empty one needs none. */
    private void begin(ActionFrame top) {
        boolean isWire = top.kind() == ActionFrame.WIRE;
        top.begun(isWire || top.hasNext());
        if (run.trace != null && top.kind() == ActionFrame.BUCKET) {
            run.trace.bucket(top.bucket());
        }
        if (top.runsOnCopy()) {
            run.beginCopy();
        }
        if (isWire) {
            run.cross(top.wire());
        }
    }

    /** The patch ports that the last action sent to come next, in its order. */
    private void pushWires() {
        List<Wire> wires = run.emission.wires();
        for (int i = wires.size() - 1; i >= 0; i--) {
            run.stack.pushWire(wires.get(i));
        }
        wires.clear();
    }

    private void leave(ActionFrame top) {
        int kind = top.kind();
        boolean isTold = kind == ActionFrame.ENTRY || kind == ActionFrame.SET || kind == ActionFrame.BUCKET;
        if (kind == ActionFrame.BUCKET && top.awaitsCopy() && run.trace != null) {
            run.trace.bucket(top.bucket()); // the packet is given up: a trace names it all the same, as in Open vSwitch
        }
        if (top.runsOnCopy()) {
            run.endCopy();
        }
        run.stack.pop();
        if (kind == ActionFrame.WIRE) {
            run.leaveWire(top);
        }
        if (isTold && run.trace != null) {
            run.trace.leave();
        }
    }

    private void execute(Action action) {
        switch (action) { // tried one after the other: the frequent ones first
            case Action.Output output -> outputs.output(output.port());
            case Action.Resubmit resubmit -> resubmit(resubmit);
            case Action.SetField set -> fields.set(set);
            case Action.Normal _ -> normal.forward(run.bridge, run.out, run.trace);
            case Action.GotoTable next -> run.resubmit(run.packet.inPort(), next.table(), true);
            case Action.Load load -> fields.load(load);
            case Action.Move move -> fields.move(move);
            case Action.DecTtl decrement -> outputs.decrementTtl(decrement);
            case Action.Group group -> groups.group(group.groupId());
            case Action.Modify modify -> fields.modify(modify);
            case Action.PushVlan push -> fields.pushVlan(push.etherType());
            case Action.StripVlan _ -> run.packet.tags().pop();
            case Action.OutputTruncated output -> outputs.truncated(output);
            case Action.OutputField output -> outputs.field(output);
            case Action.InPort _ -> outputs.toPort((int) run.packet.inPort());
            case Action.Flood _ -> outputs.flood(false);
            case Action.All _ -> outputs.flood(true);
            case Action.Controller controller -> outputs.controller(controller);
            case Action.Enqueue enqueue -> outputs.enqueue(enqueue);
            case Action.Drop _ -> {
                run.emission.drop(DropReason.ACTION_DROP);
                run.stack.skipRest();
            }
            case Action.Reject(RejectAnswer answer) -> {
                run.emission.reject(new RejectOrder(run.bridge.id(), (int) run.packet.inPort(), answer));
                run.stack.skipRest();
            }
            case Action.SetQueue queue -> fields.queue(queue.queueId());
            case Action.PopQueue _ -> fields.popQueue();
            case Action.Push push -> fields.push(push.source());
            case Action.Pop pop -> fields.pop(pop.target());
            case Action.WriteMetadata write -> fields.writeMetadata(write);
            case Action.SetTunnel tunnel -> fields.setTunnel(tunnel.tunnelId());
            case Action.DeleteField delete -> fields.delete(delete.field());
            case Action.Clone clone -> clone(clone);
            case Action.Exit _ -> run.exit();
            case Action.Note _, Action.Conjunction _ -> {
                return; // nothing happens
            }
            case Action.WriteActions write -> actionSet.write(write.actions());
            case Action.ClearActions _ -> actionSet.clear();
            case Action.Meter meter -> groups.meter(meter.meterId());
            case Action.Ct ct -> connections.track(ct.spec());
            case Action.CtClear _ -> connections.clear();
            case Action.Learn learn -> learning.learn(learn.spec());
            case Action.FinTimeout timeout -> learning.finTimeout(timeout);
            case Action.Sample sample -> learning.sample(sample);
            case Action.Bundle bundle -> links.bundle(bundle.spec());
            case Action.Multipath multipath -> links.multipath(multipath.spec());
            case Action.CheckPacketLarger check -> fields.checkLength(check);
        }
    }

    private void clone(Action.Clone clone) {
        if (run.stack.depth() >= MAX_DEPTH) {
            run.emission.giveUp(DropReason.RECURSION_TOO_DEEP);
        } else {
            run.stack.pushClone(clone.actions());
        }
    }

    private void resubmit(Action.Resubmit action) {
        long port = action.port() == Ports.UNSET || action.port() == Ports.IN_PORT
                ? run.packet.inPort()
                : Integer.toUnsignedLong(action.port());
        int table = action.table() == Action.Resubmit.THIS_TABLE ? run.stack.table() : action.table();
        run.resubmit(port, table, false);
    }
}
