package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code add-zone-tp}, {@code del-zone-tp} and {@code list-zone-tp}: timeouts of the connections of a zone. */
final class ZonePolicyCommand implements VsctlCommand {
    private static final String POLICY = "CT_Timeout_Policy";
    private static final String COLUMN = "timeout_policy";

    private final ZoneRecords.Kind kind;

    ZonePolicyCommand(ZoneRecords.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Syntax syntax() {
        return switch (kind) {
            case ADD ->
                new Syntax(
                        "add-zone-tp",
                        "[--may-exist]",
                        "DATAPATH zone=N KEY=SECONDS...",
                        "Gives the connections of a zone timeouts such as udp_first=30 tcp_established=3600.");
            case DELETE ->
                new Syntax("del-zone-tp", "[--if-exists]", "DATAPATH zone=N", "Takes the timeouts of a zone away.");
            case LIST -> new Syntax("list-zone-tp", "DATAPATH", "Prints zones with timeouts of their own.");
        };
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String name = invocation.word(0);
        if (kind == ZoneRecords.Kind.LIST) {
            plan.question((client, output) -> {
                ZoneRecords.zones(client, name).forEach((number, zone) -> {
                    String policy = ZoneRecords.atom(client, ZoneRecords.ZONE, zone, COLUMN);
                    if (!policy.isEmpty()) {
                        output.line("Zone:" + number + ", Timeout Policies:"
                                + text(ZoneRecords.entries(client, POLICY, policy, "timeouts")));
                    }
                });
                return 0;
            });
            return;
        }
        String number = ZoneRecords.zone(invocation.word(1));
        String datapath = ZoneRecords.datapath(plan, name);
        String zone = ZoneRecords.find(plan, datapath, number);
        String policy = zone == null ? "" : ZoneRecords.atom(plan.client(), ZoneRecords.ZONE, zone, COLUMN);
        if (kind == ZoneRecords.Kind.DELETE) {
            delete(invocation, plan, datapath, number, zone, policy);
            return;
        }
        if (!policy.isEmpty() && !invocation.has("--may-exist")) {
            throw new RefusedException("zone id " + number + " already exists");
        }
        add(plan, zone == null ? ZoneRecords.add(plan, datapath, number) : zone, timeouts(invocation.rest(2)));
    }

    private static void add(Plan plan, String zone, Map<String, String> timeouts) {
        String policy = plan.freshId();
        plan.operation(new Operation.CreateRecord(POLICY, policy));
        plan.operation(new Operation.SetColumn(POLICY, policy, "timeouts", "", ColumnArgument.of(timeouts)));
        plan.operation(new Operation.SetColumn(ZoneRecords.ZONE, zone, COLUMN, "", ColumnArgument.of(policy)));
    }

    private static void delete(
            Invocation invocation, Plan plan, String datapath, String number, String zone, String policy) {
        if (policy.isEmpty()) {
            if (!invocation.has("--if-exists")) {
                throw new RefusedException("zone id " + number + " does not exist");
            }
        } else if (ZoneRecords.atom(plan.client(), ZoneRecords.ZONE, zone, "limit")
                .isEmpty()) {
            ColumnArgument key = new ColumnArgument(List.of(number), Map.of());
            plan.operation(new Operation.RemoveFromColumn(ZoneRecords.DATAPATH, datapath, ZoneRecords.ZONES, key));
        } else {
            plan.operation(new Operation.ClearColumn(ZoneRecords.ZONE, zone, COLUMN));
        }
    }

    private static Map<String, String> timeouts(List<String> words) {
        Map<String, String> timeouts = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0 || equals == word.length() - 1) {
                throw new UsageException("\"" + word + "\" is no timeout; allowed: KEY=SECONDS, such as udp_first=30");
            }
            if (timeouts.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new UsageException("\"" + word + "\": this timeout is given twice");
            }
        }
        return timeouts;
    }

    private static String text(Map<String, String> timeouts) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(timeouts)
                .forEach((key, seconds) ->
                        text.append(' ').append(key).append('=').append(seconds));
        return text.toString();
    }
}
