package io.weft.flow.table;

import io.weft.flow.action.ActionList;
import io.weft.flow.action.Uses;
import io.weft.flow.meter.MeterTable;
import java.util.function.LongPredicate;

/** The groups and meters that entries may name. */
public final class Targets {
    /** Whatever they name. */
    public static final Targets ANY = new Targets(_ -> true, _ -> true);

    private final LongPredicate groups;
    private final LongPredicate meters;

    private Targets(LongPredicate groups, LongPredicate meters) {
        this.groups = groups;
        this.meters = meters;
    }

    /** The groups that {@code groups} accepts, and the meters of a table. */
    public static Targets of(LongPredicate groups, MeterTable meters) {
        return new Targets(groups, id -> meters.get(id) != null);
    }

    /** @throws FlowModException when the entry would name a group or meter that does not exist */
    void check(int index, FlowMod mod) {
        if (mod.kind().isDelete() || ActionList.isPlain(mod.actions())) {
            return;
        }
        Uses.groups(mod.actions(), id -> require(groups.test(id), index, "group", id));
        Uses.meters(mod.actions(), id -> require(meters.test(id), index, "meter", id));
    }

    private static void require(boolean exists, int index, String field, long id) {
        if (!exists) {
            throw new FlowModException(index, field, Long.toString(id), "that of a " + field + " of the bridge");
        }
    }
}
