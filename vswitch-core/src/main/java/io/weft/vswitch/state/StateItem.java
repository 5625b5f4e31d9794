package io.weft.vswitch.state;

import io.weft.flow.group.GroupTable;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import java.util.List;
import java.util.Map;

/** Something to keep: references to what does not change any more, so that it can be written later. */
public sealed interface StateItem {
    /** Entries came and went; groups and meters are these now. */
    record Changed(String bridge, FlowChanges changes, GroupTable groups, MeterTable meters) implements StateItem {}

    /** These are the bridges now, and all about them but their entries. */
    record Shaped(List<BridgeShape> bridges) implements StateItem {
        public Shaped {
            bridges = List.copyOf(bridges);
        }
    }

    /** All there is; what was noted before is in it. */
    record Whole(List<BridgeShape> bridges, Map<String, List<FlowEntry>> entries) implements StateItem {
        public Whole {
            bridges = List.copyOf(bridges);
            entries = Map.copyOf(entries);
        }
    }
}
