package io.weft.cli.daemon;

import io.weft.flow.wire.IpProtocol;
import io.weft.northbound.control.ConnectionControl;
import io.weft.northbound.control.ConnectionFilter;
import io.weft.northbound.control.ConnectionLimits;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.EventCount;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.LimitChange;
import io.weft.northbound.control.TrackedConnection;
import io.weft.northbound.control.TrackerChange;
import io.weft.northbound.control.TrackerCounters;
import io.weft.northbound.control.TrackerSettings;
import io.weft.vswitch.Connections;
import io.weft.vswitch.TrackerEvent;
import io.weft.vswitch.track.Connection;
import io.weft.vswitch.track.ConnectionCensus;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.TrackOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The connection tracker of this process. What only asks makes no table where there is none. Thread-safety: any thread. */
final class LocalConnections implements ConnectionControl {
    private static final int PROTOCOLS = 256;

    private final Connections connections;

    LocalConnections(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Iterator<TrackedConnection> connections(ConnectionFilter filter) {
        return connections
                .known()
                .map(tracker -> views(tracker.connections(chosen(filter), connections::nowMs)))
                .orElseGet(Collections::emptyIterator);
    }

    private static Iterator<TrackedConnection> views(Iterator<Connection> all) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public TrackedConnection next() {
                return view(all.next());
            }
        };
    }

    private static TrackedConnection view(Connection from) {
        int slash = from.state().indexOf('/');
        return new TrackedConnection(
                from.zone(),
                from.protocol(),
                from.ipv6(),
                view(from.original()),
                view(from.reply()),
                from.snat(),
                from.dnat(),
                from.mark(),
                from.labelHigh(),
                from.labelLow(),
                slash < 0 ? from.state() : from.state().substring(0, slash),
                from.state().substring(slash + 1),
                from.seenReply(),
                from.assured(),
                from.remainingMs(),
                from.helper() == null ? "" : from.helper().text());
    }

    private static TrackedConnection.Direction view(Connection.Ends ends) {
        return new TrackedConnection.Direction(
                ends.sourceHigh(), ends.sourceLow(), ends.destinationHigh(), ends.destinationLow(), ends.ports());
    }

    private static io.weft.vswitch.track.ConnectionFilter chosen(ConnectionFilter filter) {
        return io.weft.vswitch.track.ConnectionFilter.ofZone(zone(filter.zone()))
                .withTuples(filter.original(), filter.reply())
                .withMark(filter.mark(), filter.markMask())
                .withLabel(filter.labelHigh(), filter.labelLow(), filter.labelHighMask(), filter.labelLowMask());
    }

    private static int zone(OptionalInt zone) {
        return zone.orElse(io.weft.vswitch.track.ConnectionFilter.ANY_ZONE);
    }

    @Override
    public long flushConnections(ConnectionFilter filter) {
        return connections
                .known()
                .map(tracker -> tracker.flush(chosen(filter), connections.nowMs()))
                .orElse(0);
    }

    @Override
    public ConnectionStatistics connectionStatistics(OptionalInt zone) {
        return connections
                .known()
                .map(tracker -> statistics(tracker.census(zone(zone), connections.nowMs())))
                .orElseGet(() -> new ConnectionStatistics(0, Map.of(), Map.of()));
    }

    private static ConnectionStatistics statistics(ConnectionCensus census) {
        Map<Integer, Long> byProtocol = new TreeMap<>();
        for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            if (census.count(protocol) > 0) {
                byProtocol.put(protocol, census.count(protocol));
            }
        }
        return new ConnectionStatistics(
                census.total(), byProtocol, census.count(IpProtocol.TCP) == 0 ? Map.of() : census.tcpStates());
    }

    @Override
    public ConnectionLimits connectionLimits(List<Integer> zones) {
        ConnectionTracker tracker = connections.known().orElse(null);
        if (tracker == null) {
            return new ConnectionLimits(
                    0,
                    zones.stream()
                            .map(zone -> new ConnectionLimits.Zone(zone, 0, 0))
                            .toList());
        }
        IntStream chosen = zones.isEmpty()
                ? IntStream.rangeClosed(0, TrackOrder.MOST_ZONE).filter(tracker::hasLimit)
                : zones.stream().mapToInt(zone -> zone);
        return new ConnectionLimits(
                tracker.defaultLimit(),
                chosen.mapToObj(zone -> new ConnectionLimits.Zone(zone, tracker.limit(zone), tracker.count(zone)))
                        .toList());
    }

    @Override
    public void changeConnectionLimits(LimitChange change) {
        ConnectionTracker tracker = connections.tracker();
        change.defaultLimit().ifPresent(tracker::defaultLimit);
        change.set().forEach(tracker::limit);
        change.delete().forEach(tracker::inheritLimit);
    }

    @Override
    public TrackerCounters trackerCounters() {
        ConnectionTracker tracker = connections.known().orElse(null);
        return new TrackerCounters(
                tracker == null ? 0 : tracker.size(),
                tracker == null ? connections.capacity() : tracker.most(),
                tracker == null ? List.of() : busy(tracker),
                events());
    }

    private static List<ConnectionLimits.Zone> busy(ConnectionTracker tracker) {
        return IntStream.rangeClosed(0, TrackOrder.MOST_ZONE)
                .filter(zone -> tracker.count(zone) > 0)
                .mapToObj(zone -> new ConnectionLimits.Zone(zone, tracker.limit(zone), tracker.count(zone)))
                .toList();
    }

    /** Everything that the tracker counts, with how often it happened. */
    List<EventCount> events() {
        long[] counts = connections.events();
        List<EventCount> events = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            TrackerEvent event = TrackerEvent.ALL.get(i);
            events.add(new EventCount(event.name(), event.text(), counts[i]));
        }
        return events;
    }

    @Override
    public TrackerSettings trackerSettings(TrackerChange change) {
        require("maxconns", change.most(), 1, connections.capacity(), "connections, the size of the table");
        require(
                "sweep interval",
                change.sweepIntervalMs(),
                Connections.LEAST_SWEEP_MS,
                Connections.MOST_SWEEP_MS,
                "ms");
        change.most().ifPresent(most -> connections.tracker().most(most));
        change.checksSequence().ifPresent(check -> connections.tracker().checkWindows(check));
        change.sweepIntervalMs().ifPresent(connections::sweepMs);
        ConnectionTracker tracker = connections.known().orElse(null);
        int capacity = connections.capacity();
        return tracker == null
                ? new TrackerSettings(0, capacity, capacity, true, connections.sweepMs())
                : new TrackerSettings(
                        tracker.size(), tracker.most(), capacity, tracker.checksWindows(), connections.sweepMs());
    }

    private static void require(String field, OptionalInt value, int least, int most, String unit) {
        if (value.isPresent() && (value.getAsInt() < least || value.getAsInt() > most)) {
            throw new ControlException(
                    Kind.INVALID,
                    FieldViolation.notAllowed(field, value.getAsInt(), least + " to " + most + " " + unit));
        }
    }
}
