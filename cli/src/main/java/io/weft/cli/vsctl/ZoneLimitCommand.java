package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import java.util.List;
import java.util.Map;

/** {@code set-zone-limit}, {@code del-zone-limit} and {@code list-zone-limits}: how many connections a zone may have, kept with the configuration. */
final class ZoneLimitCommand implements VsctlCommand {
    private static final String LIMIT = "limit";
    private static final String DEFAULT_LIMIT = "ct_zone_default_limit";
    private static final String DEFAULT = "default";

    private final ZoneRecords.Kind kind;

    ZoneLimitCommand(ZoneRecords.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Syntax syntax() {
        return switch (kind) {
            case ADD ->
                new Syntax(
                        "set-zone-limit",
                        "DATAPATH zone=N|default LIMIT",
                        "Limits the connections of a zone, or of those without a limit of their own; 0: no limit.");
            case DELETE ->
                new Syntax(
                        "del-zone-limit",
                        "[--if-exists]",
                        "DATAPATH zone=N|default",
                        "Takes the limit of a zone away.");
            case LIST -> new Syntax("list-zone-limits", "DATAPATH", "Prints zones with limits of their own.");
        };
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        String name = invocation.word(0);
        switch (kind) {
            case LIST -> list(plan, name);
            case ADD -> set(plan, name, invocation.word(1), ColumnArgument.of(invocation.word(2)));
            case DELETE -> delete(plan, name, invocation.word(1), invocation.has("--if-exists"));
        }
    }

    private static void list(Plan plan, String name) {
        plan.question((client, output) -> {
            Map<Integer, String> zones = ZoneRecords.zones(client, name);
            String uuid = ZoneRecords.uuid(client, name);
            String ofAll = uuid.isEmpty() ? "" : ZoneRecords.atom(client, ZoneRecords.DATAPATH, uuid, DEFAULT_LIMIT);
            if (!ofAll.isEmpty()) {
                output.line("Default limit:" + ofAll);
            }
            zones.forEach((number, zone) -> {
                String limit = ZoneRecords.atom(client, ZoneRecords.ZONE, zone, LIMIT);
                if (!limit.isEmpty()) {
                    output.line("Zone:" + number + ", Limit:" + limit);
                }
            });
            return 0;
        });
    }

    private static void set(Plan plan, String name, String word, ColumnArgument limit) {
        if (word.equals(DEFAULT)) {
            String datapath = ZoneRecords.datapath(plan, name);
            plan.operation(new Operation.SetColumn(ZoneRecords.DATAPATH, datapath, DEFAULT_LIMIT, "", limit));
            return;
        }
        String number = ZoneRecords.zone(word);
        String datapath = ZoneRecords.datapath(plan, name);
        String zone = ZoneRecords.find(plan, datapath, number);
        String row = zone == null ? ZoneRecords.add(plan, datapath, number) : zone;
        plan.operation(new Operation.SetColumn(ZoneRecords.ZONE, row, LIMIT, "", limit));
    }

    private static void delete(Plan plan, String name, String word, boolean ifExists) {
        if (word.equals(DEFAULT)) {
            String datapath = ZoneRecords.datapath(plan, name);
            plan.operation(new Operation.ClearColumn(ZoneRecords.DATAPATH, datapath, DEFAULT_LIMIT));
            return;
        }
        String number = ZoneRecords.zone(word);
        String datapath = ZoneRecords.datapath(plan, name);
        String zone = ZoneRecords.find(plan, datapath, number);
        if (zone == null
                || ZoneRecords.atom(plan.client(), ZoneRecords.ZONE, zone, LIMIT)
                        .isEmpty()) {
            if (!ifExists) {
                throw new RefusedException("zone id " + number + " has no limit");
            }
        } else if (ZoneRecords.atom(plan.client(), ZoneRecords.ZONE, zone, "timeout_policy")
                .isEmpty()) {
            ColumnArgument key = new ColumnArgument(List.of(number), Map.of());
            plan.operation(new Operation.RemoveFromColumn(ZoneRecords.DATAPATH, datapath, ZoneRecords.ZONES, key));
        } else {
            plan.operation(new Operation.ClearColumn(ZoneRecords.ZONE, zone, LIMIT));
        }
    }
}
