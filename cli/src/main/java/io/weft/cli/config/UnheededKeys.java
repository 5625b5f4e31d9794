package io.weft.cli.config;

import io.weft.northbound.control.ColumnArgument;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keys of {@code other_config} that mean something in ovs-vswitchd.conf.db(5) and that this switch keeps without acting on them: whoever sets
 * one is told so. Keys that no one gave a meaning are the user's own, and nothing is said about them.
 */
final class UnheededKeys {
    private static final String COLUMN = "other_config";

    private static final Map<String, Set<String>> KEYS = Map.of(
            Schema.ROOT,
            Set.of(
                    "bundle-idle-timeout",
                    "emc-insert-inv-prob",
                    "flow-limit",
                    "hw-offload",
                    "max-idle",
                    "max-revalidator",
                    "min-revalidate-pps",
                    "n-handler-threads",
                    "n-revalidator-threads",
                    "pmd-cpu-mask",
                    "smc-enable",
                    "stats-update-interval",
                    "tc-policy",
                    "tx-flush-interval",
                    "userspace-tso-enable"),
            Schema.BRIDGE,
            Set.of(
                    "controller-queue-size",
                    "disable-in-band",
                    "forward-bpdu",
                    "in-band-queue",
                    "mcast-snooping-aging-time",
                    "mcast-snooping-disable-flood-unregistered",
                    "mcast-snooping-table-size",
                    "rstp-priority",
                    "stp-priority"),
            Schema.PORT,
            Set.of(
                    "bond-miimon-interval",
                    "bond-rebalance-interval",
                    "hwaddr",
                    "lacp-time",
                    "priority-tags",
                    "qinq-ethtype",
                    "rstp-enable",
                    "stp-enable"));

    private UnheededKeys() {}

    /** A sentence about the keys that a change of {@code column} gave a value to; empty when all that is said has an effect. */
    static String warning(Row before, ColumnSchema column, ColumnArgument value) {
        Set<String> known = KEYS.get(before.table().name());
        if (known == null || !column.name().equals(COLUMN)) {
            return "";
        }
        Map<String, String> old = before.get(column).entries();
        Set<String> unheeded = new TreeSet<>();
        value.entries().forEach((key, text) -> {
            if (known.contains(key) && !text.equals(old.get(key))) {
                unheeded.add(COLUMN + ":" + key);
            }
        });
        return unheeded.isEmpty()
                ? ""
                : String.join(", ", unheeded) + " of table " + before.table().name()
                        + ": kept, but this switch does not act on it yet";
    }
}
