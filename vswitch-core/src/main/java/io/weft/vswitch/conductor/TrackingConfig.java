package io.weft.vswitch.conductor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a user wants of the connection tracker.
 *
 * @param defaultLimit the most connections of a zone without a limit of its own; 0: no limit
 * @param zones each zone once
 */
public record TrackingConfig(int defaultLimit, List<ZoneConfig> zones) {
    /** No limits, no policies. */
    public static final TrackingConfig DEFAULT = new TrackingConfig(0, List.of());

    public TrackingConfig {
        zones = List.copyOf(zones);
    }

    /** The zones by their number. */
    public Map<Integer, ZoneConfig> byZone() {
        Map<Integer, ZoneConfig> map = new TreeMap<>();
        zones.forEach(zone -> map.put(zone.zone(), zone));
        return map;
    }
}
