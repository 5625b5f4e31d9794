package io.weft.cli;

import io.weft.northbound.control.ConnectionControl;
import io.weft.northbound.control.ConnectionFilter;
import io.weft.northbound.control.ConnectionLimits;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.EventCount;
import io.weft.northbound.control.LimitChange;
import io.weft.northbound.control.TrackedConnection;
import io.weft.northbound.control.TrackedConnection.Direction;
import io.weft.northbound.control.TrackerChange;
import io.weft.northbound.control.TrackerCounters;
import io.weft.northbound.control.TrackerSettings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The connection tracker of a {@link FakeSwitch}: constant answers; what it is told is written down. */
final class FakeConnections implements ConnectionControl {
    private static final Direction THERE = new Direction(0, 0x0A000001, 0, 0x0A000002, 1000 << 16 | 80);
    private static final Direction BACK = new Direction(0, 0x0A000002, 0, 0x0A000001, 80 << 16 | 1000);
    private static final long FC00 = 0xfc00_0000_0000_0000L;

    private final List<String> told;

    FakeConnections(List<String> told) {
        this.told = told;
    }

    @Override
    public Iterator<TrackedConnection> connections(ConnectionFilter filter) {
        told.add("dump " + filter);
        return List.of(
                        new TrackedConnection(
                                0,
                                6,
                                false,
                                THERE,
                                BACK,
                                false,
                                false,
                                5,
                                0,
                                0x77,
                                "ESTABLISHED",
                                "SYN_SENT",
                                true,
                                true,
                                29_999,
                                ""),
                        new TrackedConnection(
                                7,
                                58,
                                true,
                                new Direction(FC00, 1, FC00, 2, 3 << 16 | 128 << 8),
                                new Direction(FC00, 2, FC00, 1, 3 << 16 | 129 << 8),
                                false,
                                false,
                                0,
                                1,
                                2,
                                "FIRST",
                                "FIRST",
                                false,
                                false,
                                59_000,
                                ""))
                .iterator();
    }

    @Override
    public long flushConnections(ConnectionFilter filter) {
        told.add("flush " + filter);
        return filter.zone().equals(OptionalInt.of(99)) ? 0 : 1;
    }

    @Override
    public ConnectionStatistics connectionStatistics(OptionalInt zone) {
        told.add("statistics " + zone);
        Map<String, Long> states = new LinkedHashMap<>();
        states.put("SYN_SENT", 1L);
        states.put("ESTABLISHED", 1L);
        return new ConnectionStatistics(9, Map.of(6, 2L, 17, 4L, 1, 2L, 47, 1L), states);
    }

    @Override
    public ConnectionLimits connectionLimits(List<Integer> zones) {
        told.add("limits " + zones);
        return new ConnectionLimits(10, List.of(new ConnectionLimits.Zone(1, 3, 2)));
    }

    @Override
    public void changeConnectionLimits(LimitChange change) {
        told.add(change.toString());
    }

    @Override
    public TrackerSettings trackerSettings(TrackerChange change) {
        told.add(change.toString());
        return new TrackerSettings(14, 1000, 2000, true, 5000);
    }

    @Override
    public TrackerCounters trackerCounters() {
        return new TrackerCounters(
                14,
                1000,
                List.of(new ConnectionLimits.Zone(0, 0, 4), new ConnectionLimits.Zone(7, 20, 10)),
                List.of(new EventCount("ct_created", "connections that were committed", 40)));
    }
}
