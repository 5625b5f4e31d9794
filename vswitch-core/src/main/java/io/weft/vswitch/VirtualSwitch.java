package io.weft.vswitch;

import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.mac.MacEntry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A running switch. Thread-safe: any thread may call any method; a call that changes something returns when every PMD
 * has adopted it, or throws {@link SwitchException} at its deadline.
 */
@SuppressWarnings("DoNotCallSuggester") // signatures first; the bodies follow
public final class VirtualSwitch implements AutoCloseable {

    private VirtualSwitch() {}

    /** Starts a switch without bridges. */
    public static VirtualSwitch launch(SwitchContext context) {
        throw new UnsupportedOperationException();
    }

    /** What is configured now. */
    public SwitchConfig config() {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes the configuration in one transaction, all or nothing; {@code change} may run more than once.
     *
     * @return the new configuration
     * @throws io.weft.vswitch.conductor.ConfigException listing every violation; nothing has changed then
     */
    public SwitchConfig apply(UnaryOperator<SwitchConfig> change) {
        throw new UnsupportedOperationException();
    }

    /** Every port of every bridge, by bridge and then in the order of the configuration. */
    public List<PortView> ports() {
        throw new UnsupportedOperationException();
    }

    /** Changes what {@code mod-port} changes. */
    public void portFlags(String bridge, String port, UnaryOperator<PortFlags> change) {
        throw new UnsupportedOperationException();
    }

    public List<MacEntry> macs(String bridge) {
        throw new UnsupportedOperationException();
    }

    /** Forgets what a bridge learned; static entries stay. */
    public void flushMacs(String bridge) {
        throw new UnsupportedOperationException();
    }

    /** Pins an address to a port. */
    public void addStaticMac(String bridge, String port, int vlan, long mac) {
        throw new UnsupportedOperationException();
    }

    /** Forgets one address, static or learned. */
    public boolean removeMac(String bridge, int vlan, long mac) {
        throw new UnsupportedOperationException();
    }

    /** The megaflow caches of all PMDs. */
    public List<MegaflowView> megaflows() {
        throw new UnsupportedOperationException();
    }

    public List<PmdStatistics> pmdStatistics() {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes the flow tables of a bridge, all or nothing; returns when every later packet sees the change.
     *
     * @throws io.weft.flow.table.FlowModException naming the change that is refused
     */
    public FlowChanges modifyFlows(String bridge, List<FlowMod> mods) {
        throw new UnsupportedOperationException();
    }

    /** The entries that {@code filter} accepts, by table and priority, with statistics up to now. */
    public List<FlowEntry> flows(String bridge, FlowFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** Tables with entries. */
    public List<TableStatistics> tableStatistics(String bridge) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends every later change of a bridge's flow tables to {@code listener}, in order, on a thread of its own. A listener that falls more than
     * {@code capacity} events behind loses them and gets one {@link FlowEvent.Kind#RESYNC}; it never holds up the switch.
     *
     * @param capacity 16 to 1,048,576 events
     */
    public Subscription subscribeFlows(String bridge, int capacity, Consumer<FlowEvent> listener) {
        throw new UnsupportedOperationException();
    }

    /** Sends the packets of CONTROLLER actions of a bridge to {@code listener}, on a thread of its own; more than it can take are dropped and counted. */
    public Subscription subscribePackets(String bridge, Consumer<PacketIn> listener) {
        throw new UnsupportedOperationException();
    }

    /** The switch's clock, in nanoseconds, to which times in entries refer. */
    public long nowNs() {
        throw new UnsupportedOperationException();
    }

    /** INVOKER mode: runs every agent on this thread, in turn, until none has work. Returns the work done. */
    public int step() {
        throw new UnsupportedOperationException();
    }

    /** Stops the agents, closes every port, frees packet memory. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
