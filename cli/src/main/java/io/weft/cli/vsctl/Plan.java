package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.OperationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a whole line asks for: the operations of its transaction, and questions with their place before or after it. */
final class Plan {
    /** Reads the switch and prints; returns an exit status. */
    interface Question {
        int ask(SwitchClient client, VsctlOutput output);
    }

    private final SwitchClient client;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Invocation> sources = new ArrayList<>();
    private final List<Question> before = new ArrayList<>();
    private final List<Question> after = new ArrayList<>();
    private Invocation current;

    private final long timeoutNs;
    private List<OperationResult> results = List.of();
    private int freshIds;

    /** {@code timeoutNs} for commands that wait; 0: for ever. */
    Plan(SwitchClient client, long timeoutNs) {
        this.client = client;
        this.timeoutNs = timeoutNs;
    }

    /** For commands that look before they plan. */
    SwitchClient client() {
        return client;
    }

    long timeoutNs() {
        return timeoutNs;
    }

    /** A name for a record that the user gives none: a user's cannot begin so. */
    String freshId() {
        return "@#" + freshIds++;
    }

    /** The names of all bridges, now. */
    List<String> bridges() {
        return client.bridges().list().stream().map(BridgeView::name).toList();
    }

    /** Refuses the name of a bridge that neither exists nor will; returns the others. */
    String requireBridge(String name) {
        if (!exists(Bridges.TABLE, name) && !bridges().contains(name)) {
            throw new RefusedException("no bridge named " + name);
        }
        return name;
    }

    /** What the operation with this index did, for questions behind the transaction. */
    OperationResult result(int index) {
        return results.get(index);
    }

    void done(List<OperationResult> all) {
        results = all;
    }

    /** What follows comes from {@code invocation}. */
    void from(Invocation invocation) {
        current = invocation;
    }

    /** Returns its index. */
    int operation(Operation operation) {
        operations.add(operation);
        sources.add(current);
        return operations.size() - 1;
    }

    void question(Question question) {
        (operations.isEmpty() ? before : after).add(question);
    }

    /** Whether a record exists now, or will when the operations so far are done. */
    boolean exists(String table, String record) {
        return record.startsWith("@")
                || operations.stream().anyMatch(operation -> makes(operation, table, record))
                || find(client, table, record) != null;
    }

    private static boolean makes(Operation operation, String table, String record) {
        return switch (operation) {
            case Operation.AddBridge add -> add.bridge().equals(record);
            case Operation.AddPort add ->
                add.port().name().equals(record)
                        && !table.toLowerCase(Locale.ROOT).equals("bridge");
            default -> false;
        };
    }

    /** The record, or null when there is none. */
    static ConfigRecord find(SwitchClient client, String table, String record) {
        try {
            List<ConfigRecord> found = client.config().records(table, record);
            return found.isEmpty() ? null : found.getFirst();
        } catch (ControlException e) {
            if (e.kind() == ControlException.Kind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /** The command from which operation {@code index} came. */
    Invocation source(int index) {
        return sources.get(index);
    }

    List<Question> before() {
        return before;
    }

    List<Question> after() {
        return after;
    }
}
