package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.Column;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ConfigRecord;
import io.weft.northbound.control.Operation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Records of Datapath and CT_Zone for commands that know them by name and number: those that are there, and those that the line has made so far. */
final class ZoneRecords {
    static final String ZONE = "CT_Zone";
    static final String DATAPATH = "Datapath";
    static final String ZONES = "ct_zones";
    private static final String ROOT = "Open_vSwitch";
    private static final String DATAPATHS = "datapaths";
    private static final List<String> KNOWN = List.of("netdev", "system", "dummy");
    private static final int LAST_ZONE = 65_535;

    /** What a command does with one of them. */
    enum Kind {
        ADD,
        DELETE,
        LIST
    }

    private ZoneRecords() {}

    /** {@code zone=N} or {@code N}. */
    static String zone(String word) {
        String number = word.startsWith("zone=") ? word.substring(5) : word;
        if (!number.matches("[0-9]{1,5}") || Integer.parseInt(number) > LAST_ZONE) {
            throw new UsageException("\"" + word + "\" is not a zone; allowed: zone=0 to zone=" + LAST_ZONE);
        }
        return Integer.toString(Integer.parseInt(number));
    }

    /** The datapath of that name; of those that there can be one that there is not yet is made. */
    static String datapath(Plan plan, String name) {
        String known = find(plan, ROOT, ".", DATAPATHS, name);
        if (known != null) {
            return known;
        }
        if (!KNOWN.contains(name)) {
            throw new RefusedException("datapath " + name + " does not exist; allowed: " + String.join(", ", KNOWN));
        }
        return make(plan, DATAPATH, ROOT, ".", DATAPATHS, name);
    }

    /** The zone of a datapath, or null. */
    static String find(Plan plan, String datapath, String zone) {
        return find(plan, DATAPATH, datapath, ZONES, zone);
    }

    /** A new zone of a datapath. */
    static String add(Plan plan, String datapath, String zone) {
        return make(plan, ZONE, DATAPATH, datapath, ZONES, zone);
    }

    private static String make(Plan plan, String table, String owner, String record, String column, String key) {
        String id = plan.freshId();
        plan.operation(new Operation.CreateRecord(table, id));
        plan.operation(new Operation.SetColumn(owner, record, column, key, ColumnArgument.of(id)));
        return id;
    }

    /** What {@code key} of a map column refers to after the operations so far, or null. */
    private static String find(Plan plan, String table, String record, String column, String key) {
        String found = record.startsWith("@")
                ? null
                : entries(plan.client(), table, record, column).get(key);
        for (Operation operation : plan.operations()) {
            if (operation instanceof Operation.SetColumn(var ofTable, var of, var name, var at, var argument)
                    && ofTable.equals(table)
                    && of.equals(record)
                    && name.equals(column)
                    && at.equals(key)) {
                found = argument.atoms().getFirst();
            } else if (operation instanceof Operation.RemoveFromColumn(var ofTable, var of, var name, var argument)
                    && ofTable.equals(table)
                    && of.equals(record)
                    && name.equals(column)
                    && argument.atoms().contains(key)) {
                found = null;
            }
        }
        return found;
    }

    /** A map column of a record now. */
    static Map<String, String> entries(SwitchClient client, String table, String record, String column) {
        ConfigRecord found = Plan.find(client, table, record);
        return found == null ? Map.of() : RecordColumns.of(found, column, table).entries();
    }

    /** The column of a record that holds at most one atom: it, or the empty string. */
    static String atom(SwitchClient client, String table, String record, String column) {
        ConfigRecord found = record.startsWith("@") ? null : Plan.find(client, table, record);
        Column value = found == null ? null : RecordColumns.of(found, column, table);
        return value == null || value.atoms().isEmpty() ? "" : value.atoms().getFirst();
    }

    /** The zones of a datapath by number. */
    static Map<Integer, String> zones(SwitchClient client, String datapath) {
        String uuid = entries(client, ROOT, ".", DATAPATHS).get(datapath);
        if (uuid == null && !KNOWN.contains(datapath)) {
            throw new RefusedException("datapath: " + datapath + " record not found");
        }
        Map<Integer, String> zones = new TreeMap<>();
        if (uuid != null) {
            entries(client, DATAPATH, uuid, ZONES).forEach((zone, row) -> zones.put(Integer.parseInt(zone), row));
        }
        return zones;
    }

    /** The record of a datapath now, or the empty string. */
    static String uuid(SwitchClient client, String datapath) {
        return entries(client, ROOT, ".", DATAPATHS).getOrDefault(datapath, "");
    }
}
