package io.weft.northbound.control;

import java.util.List;

/**
 * What the connection tracker counted, in this process and those before it in the same run directory.
 *
 * @param connections now, with expired ones that are still in the table
 * @param most connections there may be
 * @param zones those that have connections, by number
 * @param events every one there is, in the order of the registry
 */
public record TrackerCounters(int connections, int most, List<ConnectionLimits.Zone> zones, List<EventCount> events) {
    public TrackerCounters {
        zones = List.copyOf(zones);
        events = List.copyOf(events);
    }
}
