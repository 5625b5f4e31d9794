package io.weft.northbound.server;

import io.weft.northbound.control.ConnectionControl;
import io.weft.northbound.control.ConnectionFilter;
import io.weft.northbound.control.ConnectionLimits;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.EventCount;
import io.weft.northbound.control.LimitChange;
import io.weft.northbound.control.TrackedConnection;
import io.weft.northbound.control.TrackerChange;
import io.weft.northbound.control.TrackerCounters;
import io.weft.northbound.control.TrackerSettings;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.stream.IntStream;

/** The tracker of a {@link ScriptedSwitch}: remembers what it was asked; it has a thousand connections. */
final class ScriptedConnections implements ConnectionControl {
    static final int CONNECTIONS = 1000;

    private final Queue<Object> asked;
    private final Runnable before;

    ScriptedConnections(Queue<Object> asked, Runnable before) {
        this.asked = asked;
        this.before = before;
    }

    private <T> T answer(Object question, T answer) {
        asked.add(question);
        before.run();
        return answer;
    }

    static TrackedConnection connection(int number) {
        return new TrackedConnection(
                number % 7,
                6,
                true,
                new TrackedConnection.Direction(-1, number, Long.MIN_VALUE, 2, -number),
                new TrackedConnection.Direction(Long.MIN_VALUE, 2, -1, number, number),
                true,
                false,
                -number,
                -1,
                number,
                "ESTABLISHED",
                "SYN_SENT",
                true,
                false,
                number,
                "ftp");
    }

    @Override
    public Iterator<TrackedConnection> connections(ConnectionFilter filter) {
        return answer(
                filter,
                IntStream.range(0, CONNECTIONS)
                        .mapToObj(ScriptedConnections::connection)
                        .iterator());
    }

    @Override
    public long flushConnections(ConnectionFilter filter) {
        return answer(filter, filter.zone().equals(OptionalInt.of(99)) ? 0L : 5L);
    }

    @Override
    public ConnectionStatistics connectionStatistics(OptionalInt zone) {
        return answer(zone, new ConnectionStatistics(3, Map.of(6, 2L, 17, 1L), Map.of("ESTABLISHED", 2L)));
    }

    @Override
    public ConnectionLimits connectionLimits(List<Integer> zones) {
        return answer(zones, new ConnectionLimits(10, List.of(new ConnectionLimits.Zone(65_535, 3, 2))));
    }

    @Override
    public void changeConnectionLimits(LimitChange change) {
        answer(change, null);
    }

    @Override
    public TrackerSettings trackerSettings(TrackerChange change) {
        return answer(change, new TrackerSettings(1, 2, 3, true, 4));
    }

    @Override
    public TrackerCounters trackerCounters() {
        return answer(
                "counters",
                new TrackerCounters(
                        5,
                        Integer.MAX_VALUE,
                        List.of(new ConnectionLimits.Zone(65_535, 0, 5)),
                        List.of(new EventCount("ct_created", "made", Long.MAX_VALUE))));
    }
}
