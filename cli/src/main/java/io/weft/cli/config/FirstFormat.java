package io.weft.cli.config;

import com.google.gson.Gson;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.PortSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** The file of the first version: bridges with their ports in them. Every component may be absent (null). */
record FirstFormat(List<StoredBridge> bridges, Map<String, String> externalIds, Map<String, String> otherConfig) {
    static final int FORMAT = 1;

    /** A bridge with its ports. */
    record StoredBridge(
            String name,
            String datapathType,
            String failMode,
            Map<String, String> otherConfig,
            Map<String, String> externalIds,
            List<StoredPort> ports) {

        private void make(List<Operation> operations) {
            operations.add(new Operation.AddBridge(name, false));
            set(operations, Schema.BRIDGE, name, "datapath_type", ColumnArgument.of(orEmpty(datapathType)));
            if ("SECURE".equals(failMode)) {
                set(operations, Schema.BRIDGE, name, "fail_mode", ColumnArgument.of("secure"));
            }
            set(operations, Schema.BRIDGE, name, "other_config", ColumnArgument.of(orEmpty(otherConfig)));
            set(operations, Schema.BRIDGE, name, "external_ids", ColumnArgument.of(orEmpty(externalIds)));
            for (StoredPort port : orEmpty(ports)) {
                if (port.name.equals(name)) {
                    port.change(operations);
                } else {
                    operations.add(new Operation.AddPort(name, port.spec(), false));
                }
            }
        }
    }

    /** A port with its interface; {@code tag} is null on a trunk. */
    record StoredPort(
            String name,
            Integer tag,
            List<Integer> trunks,
            String vlanMode,
            String type,
            Map<String, String> options,
            int ofportRequest,
            int mtuRequest,
            Map<String, String> externalIds) {

        /** A bridge has its own port from the start. */
        private void change(List<Operation> operations) {
            set(operations, Schema.INTERFACE, name, "options", ColumnArgument.of(orEmpty(options)));
            set(operations, Schema.INTERFACE, name, "external_ids", ColumnArgument.of(orEmpty(externalIds)));
            if (!orEmpty(type).isEmpty()) {
                set(operations, Schema.INTERFACE, name, "type", ColumnArgument.of(type));
            }
            if (mtuRequest != 0) {
                set(operations, Schema.INTERFACE, name, "mtu_request", ColumnArgument.of("" + mtuRequest));
            }
            if (tag != null) {
                set(operations, Schema.PORT, name, "tag", ColumnArgument.of("" + tag));
            }
            if (!orEmpty(trunks).isEmpty()) {
                List<String> atoms = trunks.stream().map(String::valueOf).toList();
                set(operations, Schema.PORT, name, "trunks", new ColumnArgument(atoms, Map.of()));
            }
            if (!orEmpty(vlanMode).isEmpty()) {
                set(operations, Schema.PORT, name, "vlan_mode", ColumnArgument.of(vlanMode));
            }
        }

        private PortSpec spec() {
            return new PortSpec(
                    name,
                    tag == null ? OptionalInt.empty() : OptionalInt.of(tag),
                    orEmpty(trunks),
                    orEmpty(vlanMode),
                    orEmpty(type),
                    orEmpty(options),
                    ofportRequest,
                    mtuRequest,
                    orEmpty(externalIds));
        }
    }

    /** What makes the configuration of such a file. */
    static List<Operation> operations(String text) {
        FirstFormat stored = new Gson().fromJson(text, FirstFormat.class);
        List<Operation> operations = new ArrayList<>();
        set(operations, Schema.ROOT, ".", "external_ids", ColumnArgument.of(orEmpty(stored.externalIds)));
        set(operations, Schema.ROOT, ".", "other_config", ColumnArgument.of(orEmpty(stored.otherConfig)));
        orEmpty(stored.bridges).forEach(bridge -> bridge.make(operations));
        return operations;
    }

    private static void set(
            List<Operation> operations, String table, String record, String column, ColumnArgument value) {
        operations.add(new Operation.SetColumn(table, record, column, "", value));
    }

    private static String orEmpty(String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
