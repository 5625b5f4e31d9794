package io.weft.vswitch.conductor;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A flow table as the user wants it: a row of {@code Flow_Table} (ovs-vswitchd.conf.db(5)).
 *
 * @param table 0 to 253, the key in the bridge's column {@code flow_tables}
 * @param name for people and flow texts, in one bridge the name of one table; empty for none
 * @param flowLimit the most entries, 0 or more; {@link #NO_LIMIT}: as many as there is memory
 * @param overflowPolicy {@code refuse}, {@code evict}, or empty, which is {@code refuse}
 * @param groups fields, each as {@code NAME}, {@code NAME[]} or {@code NAME[FIRST..LAST]}, whose values divide the entries into groups; with
 *     {@code evict} the largest group gives up an entry
 * @param prefixes fields for prefix tries, as the user wrote them; the classifier chooses by itself
 * @param externalIds free for the user
 */
public record FlowTableConfig(
        int table,
        String name,
        long flowLimit,
        String overflowPolicy,
        List<String> groups,
        List<String> prefixes,
        Map<String, String> externalIds) {
    /** The {@link #flowLimit} of a table without one. */
    public static final long NO_LIMIT = -1;

    /** Overflow policy: the new entry is refused. */
    public static final String REFUSE = "refuse";

    /** Overflow policy: an entry with a timeout makes room. */
    public static final String EVICT = "evict";

    public FlowTableConfig {
        groups = List.copyOf(groups);
        prefixes = List.copyOf(prefixes);
        externalIds = SwitchConfig.copy(externalIds);
    }

    /** A table with every knob at its default. */
    public static FlowTableConfig of(int table) {
        return new FlowTableConfig(table, "", NO_LIMIT, "", List.of(), List.of(), Map.of());
    }

    public FlowTableConfig withName(String newName) {
        return new FlowTableConfig(table, newName, flowLimit, overflowPolicy, groups, prefixes, externalIds);
    }

    public FlowTableConfig withFlowLimit(long limit) {
        return new FlowTableConfig(table, name, limit, overflowPolicy, groups, prefixes, externalIds);
    }

    public FlowTableConfig withOverflowPolicy(String policy) {
        return new FlowTableConfig(table, name, flowLimit, policy, groups, prefixes, externalIds);
    }

    public FlowTableConfig withGroups(List<String> fields) {
        return new FlowTableConfig(table, name, flowLimit, overflowPolicy, fields, prefixes, externalIds);
    }

    /** The settings of the table; {@code ConfigLaws} has checked them. */
    TableSettings settings() {
        List<Subfield> fields = new ArrayList<>();
        groups.forEach(group -> fields.add(subfield(group)));
        int limit = flowLimit == NO_LIMIT ? TableSettings.UNLIMITED : (int) Math.min(flowLimit, Integer.MAX_VALUE);
        return new TableSettings(name, limit, overflowPolicy.equals(EVICT), fields);
    }

    /** The bits that {@code text} names, or null when it names none. */
    static Subfield subfield(String text) {
        int open = text.indexOf('[');
        Field field = Fields.byName((open < 0 ? text : text.substring(0, open)).strip());
        if (field == null) {
            return null;
        }
        String range = open < 0 ? "[]" : text.substring(open).strip();
        if (range.equals("[]")) {
            return Subfield.of(field);
        }
        if (!range.matches("\\[[0-9]{1,3}(\\.\\.[0-9]{1,3})?]")) {
            return null;
        }
        String[] ends = range.substring(1, range.length() - 1).split("\\.\\.", -1);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        return first <= last && last < field.width() ? new Subfield(field, first, last - first + 1) : null;
    }
}
