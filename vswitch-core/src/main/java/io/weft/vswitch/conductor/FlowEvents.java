package io.weft.vswitch.conductor;

import io.weft.flow.table.FlowChanges;

/** Who hears of changes to flow tables: called on the conductor's thread when every PMD has adopted them; must not block. */
@FunctionalInterface
public interface FlowEvents {
    void changed(String bridge, FlowChanges changes);
}
