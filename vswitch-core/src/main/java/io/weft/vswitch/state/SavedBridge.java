package io.weft.vswitch.state;

import io.weft.flow.group.GroupMod;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.table.RestoredFlow;
import io.weft.vswitch.bridge.FragmentMode;
import io.weft.vswitch.mac.MacEntry;
import java.util.List;
import java.util.Map;

/**
 * A bridge as a process left it.
 *
 * @param groups to add, in this order
 * @param meters to add
 */
public record SavedBridge(
        Map<String, SavedPort> ports,
        FragmentMode fragments,
        List<TlvMapping> tlvMap,
        Map<Integer, MissPolicy> misses,
        Map<Integer, Boolean> evictions,
        List<GroupMod> groups,
        List<MeterMod> meters,
        List<RestoredFlow> flows,
        List<MacEntry> macs) {
    public SavedBridge {
        ports = Map.copyOf(ports);
        tlvMap = List.copyOf(tlvMap);
        misses = Map.copyOf(misses);
        evictions = Map.copyOf(evictions);
        groups = List.copyOf(groups);
        meters = List.copyOf(meters);
        flows = List.copyOf(flows);
        macs = List.copyOf(macs);
    }
}
