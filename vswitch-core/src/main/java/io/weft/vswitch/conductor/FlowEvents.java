package io.weft.vswitch.conductor;

import io.weft.flow.table.FlowChanges;
import io.weft.vswitch.TableStatus;

/** Who hears of changes to flow tables: called on the conductor's thread when every PMD has adopted them; must not block. */
public interface FlowEvents {
    void changed(String bridge, FlowChanges changes);

    /** A table got full, or has room again, because of a change that was told of just before. */
    void filled(String bridge, TableStatus status);
}
