package io.weft.vswitch.state;

import io.weft.flow.group.GroupTable;
import io.weft.flow.match.TlvMap;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.table.MissPolicy;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.mac.MacTable;
import java.util.Map;

/**
 * A bridge without its entries.
 *
 * @param ports number and flags of each port, by name
 * @param misses what tables do with packets that match nothing, where that is not {@link MissPolicy#UNSET}
 * @param evictions the tables that were told to evict, or not to
 * @param macs read by any thread
 */
public record BridgeShape(
        String name,
        Map<String, SavedPort> ports,
        FragmentMode fragments,
        TlvMap tlvMap,
        Map<Integer, MissPolicy> misses,
        Map<Integer, Boolean> evictions,
        GroupTable groups,
        MeterTable meters,
        MacTable macs) {
    public BridgeShape {
        ports = Map.copyOf(ports);
        misses = Map.copyOf(misses);
        evictions = Map.copyOf(evictions);
    }
}
