package io.weft.flow.table;

import io.weft.flow.key.Subfield;
import java.util.List;

/**
 * How one flow table is configured: a row of {@code Flow_Table} in ovs-vswitchd.conf.db(5).
 *
 * @param name for people and flow texts; empty for none
 * @param flowLimit the most entries, or {@link #UNLIMITED}
 * @param evicts what a full table does: true: an entry with a timeout makes room for the new one; false: the new one is refused
 * @param groups values of these fields divide the entries into groups, of which the largest gives up an entry; empty: one group. Of no
 *     meaning unless {@code evicts}
 */
public record TableSettings(String name, int flowLimit, boolean evicts, List<Subfield> groups) {
    /** As many entries as there is memory. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** No name, no limit. */
    public static final TableSettings DEFAULT = new TableSettings("", UNLIMITED, false, List.of());

    public TableSettings {
        groups = List.copyOf(groups);
    }

    /** The same, evicting or not. */
    public TableSettings withEvicts(boolean value) {
        return new TableSettings(name, flowLimit, value, groups);
    }
}
