package io.weft.cli.daemon;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.Operation;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.SwitchConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Operations over a working copy of the configuration. The copy is published by the caller only if every operation succeeded, so a
 * failing transaction leaves nothing behind.
 *
 * <p>Thread-safety: one thread; make one per attempt.
 */
final class ConfigTransaction {
    private SwitchConfig config;
    private final Map<String, PortRow> rows = new LinkedHashMap<>();
    private final List<Boolean> changed = new ArrayList<>();

    ConfigTransaction(SwitchConfig before) {
        config = before;
        for (BridgeConfig bridge : before.bridges()) {
            bridge.ports().forEach(port -> rows.put(port.name(), PortRow.of(bridge.name(), port)));
        }
    }

    /** The configuration after {@code operations}. */
    SwitchConfig apply(List<Operation> operations) {
        for (Operation operation : operations) {
            changed.add(apply(operation));
        }
        SwitchConfig result = config;
        for (PortRow row : rows.values()) {
            result = result.withBridge(row.bridge(), bridge -> bridge.with(row.finished()));
        }
        return result;
    }

    /** For each operation, whether it changed anything. */
    List<Boolean> changed() {
        return List.copyOf(changed);
    }

    private boolean apply(Operation operation) {
        return switch (operation) {
            case Operation.AddBridge add -> addBridge(add);
            case Operation.DeleteBridge delete -> deleteBridge(delete);
            case Operation.AddPort add -> addPort(add);
            case Operation.DeletePort delete -> deletePort(delete);
            case Operation.CreateRecord _, Operation.DestroyRecord _, Operation.NameRecord _ ->
                throw new ControlException(Kind.INVALID, "records cannot be made or destroyed yet");
            case Operation.SetColumn set ->
                change(set.table(), set.record(), set.column(), new Change() {
                    @Override
                    public <R> R to(ConfigColumn<R> column, R row) {
                        return column.set(row, set.key(), set.argument());
                    }
                });
            case Operation.AddToColumn add ->
                change(add.table(), add.record(), add.column(), new Change() {
                    @Override
                    public <R> R to(ConfigColumn<R> column, R row) {
                        return column.add(row, add.argument());
                    }
                });
            case Operation.RemoveFromColumn remove ->
                change(remove.table(), remove.record(), remove.column(), new Change() {
                    @Override
                    public <R> R to(ConfigColumn<R> column, R row) {
                        return column.remove(row, remove.argument());
                    }
                });
            case Operation.ClearColumn clear ->
                change(clear.table(), clear.record(), clear.column(), new Change() {
                    @Override
                    public <R> R to(ConfigColumn<R> column, R row) {
                        return column.clear(row);
                    }
                });
        };
    }

    /** What an operation does to a column, whatever the table. */
    private interface Change {
        <R> R to(ConfigColumn<R> column, R row);
    }

    private boolean addBridge(Operation.AddBridge add) {
        if (config.bridge(add.bridge()).isPresent()) {
            if (add.mayExist()) {
                return false;
            }
            throw exists("bridge", add.bridge(), "there is a bridge named \"" + add.bridge() + "\" already");
        }
        if (rows.containsKey(add.bridge())) {
            throw exists("bridge", add.bridge(), "there is a port named \"" + add.bridge() + "\" already");
        }
        config = config.with(BridgeConfig.of(add.bridge()));
        return true;
    }

    private boolean deleteBridge(Operation.DeleteBridge delete) {
        if (config.bridge(delete.bridge()).isEmpty()) {
            if (delete.ifExists()) {
                return false;
            }
            throw unknown("bridge", delete.bridge());
        }
        config = config.without(delete.bridge());
        rows.values().removeIf(row -> row.bridge().equals(delete.bridge()));
        return true;
    }

    private boolean addPort(Operation.AddPort add) {
        String name = add.port().name();
        if (config.bridge(add.bridge()).isEmpty()) {
            throw unknown("bridge", add.bridge());
        }
        PortRow present = rows.get(name);
        if (present != null) {
            if (add.mayExist() && present.bridge().equals(add.bridge())) {
                return false;
            }
            throw exists("port", name, "bridge " + present.bridge() + " has a port named \"" + name + "\" already");
        }
        rows.put(name, PortRow.of(add.bridge(), add.port()));
        return true;
    }

    private boolean deletePort(Operation.DeletePort delete) {
        PortRow row = rows.get(delete.port());
        boolean there =
                row != null && (delete.bridge().isEmpty() || row.bridge().equals(delete.bridge()));
        if (!there) {
            if (delete.ifExists()) {
                return false;
            }
            throw unknown("port", delete.port());
        }
        rows.remove(delete.port());
        config = config.withBridge(row.bridge(), bridge -> bridge.without(delete.port()));
        return true;
    }

    private boolean change(String table, String record, String column, Change change) {
        return switch (SwitchTables.table(table)) {
            case "Bridge" -> {
                BridgeConfig before = config.bridge(record).orElseThrow(() -> unknown("bridge", record));
                BridgeConfig after = change.to(SwitchTables.column("Bridge", SwitchTables.BRIDGE, column), before);
                config = config.with(after);
                yield !after.equals(before);
            }
            case "Port" ->
                changePort(record, row -> change.to(SwitchTables.column("Port", SwitchTables.PORT, column), row));
            case "Interface" ->
                changePort(
                        record,
                        row -> change.to(SwitchTables.column("Interface", SwitchTables.INTERFACE, column), row));
            default -> {
                SwitchConfig before = config;
                config = change.to(SwitchTables.column("Open_vSwitch", SwitchTables.OPEN_VSWITCH, column), before);
                yield !config.equals(before);
            }
        };
    }

    private boolean changePort(String name, Function<PortRow, PortRow> change) {
        PortRow before = rows.get(name);
        if (before == null) {
            throw unknown("port", name);
        }
        PortRow after = change.apply(before);
        rows.put(name, after);
        return !after.equals(before);
    }

    private static ControlException unknown(String kind, String name) {
        return new ControlException(
                Kind.NOT_FOUND, new FieldViolation(kind, name, "", "there is no " + kind + " named \"" + name + "\""));
    }

    private static ControlException exists(String kind, String name, String sentence) {
        return new ControlException(Kind.EXISTS, new FieldViolation(kind, name, "", sentence));
    }
}
