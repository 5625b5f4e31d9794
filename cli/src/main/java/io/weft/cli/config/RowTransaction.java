package io.weft.cli.config;

import io.weft.cli.config.ColumnSchema.Access;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import io.weft.northbound.control.PortSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations over a copy of the records. The caller publishes the copy if every operation succeeded; otherwise one message says all that
 * was wrong. Wording as ovs-vsctl's.
 *
 * <p>Thread-safety: one thread; make one per attempt.
 */
public final class RowTransaction {
    private final Rows rows;
    private final Map<String, String> symbols = new HashMap<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final List<OperationResult> results = new ArrayList<>();
    private final List<FieldViolation> violations = new ArrayList<>();
    private Kind kind = Kind.INVALID;
    private boolean changed;
    private String record = "";
    private String warning = "";

    public RowTransaction(Rows before) {
        rows = before.copy();
    }

    /**
     * The records after {@code operations}.
     *
     * @throws ControlException with everything that is wrong
     */
    public Rows apply(List<Operation> operations) {
        announce(operations);
        for (int i = 0; i < operations.size(); i++) {
            attempt(operations.get(i), i);
        }
        refuse();
        violations.addAll(RowReferences.settle(rows));
        violations.addAll(RowLaws.check(rows));
        refuse();
        warnOfStrays(operations);
        return rows;
    }

    /** One for each operation. */
    public List<OperationResult> results() {
        return List.copyOf(results);
    }

    /** Records may be referred to before the step that makes them. */
    private void announce(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation instanceof Operation.CreateRecord create
                    && !create.id().isEmpty()) {
                symbols.putIfAbsent(create.id(), java.util.UUID.randomUUID().toString());
            }
        }
    }

    private void attempt(Operation operation, int index) {
        changed = false;
        record = "";
        warning = "";
        try {
            apply(operation);
        } catch (ControlException e) {
            boolean followsFromAnother = e.kind() == Kind.NOT_FOUND && !violations.isEmpty();
            if (!followsFromAnother) {
                kind = violations.isEmpty() ? e.kind() : kind;
                e.violations().forEach(violation -> violations.add(located(violation, index)));
            }
        }
        results.add(new OperationResult(changed, warning, record));
    }

    private static FieldViolation located(FieldViolation violation, int index) {
        return new FieldViolation(
                "operations[" + index + "]." + violation.field(),
                violation.value(),
                violation.allowed(),
                violation.message());
    }

    private void refuse() {
        if (!violations.isEmpty()) {
            String message = String.join(
                    "\n",
                    violations.stream().map(FieldViolation::message).distinct().toList());
            throw new ControlException(kind, message, violations, TextSpan.NONE, null);
        }
    }

    private void warnOfStrays(List<Operation> operations) {
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i) instanceof Operation.CreateRecord create) {
                String uuid = results.get(i).record();
                if (rows.get(Schema.table(create.table()).name(), uuid) == null) {
                    boolean named = !create.id().isEmpty() && !create.id().startsWith("@#");
                    String sentence = !named
                            ? "applying \"create\" command to table " + create.table()
                                    + " without --id option will have no effect"
                            : "row id \"" + create.id() + "\" was created but no reference to it was inserted,"
                                    + " so it will not actually appear in the database";
                    results.set(i, new OperationResult(true, sentence, uuid));
                }
            }
        }
    }

    private void apply(Operation operation) {
        switch (operation) {
            case Operation.AddBridge add -> addBridge(add);
            case Operation.DeleteBridge delete -> deleteBridge(delete);
            case Operation.AddPort add -> addPort(add);
            case Operation.DeletePort delete -> deletePort(delete);
            case Operation.CreateRecord create -> create(create);
            case Operation.DestroyRecord destroy -> destroy(destroy);
            case Operation.NameRecord name -> name(name);
            case Operation.SetColumn set -> {
                ColumnSchema column = writable(set.table(), set.record(), set.column());
                Row row = row(set.table(), set.record());
                ColumnValues values = values(column);
                put(
                        row,
                        column,
                        set.key().isEmpty()
                                ? values.set(set.argument())
                                : values.set(row.get(column), set.key(), set.argument()));
            }
            case Operation.AddToColumn add -> {
                ColumnSchema column = writable(add.table(), add.record(), add.column());
                Row row = row(add.table(), add.record());
                put(row, column, values(column).add(row.get(column), add.argument()));
            }
            case Operation.RemoveFromColumn remove -> {
                ColumnSchema column = writable(remove.table(), remove.record(), remove.column());
                Row row = row(remove.table(), remove.record());
                put(row, column, values(column).remove(row.get(column), remove.argument()));
            }
            case Operation.ClearColumn clear -> {
                ColumnSchema column = writable(clear.table(), clear.record(), clear.column());
                put(row(clear.table(), clear.record()), column, values(column).clear());
            }
        }
    }

    private void put(Row before, ColumnSchema column, ColumnArgument value) {
        Row after = before.with(column, value);
        changed |= !after.equals(before);
        if (warning.isEmpty()) {
            warning = UnheededKeys.warning(before, column, value);
        }
        if (warning.isEmpty() && column.name().equals("mac") && !value.atoms().isEmpty()) {
            warning = addressWarning(before);
        }
        rows.put(after);
    }

    private String addressWarning(Row iface) {
        return bridge(iface.name()) == null
                ? ""
                : "mac of interface " + iface.name()
                        + " has no effect: the address of a bridge's own port is other_config:hwaddr of the bridge";
    }

    private ColumnValues values(ColumnSchema column) {
        return new ColumnValues(column, this::resolve);
    }

    private String resolve(String symbol) {
        String uuid = symbols.get(symbol);
        if (uuid == null) {
            throw refused(
                    Kind.INVALID,
                    "row id",
                    symbol,
                    "row id \"" + symbol + "\" is referenced but never created (e.g. with \"-- --id=" + symbol
                            + " create ...\")");
        }
        return uuid;
    }

    /** The record of that name, or the one that {@code @name} stands for. */
    private Row row(String tableName, String wanted) {
        TableSchema table = Schema.table(tableName);
        Row row = wanted.startsWith("@") ? rows.get(table.name(), resolve(wanted)) : rows.find(table, wanted);
        if (row == null) {
            throw noRow(table, wanted);
        }
        return row;
    }

    private ColumnSchema writable(String tableName, String wanted, String columnName) {
        TableSchema table = Schema.table(tableName);
        ColumnSchema column = table.column(columnName);
        boolean allowed = column.access() == Access.ANY
                || column.access() == Access.INITIAL
                        && made.contains(row(tableName, wanted).uuid());
        if (!allowed) {
            throw refused(
                    Kind.INVALID,
                    column.name(),
                    "",
                    "cannot modify read-only column " + column.name() + " in table " + table.name());
        }
        return column;
    }

    // ---- records

    private void create(Operation.CreateRecord create) {
        TableSchema table = Schema.table(create.table());
        if (table.name().equals(Schema.ROOT)) {
            throw refused(Kind.INVALID, "table", table.name(), "table " + table.name() + " has one record, always");
        }
        if (!create.id().isEmpty() && !defined.add(create.id())) {
            throw refused(
                    Kind.INVALID,
                    "row id",
                    create.id(),
                    "row id \"" + create.id() + "\" may only be specified on one --id option");
        }
        Row row = create.id().isEmpty() ? rows.create(table) : new Row(table, symbols.get(create.id()), Map.of());
        rows.put(row);
        made.add(row.uuid());
        changed = true;
        record = row.uuid();
    }

    private void destroy(Operation.DestroyRecord destroy) {
        TableSchema table = Schema.table(destroy.table());
        if (destroy.record().isEmpty()) {
            List.copyOf(rows.all(table.name())).forEach(this::remove);
            return;
        }
        Row row = destroy.record().startsWith("@")
                ? rows.get(table.name(), resolve(destroy.record()))
                : rows.find(table, destroy.record());
        if (row != null) {
            remove(row);
        } else if (!destroy.ifExists()) {
            throw noRow(table, destroy.record());
        }
    }

    /** What others hold goes only when they let it go, so a held record is left to the end of the transaction. */
    private void remove(Row row) {
        if (row.table().isRoot() && !row.table().name().equals(Schema.ROOT)) {
            rows.remove(row);
            changed = true;
        }
    }

    private void name(Operation.NameRecord name) {
        Row row = row(name.table(), name.record());
        if (!defined.add(name.id())) {
            throw refused(
                    Kind.INVALID,
                    "row id",
                    name.id(),
                    "row id \"" + name.id() + "\" may only be specified on one --id option");
        }
        symbols.put(name.id(), row.uuid());
        record = row.uuid();
    }

    // ---- bridges and ports

    private void addBridge(Operation.AddBridge add) {
        if (bridge(add.bridge()) != null) {
            if (add.mayExist()) {
                return;
            }
            throw exists("bridge", add.bridge(), "a bridge named " + add.bridge() + " already exists");
        }
        Row port = rows.find(Schema.table(Schema.PORT), add.bridge());
        if (port != null) {
            Row owner = rows.holder(Schema.BRIDGE, "ports", port);
            String where = owner == null ? "" : " on bridge " + owner.name();
            throw exists("bridge", add.bridge(), "a port named " + add.bridge() + " already exists" + where);
        }
        addPort(named(Schema.BRIDGE, add.bridge()), PortSpec.of(add.bridge(), "internal"));
        Row bridge = bridge(add.bridge());
        link(rows.root(), "bridges", bridge);
        record = bridge.uuid();
    }

    private Row bridge(String name) {
        return rows.find(Schema.table(Schema.BRIDGE), name);
    }

    private Row named(String table, String name) {
        Row row = rows.create(Schema.table(table)).with("name", ColumnArgument.of(name));
        rows.put(row);
        made.add(row.uuid());
        record = row.uuid();
        changed = true;
        return row;
    }

    private void link(Row from, String column, Row to) {
        ColumnSchema schema = from.table().column(column);
        rows.put(from.with(schema, values(schema).add(from.get(schema), ColumnArgument.of(to.uuid()))));
    }

    private void unlink(Row from, String column, Row to) {
        ColumnSchema schema = from.table().column(column);
        rows.put(from.with(schema, values(schema).remove(from.get(schema), ColumnArgument.of(to.uuid()))));
    }

    private void deleteBridge(Operation.DeleteBridge delete) {
        Row bridge = bridge(delete.bridge());
        if (bridge == null) {
            if (delete.ifExists()) {
                return;
            }
            throw absent("bridge", delete.bridge());
        }
        rows.held(bridge, "ports", Schema.PORT).forEach(this::discard);
        unlink(rows.root(), "bridges", bridge);
        rows.remove(bridge);
        changed = true;
    }

    /** Removes a port's records at once, so that what follows in the transaction may use the name again. */
    private void discard(Row port) {
        rows.held(port, "interfaces", Schema.INTERFACE).forEach(rows::remove);
        rows.remove(port);
    }

    private void addPort(Operation.AddPort add) {
        String name = add.port().name();
        Row bridge = bridge(add.bridge());
        if (bridge == null) {
            throw absent("bridge", add.bridge());
        }
        if (bridge(name) != null) {
            throw exists("port", name, "a bridge named " + name + " already exists");
        }
        Row present = rows.find(Schema.table(Schema.PORT), name);
        if (present != null) {
            Row owner = rows.holder(Schema.BRIDGE, "ports", present);
            if (add.mayExist() && owner != null) {
                if (owner.uuid().equals(bridge.uuid())) {
                    return;
                }
                String command = "--may-exist add-port " + add.bridge() + " " + name;
                throw refused(
                        Kind.EXISTS,
                        "port",
                        name,
                        '"' + command + "\" but " + name + " is actually attached to bridge " + owner.name());
            }
            String where = owner == null ? "" : " on bridge " + owner.name();
            throw exists("port", name, "a port named " + name + " already exists" + where);
        }
        addPort(bridge, add.port());
    }

    private void addPort(Row bridge, PortSpec spec) {
        Row iface = PortRows.iface(named(Schema.INTERFACE, spec.name()), spec);
        rows.put(iface);
        Row port = PortRows.port(named(Schema.PORT, spec.name()), spec);
        rows.put(port.with("interfaces", ColumnArgument.of(iface.uuid())));
        link(bridge, "ports", port);
    }

    private void deletePort(Operation.DeletePort delete) {
        Row port = rows.find(Schema.table(Schema.PORT), delete.port());
        Row owner = port == null ? null : rows.holder(Schema.BRIDGE, "ports", port);
        if (!delete.bridge().isEmpty() && bridge(delete.bridge()) == null) {
            throw absent("bridge", delete.bridge());
        }
        boolean isLocal = bridge(delete.port()) != null;
        if (port == null || owner == null || isLocal) {
            if (delete.ifExists()) {
                return;
            }
            throw isLocal ? local(delete.port()) : absent("port", delete.port());
        }
        if (!delete.bridge().isEmpty() && !owner.isNamed(delete.bridge())) {
            throw refused(
                    Kind.NOT_FOUND,
                    "port",
                    delete.port(),
                    "bridge " + delete.bridge() + " does not have a port " + delete.port());
        }
        unlink(owner, "ports", port);
        discard(port);
        changed = true;
    }

    private static ControlException local(String bridge) {
        return refused(
                Kind.INVALID,
                "port",
                bridge,
                "cannot delete port " + bridge + " because it is the local port for bridge " + bridge
                        + " (deleting this port requires deleting the entire bridge)");
    }

    private static ControlException absent(String kind, String name) {
        return refused(Kind.NOT_FOUND, kind, name, "no " + kind + " named " + name);
    }

    private static ControlException exists(String kind, String name, String why) {
        return refused(Kind.EXISTS, kind, name, "cannot create a " + kind + " named " + name + " because " + why);
    }

    static ControlException noRow(TableSchema table, String name) {
        return refused(Kind.NOT_FOUND, "record", name, "no row \"" + name + "\" in table " + table.name());
    }

    private static ControlException refused(Kind kind, String field, String value, String sentence) {
        return new ControlException(kind, new FieldViolation(field, value, "", sentence));
    }
}
