package io.weft.cli.vsctl;

import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.Operation;
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

    Plan(SwitchClient client) {
        this.client = client;
    }

    /** What follows comes from {@code invocation}. */
    void from(Invocation invocation) {
        current = invocation;
    }

    void operation(Operation operation) {
        operations.add(operation);
        sources.add(current);
    }

    void question(Question question) {
        (operations.isEmpty() ? before : after).add(question);
    }

    /** Whether a record exists now, or will when the operations so far are done. */
    boolean exists(String table, String record) {
        return operations.stream().anyMatch(operation -> makes(operation, table, record))
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
            List<ConfigRecord> found = client.records(table, record);
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
