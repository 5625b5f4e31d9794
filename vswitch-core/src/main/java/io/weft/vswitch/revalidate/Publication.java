package io.weft.vswitch.revalidate;

import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.bridge.SwitchSnapshot;
import java.util.List;

/**
 * A version of the switch for the PMDs, and what makes it different from the one before.
 *
 * @param snapshot the version
 * @param bridge the id of the bridge whose flow entries changed, or {@link #EVERYTHING}
 * @param entries flow entries that came or went; of no meaning with {@link #EVERYTHING}
 * @param targets whether groups, meters or the ports that groups watch changed, too
 */
public record Publication(SwitchSnapshot snapshot, int bridge, List<FlowEntry> entries, boolean targets) {
    /** Ports, VLAN settings or bridges changed. */
    public static final int EVERYTHING = -1;

    public static Publication ofEverything(SwitchSnapshot snapshot) {
        return new Publication(snapshot, EVERYTHING, List.of(), true);
    }
}
