package io.weft.vswitch;

import io.weft.flow.action.Action;
import io.weft.flow.match.Match;
import io.weft.flow.match.TlvMap;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.BundleMod;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.TableSettings;
import io.weft.flow.table.VacancyRange;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.bridge.MirrorAccount;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.ConductorAgent;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.conductor.TableModification;
import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.datapath.Report;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.revalidate.RevalidatorAgent;
import io.weft.vswitch.state.SavedState;
import io.weft.vswitch.translate.TraceListener;
import io.weft.vswitch.translate.Translation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A running switch. Thread-safe: any thread may call any method; a call that changes something returns when every PMD has adopted it, so that
 * every packet received later sees it, or throws {@link SwitchException} at its deadline.
 *
 * <p>In INVOKER mode the caller's thread does the work: calls that wait run {@link #round}s until they are answered.
 */
public final class VirtualSwitch implements AutoCloseable {
    private static final int MAX_PACKET_EVENTS = 4096;
    private static final Duration TIME_A_CHANGE = Duration.ofNanos(50_000);

    private final SwitchContext context;
    private final SwitchAgents agents;
    private final LastState lastState;
    private final FlowSubscriptions flowSubscriptions = new FlowSubscriptions();
    private final Requests requests;
    private final MacAddresses macs;
    private final PmdThreads pmds;

    private VirtualSwitch(SwitchContext context) {
        this.context = context;
        this.agents = new SwitchAgents(context, flowSubscriptions);
        this.lastState = new LastState(context, agents);
        this.requests = new Requests(context, agents);
        this.macs = new MacAddresses(requests, context.clock());
        this.pmds = new PmdThreads(requests, agents.pmds);
    }

    /**
     * Starts a switch without bridges.
     *
     * @throws io.weft.vswitch.conductor.ConfigException naming every knob that is out of range
     */
    public static VirtualSwitch launch(SwitchContext context) {
        VirtualSwitch virtualSwitch = prepare(context);
        virtualSwitch.begin();
        return virtualSwitch;
    }

    /**
     * As {@link #launch}, but of a switch that does nothing yet, and touches nothing that another one of the run directory uses, until {@link #begin}.
     *
     * @throws io.weft.vswitch.conductor.ConfigException naming every knob that is out of range
     */
    public static VirtualSwitch prepare(SwitchContext context) {
        VirtualSwitch prepared = new VirtualSwitch(context.conclude());
        if (context.threading() == ThreadingMode.DEDICATED) {
            prepared.agents.startServants();
            prepared.agents.startPmds(context);
        }
        return prepared;
    }

    /** Starts a prepared switch, with the {@link SwitchContext#estate} as it is now. Once. */
    public void begin() {
        agents.begin(context);
    }

    // ---- configuration

    /** What is configured now. */
    public SwitchConfig config() {
        return agents.conductor.config();
    }

    /**
     * Changes the configuration in one transaction, all or nothing; {@code change} runs once, on the conductor's thread, and sees what is
     * configured then.
     *
     * @return the new configuration
     * @throws io.weft.vswitch.conductor.ConfigException listing every violation; nothing has changed then
     */
    public SwitchConfig apply(UnaryOperator<SwitchConfig> change) {
        SwitchConfig applied = requests.change(conductor -> conductor.apply(change));
        agents.connections.configure(() -> agents.conductor.config().tracking());
        return applied;
    }

    /**
     * Makes the switch what {@code config} says and what the process before left in the run directory, all before a packet is received. For a switch that
     * keeps its state and has no configuration yet.
     *
     * @throws io.weft.vswitch.conductor.ConfigException listing every violation; nothing has changed then
     */
    public SwitchConfig restore(SwitchConfig config) {
        SavedState saved = lastState.read();
        Duration timeout = context.requestTimeout().plus(TIME_A_CHANGE.multipliedBy(saved.flowCount()));
        return requests.await(lastState.restore(config, saved), timeout);
    }

    /** From now on what the switch knows is written, in the place of what the process before left: {@link #restore} that first. */
    public void keepState() {
        lastState.keep();
    }

    /**
     * Begins without what the process before left. For a switch that has no configuration yet.
     *
     * @throws IOException when its files cannot be removed
     */
    public void forget() throws IOException {
        lastState.forget();
    }

    /** Every port of every bridge, by bridge and then in the order in which they were made. */
    public List<PortView> ports() {
        return requests.ask(conductor -> conductor.ports().views());
    }

    /** The types that a port may have, in order, each with the library it runs on, once that was started. */
    public Map<String, Optional<String>> portTypes() {
        Map<String, Optional<String>> types = new TreeMap<>();
        context.drivers().forEach(driver -> types.put(driver.type(), driver.library()));
        return types;
    }

    /** Changes what {@code mod-port} changes. */
    public void portFlags(String bridge, String port, UnaryOperator<PortFlags> change) {
        requests.change(conductor -> conductor.ports().changeFlags(bridge, port, change));
    }

    /** Changes what the tables of a bridge see of IP fragments. */
    public void fragments(String bridge, FragmentMode mode) {
        requests.change(conductor -> conductor.changeFragments(bridge, mode));
    }

    /** Changes which tunnel options the {@code tun_metadata} fields of a bridge are; returns what they are then. */
    public TlvMap tlvMap(String bridge, UnaryOperator<TlvMap> change) {
        return requests.change(conductor -> conductor.changeTlvMap(bridge, change));
    }

    /** The newest version of bridges and ports as translation sees them. */
    public SwitchSnapshot snapshot() {
        return agents.conductor.snapshot();
    }

    /** What every mirror of every bridge has copied up to now, by the mirror's id. */
    public Map<String, MirrorAccount> mirrors() {
        requests.count();
        return requests.ask(conductor -> conductor.mirrors());
    }

    /** The MAC addresses that bridges learned and were told. */
    public MacAddresses macs() {
        return macs;
    }

    // ---- flows

    /**
     * Changes the flow tables of a bridge, all or nothing.
     *
     * @throws io.weft.flow.table.FlowModException naming the change that is refused
     */
    public FlowChanges modifyFlows(String bridge, List<FlowMod> mods) {
        return requests.change(conductor -> conductor.modifyFlows(bridge, mods), longer(bridge, mods.size()));
    }

    /**
     * Makes the flows of a bridge those of a list of additions, all or nothing; those that are there already stay, unless {@code readd}.
     *
     * @throws io.weft.flow.table.FlowModException naming the flow that is refused
     */
    public FlowChanges replaceFlows(String bridge, List<FlowMod> flows, boolean readd) {
        return requests.change(conductor -> conductor.replaceFlows(bridge, flows, readd), longer(bridge, flows.size()));
    }

    /** A change may concern every entry that there is. */
    private Duration longer(String bridge, int changes) {
        BridgeSnapshot changed = snapshot().bridge(bridge);
        int entries = changed == null ? 0 : changed.tables().entryCount();
        return TIME_A_CHANGE.multipliedBy((long) changes + entries);
    }

    /**
     * Changes flow tables and groups of a bridge in the given order, all or nothing, in one version.
     *
     * @throws io.weft.flow.table.FlowModException naming the change of entries that is refused
     * @throws io.weft.flow.group.GroupModException naming the change of groups that is refused
     */
    public FlowChanges modify(String bridge, List<BundleMod> mods) {
        return requests.change(conductor -> conductor.groups().modify(bridge, mods), longer(bridge, mods.size()));
    }

    /** The groups of a bridge by id, with statistics up to now. */
    public List<GroupView> groups(String bridge) {
        requests.count();
        return requests.ask(conductor -> conductor.groups().groups(bridge));
    }

    /**
     * Changes the meters of a bridge, all or nothing.
     *
     * @throws io.weft.flow.meter.MeterModException naming what is refused
     */
    public FlowChanges modifyMeters(String bridge, List<MeterMod> mods) {
        return requests.change(conductor -> conductor.groups().modifyMeters(bridge, mods));
    }

    /** The meters of a bridge by id. */
    public List<MeterView> meters(String bridge) {
        return requests.ask(conductor -> conductor.groups().meters(bridge));
    }

    /** The entries that {@code filter} accepts, by table and priority, with statistics up to now. */
    public List<FlowEntry> flows(String bridge, FlowFilter filter) {
        requests.count();
        return requests.ask(conductor -> conductor.flows(bridge, filter));
    }

    /** Changes what a table of a bridge does when it is full or nothing matches; {@link FlowMod#ALL_TABLES} for all tables. */
    public void modifyTable(String bridge, int table, TableModification change) {
        requests.change(conductor -> conductor.modifyTable(bridge, table, change));
    }

    /** Watches how full a table is ({@link FlowMod#ALL_TABLES}: every table), or does so no more. */
    public void vacancy(String bridge, int table, Optional<VacancyRange> range) {
        requests.ask(conductor -> conductor.vacancies().set(bridge, table, range));
    }

    /** Between what a table that is watched tells how full it is, by number. */
    public Map<Integer, VacancyRange> vacancies(String bridge) {
        return requests.ask(conductor -> conductor.vacancies().ranges(bridge));
    }

    /**
     * Tells {@code listener}, on a thread of its own, when a table of a bridge that is watched gets full or has room again; a listener that is
     * very slow is not told of all.
     */
    public Subscription subscribeTables(String bridge, Consumer<TableStatus> listener) {
        return flowSubscriptions.addForTables(bridge, listener);
    }

    /** How each table of a bridge is configured, by number. */
    public List<TableSettings> tableSettings(String bridge) {
        return requests.ask(conductor -> conductor.tableSettings(bridge));
    }

    /** Tables that have entries or were looked up, by number. */
    public List<TableStatistics> tableStatistics(String bridge) {
        requests.count();
        int id = requests.ask(conductor -> conductor.bridgeId(bridge));
        long[] lookups = requests.askRevalidator(revalidator -> revalidator.lookups(id));
        long[] matches = requests.askRevalidator(revalidator -> revalidator.matches(id));
        int[] entries = requests.ask(conductor -> conductor.entryCounts(bridge));
        List<TableStatistics> tables = new ArrayList<>();
        for (int table = 0; table < entries.length; table++) {
            if (entries[table] > 0 || lookups[table] > 0) {
                tables.add(new TableStatistics(table, entries[table], lookups[table], matches[table]));
            }
        }
        return tables;
    }

    /**
     * Sends every later change of a bridge's flow tables to {@code listener}, in order, on a thread of its own. A listener that falls more than
     * {@code capacity} events behind loses them and gets one {@link FlowEvent.Kind#RESYNC}; it never holds up the switch.
     *
     * @param capacity 16 to 1,048,576 events
     */
    public Subscription subscribeFlows(String bridge, int capacity, Consumer<FlowEvent> listener) {
        return flowSubscriptions.add(bridge, capacity, listener);
    }

    // ---- packets

    /**
     * Sends the packets of CONTROLLER actions of a bridge to {@code listener}, on a thread of its own; those that it is too slow for are lost
     * and counted.
     */
    public Subscription subscribePackets(String bridge, Consumer<PacketIn> listener) {
        EventQueue<PacketIn> queue =
                new EventQueue<>("packets " + bridge, MAX_PACKET_EVENTS, listener, () -> null, agents.fanOut::forget);
        agents.fanOut.add(bridge, queue);
        return queue;
    }

    /**
     * As {@link #subscribePackets}, as with OpenFlow 1.0 to 1.2: besides, while the subscription lasts, packets that match nothing go to the controller in those
     * tables of the bridge that {@link #modifyTable} was never used for.
     */
    public Subscription subscribePacketsAndMisses(String bridge, Consumer<PacketIn> listener) {
        EventQueue<PacketIn> queue =
                new EventQueue<>("packets " + bridge, MAX_PACKET_EVENTS, listener, () -> null, agents.fanOut::forget);
        agents.fanOut.add(bridge, queue);
        agents.fanOut.takeMisses(bridge, queue);
        requests.change(ConductorAgent::watchMisses);
        return queue;
    }

    /** Whether somebody takes the packets that a bridge sends to its controllers. */
    public boolean isWatched(String bridge) {
        return agents.fanOut.isWatched(bridge);
    }

    /**
     * Sends the packets that {@code sample} actions of a bridge draw to {@code listener}, on a thread of its own; those that it is too slow for are
     * lost and counted.
     */
    public Subscription subscribeSamples(String bridge, Consumer<SampledPacket> listener) {
        EventQueue<SampledPacket> queue = new EventQueue<>(
                "samples " + bridge, MAX_PACKET_EVENTS, listener, () -> null, agents.sampleFanOut::remove);
        agents.sampleFanOut.add(bridge, queue);
        return queue;
    }

    /**
     * Runs actions over a frame (14 to 65,535 bytes) as if it had come in on port {@code inPort} of the bridge ({@link
     * io.weft.flow.action.Ports#CONTROLLER} for none).
     */
    public void packetOut(String bridge, int inPort, List<Action> actions, byte[] frame) {
        requests.change(conductor -> conductor.packetOut(bridge, inPort, actions, frame));
    }

    /**
     * Lets a packet that a {@code controller(pause)} stopped go on where it was, in the tables as they are now.
     *
     * @param bridge the one whose entry stopped it
     * @param continuation as {@link PacketIn#continuation} gave it; may be used again
     * @param changes bits of metadata, registers, marks and tunnel fields to change before
     * @param frame the packet as it goes on, 14 to 65,535 bytes
     * @throws io.weft.vswitch.conductor.ConfigException when the continuation is no one of this bridge, was changed, or is older than the process
     */
    public void resume(String bridge, byte[] continuation, Match changes, byte[] frame) {
        FrozenState state = agents.frozen(continuation).with(changes);
        requests.change(conductor -> conductor.resume(bridge, state, frame));
    }

    /**
     * Translates a packet without any effect.
     *
     * @param key full key; {@code in_port} is an OpenFlow number of the bridge
     * @param listener hears every step, on the conductor's thread
     */
    public Translation trace(String bridge, long[] key, TraceListener listener) {
        return requests.ask(conductor -> conductor.trace(bridge, key, listener));
    }

    /**
     * Does what a packet with this translation does besides being sent: addresses and flow entries are learned, and the entries passed count
     * one packet of no bytes. A trace with side effects.
     */
    public void carryOut(Translation translation) {
        Report.Uncached packet = new Report.Uncached(Passage.of(translation), 0, nowNs());
        requests.inRevalidator(revalidator -> revalidator.count(packet));
    }

    /** What the connection tracker knows, and its settings. */
    public Connections connections() {
        return agents.connections;
    }

    // ---- the datapath

    /** Empties the megaflow caches of all PMDs; traffic fills them again. */
    public void deleteMegaflows() {
        requests.inRevalidator(RevalidatorAgent::removeAll);
    }

    /** The megaflow caches of all PMDs. */
    public List<MegaflowView> megaflows() {
        return requests.askRevalidator(revalidator -> {
            List<MegaflowView> views = new ArrayList<>();
            revalidator.forEach(megaflow -> views.add(MegaflowView.of(megaflow, snapshot(), agents.ids, nowNs())));
            return views;
        });
    }

    /** The PMDs and the receive queues that they poll. */
    public PmdThreads pmds() {
        return pmds;
    }

    /** IP fragments that wait for the rest of their datagram, so that the connection tracker can see it. */
    public WaitingFragments fragments() {
        return agents.fragments;
    }

    /** Counters of ports, PMDs and drops. */
    public SwitchCounters counters() {
        return agents.counters;
    }

    /** The packet memory that all ports share. */
    public PacketMemory memory() {
        return agents.memory;
    }

    /** The switch's clock, in nanoseconds, to which times in entries refer. */
    public long nowNs() {
        return context.clock().nanoTime();
    }

    /** The clock or a link of a simulated port was moved by hand: every agent looks at its timers and devices now, not when it would have. */
    public void lookNow() {
        agents.wakeAll();
        requests.ask(ConductorAgent::lookNow);
    }

    // ---- invoker mode

    /** INVOKER mode: one turn of every agent, on this thread; returns the work done. */
    public int round() {
        return requests.round();
    }

    /** INVOKER mode: rounds until no agent has work left. Never ends while a port has endless traffic. Returns the work done. */
    public int step() {
        return requests.step();
    }

    /** INVOKER mode: one turn of the PMDs alone, for measurements; returns the packets. */
    public int pollOnce() {
        return requests.pollOnce();
    }

    /**
     * Stops, and leaves what can be passed on of the ports, by name, to the process that comes; packet memory stays, and what is to outlive this one is
     * written. Packets that arrive from the moment at which this begins wait in the devices. DEDICATED mode.
     *
     * @throws SwitchException when the PMDs do not let go of the ports in time
     */
    public Map<String, Bequest> bequeath() {
        requests.change(conductor -> conductor.ports().letGo());
        requests.count();
        Map<String, Bequest> left = new TreeMap<>();
        requests.close(() -> {
            flowSubscriptions.close();
            left.putAll(agents.bequeath());
        });
        return left;
    }

    /** After {@link #bequeath}, in a process that goes on: frees what is left here; the frames of packet memory stay. */
    public void release() {
        agents.release();
    }

    /** Stops the agents, closes every port, frees packet memory. Idempotent. */
    @Override
    public void close() {
        requests.close(() -> {
            flowSubscriptions.close();
            agents.close();
        });
    }
}
