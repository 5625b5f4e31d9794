package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.Bytes;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterEntry;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowTable;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.MissPolicy;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.frozen.FrozenList;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.program.Upcall;
import java.util.List;

/**
 * One translation under way: what the families of actions share. The packet as it is now, the program so far, the lists of actions under
 * execution, where we are, and who listens.
 *
 * <p>To run actions on a copy of the packet and come back, push them, as {@link ActionStack#pushClone} does. They run when the present action is
 * done, before the rest of its list.
 *
 * <p>A run keeps what it had last, and stores references only where they are others: to old objects, which these are, a store costs as much as a
 * lookup in a small table.
 */
final class Run {
    private static final int NOWHERE = -1;

    final WorkingPacket packet = new WorkingPacket();
    final Emission emission = new Emission(packet);
    final ActionStack stack = new ActionStack();
    final SavedStates saved = new SavedStates();

    /** What was pushed on the packet's stack, and what awaits the end of the pipeline. */
    ValueStack values = ValueStack.EMPTY;

    List<Action> actionSet = List.of();

    /** Null when nobody listens. */
    TraceListener trace;

    Translation out;
    SwitchSnapshot snapshot;
    BridgeSnapshot bridge;
    long version;

    /** Buckets of groups that the packet passed. */
    int buckets;

    /** Whether the packet knows its connection. */
    boolean tracked;

    private final LengthPasses lengths = new LengthPasses();
    private int resubmits;
    private boolean exited;

    /** The bridge in which the packet arrived, by its id, and its port there. */
    private int home;

    private long homePort;

    void listener(TraceListener listener) {
        trace = listener;
        emission.listener(listener);
    }

    /** Keeps nothing of a snapshot alive; what was on the stack has gone already. */
    void forget() {
        snapshot = null;
        bridge = null;
        emission.mirrors().forget();
        emission.tunnels().forget();
    }

    /** Starts with another packet. {@code words} of the key are significant; the others are taken for zero. */
    void start(SwitchSnapshot picture, long[] arrived, int words, long inPort, Translation result) {
        if (out != result) {
            out = result;
        }
        if (snapshot != picture) {
            snapshot = picture;
        }
        out.clear();
        version = picture.version();
        lengths.start();
        packet.arrive(arrived, words, inPort, result.mask());
    }

    /** Begins a pass; what is as it was is not stored again. */
    void begin() {
        resubmits = 0;
        buckets = 0;
        exited = false;
        tracked = packet.isTracked();
        stack.clear();
        saved.clear();
        forgetValues();
        packet.begin();
        emission.reset();
        emission.mirrors().begin(out);
        home = 0;
        homePort = packet.inPort();
    }

    /** Ends a pass; returns whether there must be another one, for packets of other lengths. */
    boolean isToRepeat() {
        DropReason reason = emission.dropReason();
        Program program = emission.build();
        if (lengths.isOnly()) {
            finish(program, reason);
            return false;
        }
        if (lengths.note(program, reason)) {
            out.nextPass();
            return true;
        }
        if (lengths.isTooMany()) {
            finish(Program.dropping(DropReason.TOO_MANY_ACTIONS), DropReason.TOO_MANY_ACTIONS);
        } else {
            finish(lengths.program(), lengths.dropReason());
        }
        return false;
    }

    private void finish(Program program, DropReason reason) {
        out.finish(program, reason);
    }

    private void forgetValues() {
        if (!values.isEmpty()) {
            values = ValueStack.EMPTY;
        }
        if (!actionSet.isEmpty()) {
            actionSet = List.of();
        }
    }

    void enter(BridgeSnapshot entered) {
        if (home == 0) {
            home = entered.id();
        }
        if (bridge != entered) {
            bridge = entered;
        }
        emission.mirrors().enter(entered);
        emission.tunnels().enter(entered);
        if (trace != null) {
            trace.bridge(entered);
        }
    }

    /** Says why something was not done, if somebody listens. */
    void warn(String text) {
        if (trace != null) {
            trace.warning(text);
        }
    }

    /** Says what is wrong with the actions, if somebody listens. */
    void error(String text) {
        if (trace != null) {
            trace.error(text);
        }
    }

    /** Says what was decided, if somebody listens. */
    void decide(String text) {
        if (trace != null) {
            trace.decision(text);
        }
    }

    // ---- tables

    /** Looks up again, with another input port for the lookup alone. */
    void resubmit(long port, int table, boolean honourMiss) {
        if (admit(stack.depth())) {
            long inPort = packet.inPort();
            packet.inPort(port);
            lookUp(table, honourMiss);
            packet.inPort(inPort);
        }
    }

    /** Whether there may be one more lookup, at this depth; otherwise the packet is given up. */
    private boolean admit(int depth) {
        if (depth >= Translator.MAX_DEPTH) {
            emission.giveUp(DropReason.RECURSION_TOO_DEEP);
            return false;
        }
        if (resubmits >= Translator.MAX_RESUBMITS) {
            emission.giveUp(DropReason.TOO_MANY_RESUBMITS);
            return false;
        }
        resubmits++;
        return true;
    }

    /** Looks a table up and puts the actions found on the stack; on a miss follows the table's policy, if that is honoured. */
    void lookUp(int first, boolean honourMiss) {
        FragmentMode fragments = bridge.settings().fragments();
        if (fragments == FragmentMode.DROP && packet.working().isFragment()) {
            emission.drop(DropReason.FRAGMENT);
            decide("fragment handling is drop, dropping");
            return;
        }
        boolean hidesPorts =
                fragments == FragmentMode.NORMAL && packet.working().isFragment();
        for (int id = first; id < FlowTables.COUNT; id++) {
            FlowTable table = bridge.tables().table(id);
            FlowEntry entry = hidesPorts
                    ? packet.working().lookupWithoutPorts(table, version)
                    : packet.working().lookup(table, version);
            MissPolicy miss =
                    entry == null && honourMiss ? bridge.settings().miss(table.missPolicy(version)) : MissPolicy.DROP;
            out.visit(bridge.id(), id, entry);
            if (hidesPorts) {
                packet.working().tellWithoutPorts(out.visitKeys());
            } else {
                packet.working().tell(out.visitKeys());
            }
            if (trace != null) {
                trace.table(id, entry, miss);
            }
            if (entry != null) {
                stack.pushEntry(entry, first);
                if (entry.actions().isEmpty()) {
                    emission.drop(DropReason.ACTION_DROP);
                }
                return;
            }
            if (trace != null) {
                trace.leave();
            }
            if (miss != MissPolicy.CONTINUE) {
                miss(miss, id);
                return;
            }
        }
        emission.drop(DropReason.TABLE_MISS);
    }

    private void miss(MissPolicy policy, int table) {
        BridgePort input = policy == MissPolicy.CONTROLLER ? bridge.port((int) packet.inPort()) : null;
        if (policy == MissPolicy.CONTROLLER && (input == null || !input.noPacketIn())) {
            Upcall upcall = new Upcall(
                    Action.Controller.WHOLE,
                    PacketInReason.NO_MATCH,
                    0,
                    Bytes.EMPTY,
                    table,
                    Upcall.NO_COOKIE,
                    packet.working().pipeline(),
                    0,
                    from(),
                    null);
            emission.controller(upcall, meter(Meter.CONTROLLER));
        } else {
            emission.drop(DropReason.TABLE_MISS);
        }
    }

    /**
     * Ends all lists under way, those after copies as well, and leaves the action set undone; within a bucket of a group, the lists of that
     * bucket alone.
     */
    void exit() {
        exited |= !stack.skipBucket();
        if (exited) {
            stack.skipAll();
        }
    }

    boolean isExited() {
        return exited;
    }

    /** Whether the packet as it is now has more than {@code length} bytes. */
    boolean isLonger(int length) {
        boolean isLonger = lengths.isLonger(length, packet.tags().added());
        if (trace != null) {
            trace.decision((isLonger ? "longer than " : "not longer than ") + length + " bytes");
        }
        return isLonger;
    }

    /** Where something is sent to controllers from; null: from where the packet arrived. */
    Upcall.From from() {
        return bridge.id() == home && packet.inPort() == homePort
                ? null
                : new Upcall.From(bridge.id(), (int) packet.inPort());
    }

    // ---- stopping and going on

    /**
     * What is needed to go on from here with the present copy of the packet; null when that is too much, and the packet was given up. The copy
     * itself comes to its end here.
     */
    FrozenState freeze() {
        List<FrozenList> rest = stack.rest();
        int actions = 0;
        for (FrozenList list : rest) {
            actions += list.actions().size();
        }
        if (actions > FrozenState.MOST_ACTIONS) {
            emission.giveUp(DropReason.TOO_MANY_ACTIONS);
            return null;
        }
        FrozenState state = new FrozenState(
                bridge.id(),
                (int) packet.inPort(),
                FrozenState.NO_TABLE,
                rest,
                values.freeze(),
                stack.hasPipeline() ? actionSet : List.of(),
                emission.mirrors().done(),
                packet.working().frozen(true));
        stack.endCopy();
        return state;
    }

    /** What is needed to let a copy of the packet go on in a table when it has been tracked. */
    FrozenState fork(int table) {
        return new FrozenState(
                bridge.id(),
                (int) packet.inPort(),
                table,
                List.of(),
                values.freeze(),
                actionSet,
                emission.mirrors().done(),
                packet.working().frozen(false));
    }

    /** Goes on where another translation stopped; its metadata is in the key already. */
    void thaw(FrozenState state) {
        tracked = state.isTracked();
        if (state.table() != FrozenState.NO_TABLE) {
            home = NOWHERE; // the port that it came from may be another bridge's
        }
        values = ValueStack.of(state.values());
        emission.mirrors().done(state.mirrors());
        stack.pushFrozen(state.lists());
    }

    // ---- patch ports

    /** Lets the packet, of which a copy was made, go through a patch port and arrive in the other bridge. */
    void cross(Wire wire) {
        stack.top().keep(emission.mirrors().setOut());
        BridgePort arrival = snapshot.peerOf(wire.from());
        if (arrival == null) {
            stack.top().endPipeline(); // none began: the action set stays where it is
            emission.drop(DropReason.PATCH_WITHOUT_PEER);
            warn("patch port " + wire.from().name() + " has no peer");
            return;
        }
        out.credit(wire.from().patch().sent());
        out.credit(arrival.patch().received());
        packet.tags().change(wire);
        packet.working().forgetPipeline();
        tracked = false;
        packet.inPort(arrival.keyPort());
        forgetValues();
        enter(snapshot.bridgeOf(arrival.datapathPort()));
        if (!arrival.isInput()) {
            stack.top().endPipeline();
            emission.drop(DropReason.INPUT_PORT_NOT_READY);
            warn("dropped: " + DropReason.INPUT_PORT_NOT_READY.text());
        } else if (admit(stack.depth() - 1)) { // the depth from which it comes
            lookUp(0, true);
        }
    }

    /** The other bridge is done with the packet; whether its pipeline was left early says nothing about this one. */
    void leaveWire(ActionFrame wire) {
        exited = false;
        emission.mirrors().comeBack(wire.mirrored());
        if (trace != null) {
            trace.leave();
        }
    }

    // ---- meters

    /** The meter of the bridge with this id, or null; the translation depends on the answer. */
    MeterEntry meter(long id) {
        MeterEntry meter = bridge.meters().get(id);
        out.credit(TargetUse.Meter.of(meter));
        return meter;
    }

    // ---- copies

    /** From here on things happen to a copy. */
    void beginCopy() {
        emission.beginClone();
        saved.save(this);
    }

    /** The copy is done with: everything is as it was when it began. */
    void endCopy() {
        emission.endClone();
        saved.restore(this);
        emission.mirrors().enter(bridge);
        emission.tunnels().enter(bridge);
    }
}
