package io.weft.cli.daemon;

import io.weft.flow.action.Ports;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.counters.PortTotals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Bridges, ports and their columns, over the running switch. Thread-safety: any thread; the switch serialises. */
final class LocalConfig {
    private final VirtualSwitch weft;
    private final ConfigStore store;

    LocalConfig(VirtualSwitch weft, ConfigStore store) {
        this.weft = weft;
        this.store = store;
    }

    List<OperationResult> transact(List<Operation> operations) {
        AtomicReference<ConfigTransaction> last = new AtomicReference<>();
        Refusals.translate(() -> weft.apply(before -> {
            ConfigTransaction transaction = new ConfigTransaction(before);
            last.set(transaction);
            return transaction.apply(operations);
        }));
        save();
        List<OperationResult> results = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            results.add(new OperationResult(last.get().changed().get(i), warning(operations.get(i))));
        }
        return results;
    }

    private void save() {
        try {
            store.save(weft::config);
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
                        .map(SwitchTables::error)
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
                mac,
                mac,
                weft.flows(bridge.name(), FlowFilter.ALL).size(),
                bridge.otherConfig(),
                bridge.externalIds());
    }

    /** The smallest address of the bridge's ports, as OVS chooses it; 0 for a bridge without any. */
    private long mac(BridgeConfig bridge) {
        return portsOf(bridge.name())
                .mapToLong(port -> port.status().mac())
                .filter(mac -> mac != 0)
                .min()
                .orElse(0);
    }

    List<PortView> ports(String bridge) {
        requireBridge(bridge, true);
        return portsOf(bridge)
                .sorted(Comparator.comparing(io.weft.vswitch.PortView::bridge)
                        .thenComparing(io.weft.vswitch.PortView::name))
                .map(LocalConfig::view)
                .toList();
    }

    private Stream<io.weft.vswitch.PortView> portsOf(String bridge) {
        return weft.ports().stream()
                .filter(port -> bridge.isEmpty() || port.bridge().equals(bridge));
    }

    private static PortView view(io.weft.vswitch.PortView port) {
        return new PortView(
                port.bridge(),
                PortRow.of(port).spec(),
                SwitchTables.number(port),
                port.status().mac(),
                port.flags().up(),
                port.status().isUp(),
                port.status().mtu(),
                SwitchTables.status(port),
                SwitchTables.error(port),
                SwitchTables.statistics(port));
    }

    PortNames portNames(String bridge) {
        requireBridge(bridge, false);
        Map<String, Integer> numbers = new TreeMap<>();
        portsOf(bridge).forEach(port -> numbers.put(port.name(), port.ofPort()));
        numbers.putIfAbsent(bridge, Ports.LOCAL);
        return new BridgePortNames(numbers);
    }

    List<PortStatistics> portStatistics(String bridge, String wanted) {
        requireBridge(bridge, false);
        List<PortStatistics> all = portsOf(bridge)
                .filter(port -> wanted.isEmpty()
                        || port.name().equals(wanted)
                        || Integer.toString(SwitchTables.number(port)).equals(wanted))
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
                SwitchTables.number(port),
                port.name(),
                totals.rxPackets(),
                totals.rxBytes(),
                totals.rxMissed(),
                0,
                totals.txPackets(),
                totals.txBytes(),
                totals.txDropped(),
                0,
                weft.nowNs() - port.createdNs());
    }

    List<ConfigRecord> records(String tableName, String record) {
        String table = SwitchTables.table(tableName);
        SwitchConfig config = weft.config();
        List<ConfigRecord> records = switch (table) {
            case "Bridge" ->
                config.bridges().stream()
                        .map(bridge -> record(table, bridge.name(), SwitchTables.BRIDGE, bridge))
                        .toList();
            case "Port" -> portRecords(table, SwitchTables.PORT);
            case "Interface" -> portRecords(table, SwitchTables.INTERFACE);
            default -> List.of(record(table, ".", SwitchTables.OPEN_VSWITCH, config));
        };
        List<ConfigRecord> chosen = records.stream()
                .filter(r ->
                        record.isEmpty() || r.name().equals(record) || r.uuid().equals(record))
                .toList();
        if (chosen.isEmpty() && !record.isEmpty()) {
            throw Refusals.notFound(table, record);
        }
        return chosen;
    }

    private List<ConfigRecord> portRecords(String table, List<ConfigColumn<PortRow>> columns) {
        return weft.ports().stream()
                .map(port -> record(table, port.name(), columns, PortRow.of(port)))
                .toList();
    }

    private static <R> ConfigRecord record(String table, String name, List<ConfigColumn<R>> columns, R row) {
        String uuid = UUID.nameUUIDFromBytes((table + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
        List<Column> values = new ArrayList<>();
        columns.forEach(column -> values.add(column.of(row)));
        return new ConfigRecord(uuid, name, values);
    }

    /** Refuses the name of a bridge that does not exist. */
    void requireBridge(String bridge, boolean emptyAllowed) {
        if (!(emptyAllowed && bridge.isEmpty()) && weft.config().bridge(bridge).isEmpty()) {
            throw Refusals.notFound("bridge", bridge);
        }
    }
}
