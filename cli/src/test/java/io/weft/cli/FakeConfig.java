package io.weft.cli;

import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PortSpec;
import io.weft.northbound.control.PortView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The configuration of a {@link FakeSwitch}: what it was told is written down, what it tells is constant. */
interface FakeConfig extends FakePart {
    String UUID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

    @Override
    default List<OperationResult> transact(List<Operation> asked) {
        List<OperationResult> results = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i) instanceof Operation.SetColumn set && set.column().equals("taag")) {
                String sentence = "table Port has no column \"taag\" (did you mean \"tag\"?)";
                FieldViolation violation = new FieldViolation("operations[" + i + "].set.column", "taag", "", sentence);
                throw new ControlException(Kind.INVALID, violation);
            }
            boolean waits = asked.get(i) instanceof Operation.AddPort add
                    && add.port().name().equals("eth7");
            results.add(new OperationResult(true, waits ? "device eth7 is absent; waiting for it" : ""));
        }
        whole().operations.addAll(asked);
        return results;
    }

    @Override
    default List<BridgeView> bridges() {
        return List.of(new BridgeView(
                "br0",
                List.of("p1", "p2"),
                0x0000aa55aa550000L,
                0xaa55aa550000L,
                whole().flows.size(),
                Map.of(),
                Map.of()));
    }

    private static PortView port(int number, PortSpec config, String error) {
        return new PortView(
                "br0",
                config,
                number,
                0xaa55aa550000L + number,
                true,
                error.isEmpty(),
                1500,
                error.isEmpty() ? Map.of("xdp-mode", "native") : Map.of(),
                error,
                Map.of("rx_packets", 3L));
    }

    @Override
    default List<PortView> ports(String bridge) {
        if (!bridge.isEmpty()) {
            FakePart.requireBridge(bridge);
        }
        PortSpec tagged = new PortSpec(
                "p1", OptionalInt.of(10), List.of(), "access", "dummy", Map.of("tx_pcap", "/tmp/a b"), 0, 0, Map.of());
        PortSpec trunk = new PortSpec("p2", OptionalInt.empty(), List.of(10, 20), "", "", Map.of(), 0, 0, Map.of());
        return List.of(
                port(PortView.LOCAL, PortSpec.of("br0", "internal"), ""),
                port(1, tagged, ""),
                port(2, trunk, "device p2 is absent; waiting for it"));
    }

    @Override
    default List<ConfigRecord> records(String table, String record) {
        List<ConfigRecord> all = switch (table.toLowerCase(java.util.Locale.ROOT)) {
            case "open_vswitch" ->
                List.of(new ConfigRecord(
                        UUID, ".", List.of(Column.scalar("ovs_version", Column.Type.STRING, "0.1.0"))));
            case "interface" -> List.of(interfaceRecord("p1", 1), interfaceRecord("p2", 2));
            default -> throw FakePart.absent("table \"" + table + "\"");
        };
        List<ConfigRecord> found = all.stream()
                .filter(one -> record.isEmpty() || one.name().equals(record))
                .toList();
        if (found.isEmpty()) {
            throw FakePart.absent("record \"" + record + "\" in table " + table);
        }
        return found;
    }

    private static ConfigRecord interfaceRecord(String name, int number) {
        return new ConfigRecord(
                UUID.substring(0, 35) + number,
                name,
                List.of(
                        Column.scalar("admin_state", Column.Type.STRING, "up"),
                        Column.optional("error", Column.Type.STRING, ""),
                        Column.map("external_ids", Column.Type.STRING, Map.of("iface-id", "vm 1", "b", "2x")),
                        Column.scalar("name", Column.Type.STRING, name),
                        Column.optional("ofport", Column.Type.INTEGER, Integer.toString(number)),
                        Column.map("statistics", Column.Type.INTEGER, Map.of("rx_packets", "3", "tx_packets", "4"))));
    }
}
