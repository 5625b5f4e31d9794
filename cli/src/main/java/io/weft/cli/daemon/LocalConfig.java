package io.weft.cli.daemon;

import io.weft.cli.config.Records;
import io.weft.cli.config.RowTransaction;
import io.weft.cli.config.Rows;
import io.weft.cli.config.SwitchRows;
import io.weft.flow.action.Ports;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PortSpec;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.conductor.BridgeAddress;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.counters.PortTotals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bridges, ports and their columns, over the running switch. Thread-safety: any thread; the switch serialises. */
final class LocalConfig {
    private final VirtualSwitch weft;
    private final ConfigStore store;

    /** What is in force: the records and what the switch was told because of them. Written under the monitor. */
    private volatile Told told;

    /** What the switch was told last; in force as soon as the switch says so, even if its answer came too late for the caller. */
    private Told last;

    /** What may be restored soon; null for nothing. */
    private Told prepared;

    /** Records, and the configuration that they make. */
    private record Told(Rows rows, SwitchConfig config) {}

    LocalConfig(VirtualSwitch weft, ConfigStore store) {
        this.weft = weft;
        this.store = store;
        told = new Told(Rows.fresh(), weft.config());
        last = told;
    }

    /** Works out what {@code rows} make while there is time, in case the very same are restored. */
    synchronized void prepare(Rows rows) {
        prepared = new Told(rows, SwitchRows.config(rows));
    }

    /**
     * Makes the switch what a file says; nothing is saved.
     *
     * @throws io.weft.vswitch.conductor.ConfigException when the switch refuses
     */
    @SuppressWarnings("ReferenceEquality") // the very object
    synchronized void restore(Rows rows) {
        SwitchConfig config = prepared != null && prepared.rows() == rows ? prepared.config() : SwitchRows.config(rows);
        weft.restore(config);
        last = new Told(rows, config);
        told = last;
        prepared = null;
    }

    synchronized List<OperationResult> transact(List<Operation> operations) {
        RowTransaction transaction = new RowTransaction(rows());
        Rows rows = transaction.apply(operations);
        SwitchConfig config = SwitchRows.config(rows);
        last = new Told(rows, config);
        Refusals.translate(() -> weft.apply(_ -> config));
        told = last;
        save();
        List<OperationResult> results = new ArrayList<>(transaction.results());
        for (int i = 0; i < operations.size(); i++) {
            OperationResult result = results.get(i);
            if (result.warning().isEmpty()) {
                results.set(i, new OperationResult(result.changed(), warning(operations.get(i)), result.record()));
            }
        }
        return results;
    }

    /** The records in force. */
    @SuppressWarnings("ReferenceEquality") // the very object: what was told is in force when nothing came between
    private synchronized Rows rows() {
        if (told != last && weft.config() == last.config()) {
            told = last;
        }
        return told.rows();
    }

    private void save() {
        try {
            store.save(() -> told.rows());
        } catch (IOException e) {
            throw new ControlException(
                    Kind.INTERNAL, "the change is in effect but could not be saved: " + e, List.of(), TextSpan.NONE, e);
        }
    }

    /** Why a port that was just made does not work yet; else empty. */
    private String warning(Operation operation) {
        return operation instanceof Operation.AddPort add
                ? weft.ports().stream()
                        .filter(port -> port.name().equals(add.port().name()))
                        .findFirst()
                        .map(PortText::error)
                        .orElse("")
                : "";
    }

    List<BridgeView> bridges() {
        return weft.config().bridges().stream()
                .sorted(Comparator.comparing(BridgeConfig::name))
                .map(this::view)
                .toList();
    }

    private BridgeView view(BridgeConfig bridge) {
        List<String> ports = bridge.ports().stream()
                .map(port -> port.name())
                .filter(name -> !name.equals(bridge.name()))
                .sorted()
                .toList();
        long mac = mac(bridge);
        return new BridgeView(
                bridge.name(),
                ports,
                DatapathId.of(bridge, mac),
                mac,
                weft.flows(bridge.name(), FlowFilter.ALL).size(),
                bridge.otherConfig(),
                bridge.externalIds(),
                fragments(bridge));
    }

    private FragmentMode fragments(BridgeConfig bridge) {
        BridgeSnapshot snapshot = weft.snapshot().bridge(bridge.name());
        return snapshot == null
                ? FragmentMode.NORMAL
                : FragmentMode.valueOf(snapshot.settings().fragments().name());
    }

    /** The address of the bridge's own port; without its device the one that it would have, or one that is made up of its name. */
    private long mac(BridgeConfig bridge) {
        Map<Boolean, List<Long>> macs = portsOf(bridge.name())
                .collect(Collectors.partitioningBy(
                        port -> port.name().equals(bridge.name()),
                        Collectors.mapping(port -> port.status().mac(), Collectors.toList())));
        long configured = BridgeAddress.of(bridge, macs.get(false).stream().mapToLong(mac -> mac));
        long own = macs.get(true).stream().findFirst().orElse(0L);
        if (own != 0 || configured != 0) {
            return own != 0 ? own : configured;
        }
        BridgeSnapshot snapshot = weft.snapshot().bridge(bridge.name());
        return snapshot == null ? 0 : snapshot.mac();
    }

    List<PortView> ports(String bridge) {
        requireBridge(bridge, true);
        return portsOf(bridge)
                .sorted(Comparator.comparing(io.weft.vswitch.PortView::bridge)
                        .thenComparing(io.weft.vswitch.PortView::name))
                .map(this::view)
                .toList();
    }

    private Stream<io.weft.vswitch.PortView> portsOf(String bridge) {
        return weft.ports().stream()
                .filter(port -> bridge.isEmpty() || port.bridge().equals(bridge));
    }

    private PortView view(io.weft.vswitch.PortView port) {
        return new PortView(
                port.bridge(),
                Records.port(told.rows(), port.name())
                        .orElseGet(
                                () -> PortSpec.of(port.name(), port.settings().type())),
                PortText.number(port),
                port.status().mac(),
                port.flags().up(),
                port.status().isUp(),
                port.status().mtu(),
                PortText.status(port),
                PortText.error(port),
                PortText.statistics(port),
                LocalPorts.flags(port.flags()),
                PortQueues.of(port, weft.nowNs()));
    }

    PortNames portNames(String bridge) {
        requireBridge(bridge, false);
        Map<String, Integer> numbers = new TreeMap<>();
        portsOf(bridge).forEach(port -> numbers.put(port.name(), port.ofPort()));
        numbers.putIfAbsent(bridge, Ports.LOCAL);
        Map<String, Integer> tables = new TreeMap<>();
        weft.config()
                .bridge(bridge)
                .ifPresent(config -> config.flowTables().stream()
                        .filter(table -> !table.name().isEmpty())
                        .forEach(table -> tables.put(table.name(), table.table())));
        return new BridgePortNames(numbers, tables);
    }

    List<PortStatistics> portStatistics(String bridge, String wanted) {
        requireBridge(bridge, false);
        List<PortStatistics> all = portsOf(bridge)
                .filter(port -> wanted.isEmpty()
                        || port.name().equals(wanted)
                        || Integer.toString(PortText.number(port)).equals(wanted))
                .map(this::statistics)
                .sorted(Comparator.comparingInt(PortStatistics::number))
                .toList();
        if (all.isEmpty() && !wanted.isEmpty()) {
            throw Refusals.notFound("port", wanted);
        }
        return all;
    }

    private PortStatistics statistics(io.weft.vswitch.PortView port) {
        PortTotals totals = port.totals();
        return new PortStatistics(
                PortText.number(port),
                port.name(),
                totals.rxPackets(),
                totals.rxBytes(),
                totals.rxDropped(),
                0,
                totals.txPackets(),
                totals.txBytes(),
                totals.txDropped(),
                0,
                weft.nowNs() - port.createdNs());
    }

    List<ConfigRecord> records(String table, String record) {
        Rows rows = told.rows();
        LiveRecords live = new LiveRecords(weft, this::datapathId, uuid -> Records.bridgeOfController(rows, uuid));
        return Records.list(rows, table, record, live);
    }

    private long datapathId(String bridge) {
        return weft.config()
                .bridge(bridge)
                .map(config -> DatapathId.of(config, mac(config)))
                .orElse(0L);
    }

    /** Refuses the name of a bridge that does not exist. */
    void requireBridge(String bridge, boolean emptyAllowed) {
        if (!(emptyAllowed && bridge.isEmpty()) && weft.config().bridge(bridge).isEmpty()) {
            throw Refusals.notFound("bridge", bridge);
        }
    }
}
