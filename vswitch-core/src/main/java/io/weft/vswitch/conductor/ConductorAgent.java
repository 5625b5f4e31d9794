package io.weft.vswitch.conductor;

import io.weft.flow.action.Action;
import io.weft.flow.match.TlvMap;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowReplacement;
import io.weft.flow.table.FlowTables;
import io.weft.flow.table.TableSettings;
import io.weft.flow.table.Targets;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.bridge.MirrorAccount;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.revalidate.EffectQueue;
import io.weft.vswitch.revalidate.RevalidatorProxy;
import io.weft.vswitch.state.SavedState;
import io.weft.vswitch.translate.TraceListener;
import io.weft.vswitch.translate.Translation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Owns bridges, ports and flow tables, and makes them what the configuration says; publishes every change as a version. See the package
 * essay. One thread; others use {@link #proxy}.
 */
public final class ConductorAgent implements Agent {
    private static final long MAINTAIN_NS = 100_000_000L;

    /** It does not hear from all that it waits for. */
    private static final long WAITING_NS = 1_000_000L;

    private final ConductorProxy proxy;
    private final RevalidatorProxy revalidator;
    private final PortOpener opener;
    private final Rigging rigging;
    private final NanoClock clock;
    private final Versions versions;
    private final PortKeeper ports;
    private final PacketWorkshop workshop;
    private final TableKeeper keeper;
    private final GroupKeeper groups;
    private final LearnedFlows learned;
    private final TableVacancies vacancies = new TableVacancies(this);
    private final Continuations continuations = new Continuations();
    private final Map<String, BridgeState> bridges = new LinkedHashMap<>();
    private final StateNotes notes = new StateNotes(this);
    private Restoration restoration = Restoration.NONE;
    private volatile SwitchConfig config = SwitchConfig.EMPTY;
    private int nextBridgeId = 1;
    private long nextMaintainNs;

    public ConductorAgent(
            ConductorProxy proxy,
            RevalidatorProxy revalidator,
            List<PmdAgent> pmds,
            PortOpener opener,
            SwitchCounters counters,
            NanoClock clock,
            FlowEvents events,
            ControllerWatch controllers,
            EffectQueue effects) {
        this.proxy = proxy;
        this.revalidator = revalidator;
        this.opener = opener;
        this.rigging = new Rigging(List.copyOf(pmds), continuations::when, proxy::stir, clock);
        this.clock = clock;
        this.versions = new Versions(this, revalidator, events);
        this.ports = new PortKeeper(this, counters, clock);
        this.workshop = new PacketWorkshop(pmds.getFirst(), revalidator, clock);
        this.keeper = new TableKeeper(this, revalidator, clock, controllers);
        this.groups = new GroupKeeper(this, clock);
        this.learned = new LearnedFlows(this, effects, clock);
        nextMaintainNs = clock.nanoTime() + MAINTAIN_NS;
    }

    public ConductorProxy proxy() {
        return proxy;
    }

    @Override
    public String roleName() {
        return "conductor";
    }

    @Override
    public int doWork() {
        int work = 0;
        while (proxy.runRequest(this)) {
            work++;
        }
        work += learned.work();
        work += continuations.run();
        versions.collect();
        long nowNs = clock.nanoTime();
        if (nowNs - nextMaintainNs >= 0) {
            nextMaintainNs = nowNs + MAINTAIN_NS;
            work += ports.maintain(nowNs) + keeper.watchControllers(nowNs) + (rigging.watch(nowNs) ? 1 : 0);
        }
        return work + keeper.expire(nowNs) + groups.watchPorts();
    }

    /** How long it may rest while nobody asks for anything: until devices are looked at or an entry's time is over. */
    public long restNs() {
        if (!continuations.isEmpty()) {
            return WAITING_NS;
        }
        long nowNs = clock.nanoTime();
        return Math.min(nextMaintainNs - nowNs, keeper.restNs(nowNs));
    }

    /** Looks at devices in this round, whenever that was to be; returns the newest version. */
    public long lookNow() {
        nextMaintainNs = clock.nanoTime();
        return versions.newest();
    }

    // ---- configuration

    /** The configuration in force. Any thread. */
    public SwitchConfig config() {
        return config;
    }

    /** The newest version. Any thread. */
    public SwitchSnapshot snapshot() {
        return versions.snapshot();
    }

    /** What is published, and when it is reached. */
    Versions versions() {
        return versions;
    }

    /** Changes the configuration, all or nothing. */
    public CompletableFuture<SwitchConfig> apply(UnaryOperator<SwitchConfig> change) {
        SwitchConfig next = change.apply(config);
        new ConfigLaws(opener.drivers()).check(next);
        ConfigTransaction transaction = new ConfigTransaction(this, next);
        transaction.prepare();
        transaction.commit();
        config = next;
        restoration.carryOut(this);
        rigging.configure(PmdKnobs.of(next.otherConfig()));
        CompletableFuture<SwitchConfig> done = new CompletableFuture<>();
        ports.begin(transaction);
        versions.whenReached(versions.publishEverything(), () -> ports.finish(transaction, () -> done.complete(next)));
        return done;
    }

    /**
     * Makes a switch without bridges what {@code next} says, with all that {@code saved} has of them; {@code first} makes what else must be there.
     *
     * @param refused takes the bridge whose state cannot be used, and why; it begins as a new one
     */
    public CompletableFuture<SwitchConfig> restore(
            SwitchConfig next, SavedState saved, Consumer<SwitchConfig> first, BiConsumer<String, String> refused) {
        new ConfigLaws(opener.drivers()).check(next);
        first.accept(next);
        restoration = new Restoration(saved, refused);
        try {
            return apply(_ -> next);
        } finally {
            restoration = Restoration.NONE;
        }
    }

    /** What the bridges being made had before. */
    Restoration restoration() {
        return restoration;
    }

    /** Tells of what is to outlive the process. */
    public StateNotes notes() {
        return notes;
    }

    PortOpener opener() {
        return opener;
    }

    Map<String, BridgeState> bridges() {
        return bridges;
    }

    BridgeState makeBridge(BridgeConfig bridgeConfig) {
        BridgeState bridge = new BridgeState(nextBridgeId++, bridgeConfig);
        bridges.put(bridge.name, bridge);
        keeper.begin(bridge, bridgeConfig);
        return bridge;
    }

    void configure(BridgeState bridge, BridgeConfig bridgeConfig) {
        keeper.configure(bridge, config.bridge(bridge.name).orElse(null), bridgeConfig);
        int capacity = BridgeState.capacity(bridgeConfig);
        long ageNs = BridgeState.ageNs(bridgeConfig);
        if (bridge.macs.capacity() != capacity || bridge.macs.ageNs() != ageNs) {
            tellMacs(bridge.macs, macs -> macs.configure(capacity, ageNs));
        }
    }

    /** Has the writer of MAC tables change one, before it sees what is published later. */
    void tellMacs(MacTable macs, Consumer<MacTable> change) {
        revalidator.tell(agent -> change.accept(macs));
    }

    long nowNs() {
        return clock.nanoTime();
    }

    TableKeeper keeper() {
        return keeper;
    }

    /** The accounts of all mirrors, by id. */
    public Map<String, MirrorAccount> mirrors() {
        Map<String, MirrorAccount> accounts = new HashMap<>();
        bridges.values().forEach(bridge -> accounts.putAll(bridge.mirrors.accounts()));
        return accounts;
    }

    /** Changes what the tables of a bridge see of fragments. */
    public CompletableFuture<FragmentMode> changeFragments(String bridgeName, FragmentMode mode) {
        BridgeState bridge = bridge(bridgeName);
        if (bridge.fragments == mode) {
            return CompletableFuture.completedFuture(mode);
        }
        bridge.fragments = mode;
        bridge.changed();
        return versions.resultAt(versions.publishEverything(), mode);
    }

    /** Has packets that match nothing go to who takes them now. */
    public CompletableFuture<Integer> watchMisses() {
        int changed = keeper.watchMisses();
        return versions.resultAt(versions.newest(), changed);
    }

    /** Changes which tunnel options the {@code tun_metadata} fields of a bridge are. */
    public CompletableFuture<TlvMap> changeTlvMap(String bridgeName, UnaryOperator<TlvMap> change) {
        BridgeState bridge = bridge(bridgeName);
        TlvMap before = bridge.tlvMap;
        TlvMap changed = TlvMaps.change(bridge, versions.newest(), change);
        if (changed.equals(before)) {
            return CompletableFuture.completedFuture(changed);
        }
        bridge.changed();
        return versions.resultAt(versions.publishEverything(), changed);
    }

    // ---- flows

    /** Changes the flow tables of a bridge, all or nothing. */
    public CompletableFuture<FlowChanges> modifyFlows(String bridgeName, List<FlowMod> mods) {
        BridgeState bridge = bridge(bridgeName);
        TlvMaps.requireMapped(bridge, mods);
        Targets targets = Targets.of(id -> bridge.groups.get(id) != null, bridge.meters);
        return versions.publishFlows(bridge, bridge.tables.apply(mods, targets, versions.next(), clock.nanoTime()));
    }

    /** Makes the flows of a bridge those of a list, as {@link FlowReplacement} says, all or nothing. */
    public CompletableFuture<FlowChanges> replaceFlows(String bridgeName, List<FlowMod> flows, boolean readd) {
        FlowReplacement replacement = FlowReplacement.of(bridge(bridgeName).tables, versions.newest(), flows, readd);
        try {
            return modifyFlows(bridgeName, replacement.mods());
        } catch (FlowModException e) {
            throw replacement.locate(e);
        }
    }

    /** Groups and meters. */
    public GroupKeeper groups() {
        return groups;
    }

    /** Tables that tell how full they are. */
    public TableVacancies vacancies() {
        return vacancies;
    }

    /** Runs {@code then} in the first round in which {@code happened}. */
    void when(BooleanSupplier happened, Runnable then) {
        continuations.when(happened, then);
    }

    /** Changes what a table does when it is full or nothing matches; {@link FlowMod#ALL_TABLES} for all tables. */
    public CompletableFuture<Boolean> modifyTable(String bridgeName, int table, TableModification change) {
        BridgeState bridge = bridge(bridgeName);
        keeper.modify(bridge, config.bridge(bridgeName).orElseThrow(), table, change);
        return versions.resultAt(versions.publishEverything(), true);
    }

    /** How each table of a bridge is configured. */
    public List<TableSettings> tableSettings(String bridgeName) {
        FlowTables tables = bridge(bridgeName).tables;
        return IntStream.range(0, FlowTables.COUNT)
                .mapToObj(table -> tables.table(table).settings())
                .toList();
    }

    /** The entries of the newest version that {@code filter} accepts. */
    public List<FlowEntry> flows(String bridgeName, FlowFilter filter) {
        return bridge(bridgeName).tables.list(versions.newest(), filter);
    }

    /** Entries in each table of a bridge. */
    public int[] entryCounts(String bridgeName) {
        return bridge(bridgeName).entryCounts();
    }

    public int bridgeId(String bridgeName) {
        return bridge(bridgeName).id;
    }

    public MacTable macs(String bridgeName) {
        return bridge(bridgeName).macs;
    }

    /** Ports and their devices. */
    public PortKeeper ports() {
        return ports;
    }

    /** Who polls which receive queue, and rules about it. */
    public Rigging rigging() {
        return rigging;
    }

    // ---- packets made here

    /** Translates a packet of a bridge without effect; {@code in_port} of the key is an OpenFlow number. */
    public Translation trace(String bridgeName, long[] key, TraceListener listener) {
        return workshop.trace(snapshot(), snapshot().bridge(bridge(bridgeName).id), key, listener);
    }

    /** Runs actions over a frame. */
    public CompletableFuture<Boolean> packetOut(String bridgeName, int inPort, List<Action> actions, byte[] frame) {
        return workshop.packetOut(snapshot(), snapshot().bridge(bridge(bridgeName).id), inPort, actions, frame);
    }

    /** Lets a packet go on where it was stopped. */
    public CompletableFuture<Boolean> resume(String bridgeName, FrozenState state, byte[] frame) {
        return workshop.resume(snapshot(), snapshot().bridge(bridge(bridgeName).id), state, frame);
    }

    /** The bridge of this name. Conductor's thread. */
    BridgeState bridge(String name) {
        BridgeState bridge = bridges.get(name);
        if (bridge == null) {
            throw ConfigException.unknown("bridge", name, List.copyOf(bridges.keySet()));
        }
        return bridge;
    }

    /** Nothing waits for another agent: for invoker mode. */
    public boolean isSettled() {
        return continuations.isEmpty();
    }
}
