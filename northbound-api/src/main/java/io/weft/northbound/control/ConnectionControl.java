package io.weft.northbound.control;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Everything that can be asked of the connection tracker of a switch. None of it holds up packets. The rules of {@link SwitchControl} hold.
 */
public interface ConnectionControl {
    /** Connections, each as it was at one moment. The iterator may be used by one thread at a time, at any pace. */
    Iterator<TrackedConnection> connections(ConnectionFilter filter);

    /** Ends connections and returns how many. */
    long flushConnections(ConnectionFilter filter);

    /** How many connections there are in a zone, or in all. */
    ConnectionStatistics connectionStatistics(OptionalInt zone);

    /** The limits of these zones; with none given, of those that have limits of their own. */
    ConnectionLimits connectionLimits(List<Integer> zones);

    /** Changes limits until the switch ends, or until its configuration changes them. Connections beyond a lowered limit stay. */
    void changeConnectionLimits(LimitChange change);

    /** The settings after {@code change}. */
    TrackerSettings trackerSettings(TrackerChange change);

    /** What was counted, and how many connections each zone has. Looks at no connection. */
    TrackerCounters trackerCounters();
}
