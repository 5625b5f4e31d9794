package io.weft.northbound.control;

import io.weft.flow.group.GroupMod;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.VacancyRange;
import io.weft.flow.text.PortNames;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything that can be asked of a switch. Ports of a bridge are numbers here, numbered as in
 * {@link io.weft.flow.action.Ports}; {@link #portNames} gives them names.
 *
 * <p>Every method throws {@link ControlException} when it refuses, and then has done nothing. A name that does not exist is
 * {@code NOT_FOUND}. Texts and sizes were checked before a call comes from the API; ranges of values are checked by the
 * implementation. No argument is null. Lists are snapshots.
 *
 * <p>Thread-safety: any thread, any number of calls at once. A call may wait for the switch, but not for ever: one that the switch
 * cannot serve in time throws {@code UNAVAILABLE}.
 */
public interface SwitchControl {

    /** Applies all operations or none; returns when every later packet sees the result. One result per operation, in order. */
    List<OperationResult> transact(List<Operation> operations);

    /** All bridges, by name. */
    List<BridgeView> bridges();

    /** Ports by bridge and name, with the bridges' own ports. An empty {@code bridge} means all bridges. */
    List<PortView> ports(String bridge);

    /** Records of a table with all columns; an empty {@code record} means all records. */
    List<ConfigRecord> records(String table, String record);

    /** The port names of a bridge as they are now, for reading and writing flow text. */
    PortNames portNames(String bridge);

    /**
     * Applies changes in order and returns when every later packet sees them.
     *
     * @param atomic all or nothing; otherwise up to the first that is refused. The violation's field says which: {@code flow_mods[3]...}
     * @return changes applied: all of them
     */
    int modifyFlows(String bridge, List<FlowMod> mods, boolean atomic);

    /**
     * Makes the flows of a bridge those that {@code flows} add, in one version, or changes nothing. A flow that is there already with the same
     * cookie, timeouts, importance and actions stays and keeps its counters, unless {@code readd}; of two with one table, match and priority
     * the later counts. The violation's field says which flow is refused: {@code flow_mods[3]...}
     *
     * @return flows: all of them
     */
    int replaceFlows(String bridge, List<FlowMod> flows, boolean readd);

    /**
     * Applies all changes in one version, or none, and then sends the packets. A violation's field counts the changes of its kind: {@code
     * flow_mods[3].table}. Returns how many items there were.
     */
    int commit(String bridge, List<BundleItem> items);

    /**
     * Flows of one version of the tables, by table and falling priority. The iterator may be used by one thread at a time, at any pace;
     * statistics are those of the moment of each {@code next}.
     */
    Iterator<FlowView> flows(String bridge, FlowFilter filter);

    /** Sums over the chosen flows. */
    FlowAggregate aggregateFlows(String bridge, FlowFilter filter);

    /** Tables that hold flows, were looked up or have settings, by number. */
    List<TableStatistics> tables(String bridge);

    /** Changes what a table does when it is full or nothing matches; 255 for all tables. */
    void modifyTable(String bridge, int table, TableChange change);

    /** Makes a table ({@link io.weft.flow.table.FlowMod#ALL_TABLES}: all) tell when it gets full, or not any more, until the switch ends. */
    void setVacancy(String bridge, int table, Optional<VacancyRange> range);

    /** Tables with {@link #setVacancy} that get full or have room again. */
    Subscription watchTables(String bridge, StreamListener<TableStatus> listener);

    /** Reports every change of the chosen flows from now on, in order. A dump that starts later sees what is reported, or newer. */
    Subscription watchFlows(String bridge, FlowFilter filter, FlowListener listener);

    /** Reports every flow with {@code send_flow_rem} that ends from now on, in order. */
    Subscription watchRemovedFlows(String bridge, StreamListener<RemovedFlow> listener);

    /**
     * Changes groups in order and returns when every later packet sees them.
     *
     * @param atomic all or nothing; otherwise up to the first that is refused. The violation's field says which: {@code group_mods[3]...}
     * @return changes applied: all of them
     */
    int modifyGroups(String bridge, List<GroupMod> mods, boolean atomic);

    /** One group, or all by id; none when there is no such group. */
    Iterator<GroupView> groups(String bridge, OptionalLong id);

    /** Changes meters, all or nothing, and returns when every later packet sees them; how many. */
    int modifyMeters(String bridge, List<MeterMod> mods);

    /** One meter, or all by id; one that does not exist is {@code NOT_FOUND}. */
    Iterator<MeterView> meters(String bridge, OptionalLong id);

    /** Counters of one port (name or number as text) or, when empty, of all, by number. */
    List<PortStatistics> portStatistics(String bridge, String port);

    /** Sets and clears flags of a port (name or number as text) until the switch ends. */
    void modifyPort(String bridge, String port, Set<PortFlag> set, Set<PortFlag> clear);

    /** Changes what the tables of a bridge see of IP fragments until the switch ends. */
    void setFragmentMode(String bridge, FragmentMode mode);

    /** What the {@code tun_metadata} fields of a bridge are, by field, after {@code change}; kept until the switch ends. */
    List<TlvMapping> tlvMap(String bridge, TlvChange change);

    List<MacEntry> macs(String bridge);

    /** Forgets what was learned and returns how many entries. Empty {@code bridge}: everywhere; empty {@code port}: at every port. */
    long flushMacs(String bridge, String port);

    /** Adds an entry that does not age; {@code port} is a name, {@code vlan} 0 to 4095, {@code mac} 48 bits. */
    void addStaticMac(String bridge, String port, int vlan, long mac);

    void deleteStaticMac(String bridge, int vlan, long mac);

    MacStatistics macStatistics(String bridge);

    /** What would happen to a packet; changes nothing, learns nothing, counts nothing. */
    TraceResult trace(TraceRequest request);

    /** Lets 1 to 32 frames arrive at a dummy port, in order, and returns how many its queue took. */
    int injectFrames(String port, List<byte[]> frames);

    /** Runs actions over a frame. */
    void packetOut(PacketOut packet);

    /** Lets a packet go on that a {@code controller(pause)} stopped. */
    void resume(ResumedPacket packet);

    /**
     * Reports every packet that the bridge sends to the controller from now on.
     *
     * @param takesMisses whether, meanwhile, packets that match nothing are sent there, in tables for which nobody said what becomes of them: OpenFlow 1.0 to 1.2
     */
    Subscription watchPackets(String bridge, boolean takesMisses, StreamListener<PacketIn> listener);

    /** Reports every packet that {@code sample} actions of the bridge draw from now on. */
    Subscription watchSamples(String bridge, StreamListener<PacketSample> listener);

    /**
     * Entries of the megaflow caches, of one PMD or all; {@code portNames}: ports by name in the texts; {@code more}: fields that are not
     * matched, too. Pace as in {@link #flows}.
     */
    Iterator<Megaflow> megaflows(OptionalInt pmd, boolean portNames, boolean more);

    /** What each PMD did; {@code clear} starts counting anew. */
    List<PmdStatistics> pmdStatistics(boolean clear);

    List<CoverageCounter> coverage();

    /** Every drop reason with its count, in the order of the registry. */
    List<DropCount> drops();

    /** What the connection tracker knows. */
    ConnectionControl connections();

    SwitchVersion version();

    /**
     * Runs an operator command that has no method of its own, such as {@code time/warp}, and returns its text. An empty name lists the
     * commands, one a line. Unknown commands are {@code NOT_FOUND}.
     */
    String runCommand(String name, List<String> arguments);
}
