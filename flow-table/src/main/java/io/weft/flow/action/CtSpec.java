package io.weft.flow.action;

import io.weft.flow.key.Subfield;
import java.util.List;

/**
 * Operands of {@code ct(...)} (ovs-actions(7)): send the packet through the connection tracker. Immutable.
 *
 * @param commit whether a new connection is to be remembered
 * @param force with {@code commit}: whether a connection that goes the other way ends, and the packet begins one
 * @param zone 0 to 65535, where {@code zoneFrom} is null
 * @param zoneFrom 16 bits of a field that say the zone, or null
 * @param table where a copy of the packet goes on, knowing its connection; or {@link #NO_TABLE}
 * @param exec what is set on the connection: {@code set_field}, {@code load} and {@code move} to {@code ct_mark} and {@code ct_label}
 * @param nat what addresses become, or null
 * @param helper whose data connections are expected, or null
 */
public record CtSpec(
        boolean commit,
        boolean force,
        int zone,
        Subfield zoneFrom,
        int table,
        List<Action> exec,
        NatSpec nat,
        CtHelper helper) {
    /** In place of a table: the packet goes on with the next action alone. */
    public static final int NO_TABLE = -1;

    public CtSpec {
        exec = List.copyOf(exec);
    }
}
