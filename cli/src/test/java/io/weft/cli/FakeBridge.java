package io.weft.cli;

import io.weft.flow.match.TlvMapping;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.control.MacEntry;
import io.weft.northbound.control.MacStatistics;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.control.TlvChange;
import java.util.List;
import java.util.Set;

/** What a bridge of a {@link FakeSwitch} has beside its tables: port counters, settings, a MAC table. Changes are written down. */
interface FakeBridge extends FakePart {
    @Override
    default List<PortStatistics> portStatistics(String bridge, String port) {
        FakePart.requireBridge(bridge);
        return List.of(
                new PortStatistics(1, "p1", 3, 180, 0, 0, 4, 240, 1, 0, 2_000_000_000L),
                new PortStatistics(PortView.LOCAL, "br0", 0, 0, 0, 0, 0, 0, 0, 0, 2_000_000_000L));
    }

    @Override
    default void modifyPort(String bridge, String port, Set<PortFlag> set, Set<PortFlag> clear) {
        whole().commands.add("mod-port " + bridge + " " + port + " " + set + " " + clear);
    }

    @Override
    default void setFragmentMode(String bridge, FragmentMode mode) {
        whole().commands.add("set-frags " + bridge + " " + mode);
    }

    @Override
    default List<TlvMapping> tlvMap(String bridge, TlvChange change) {
        whole().commands.add("tlv-map " + bridge + " " + change.kind());
        return change.mappings();
    }

    @Override
    default List<MacEntry> macs(String bridge) {
        FakePart.requireBridge(bridge);
        return List.of(
                new MacEntry(1, "p1", 0, 0x505400000005L, 7, false),
                new MacEntry(PortView.LOCAL, "br0", 10, 0x505400000006L, 0, true));
    }

    @Override
    default long flushMacs(String bridge, String port) {
        whole().commands.add("flush " + bridge + " " + port);
        return 2;
    }

    @Override
    default void addStaticMac(String bridge, String port, int vlan, long mac) {
        whole().commands.add("add " + bridge + " " + port + " " + vlan + " " + Long.toHexString(mac));
    }

    @Override
    default void deleteStaticMac(String bridge, int vlan, long mac) {
        whole().commands.add("del " + bridge + " " + vlan + " " + Long.toHexString(mac));
    }

    @Override
    default MacStatistics macStatistics(String bridge) {
        return new MacStatistics(2, 8192, 1, 5, 3, 0, 1);
    }
}
