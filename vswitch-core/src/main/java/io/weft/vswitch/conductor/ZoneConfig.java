package io.weft.vswitch.conductor;

import io.weft.vswitch.track.TimeoutPolicy;
import java.util.Map;

/**
 * A zone of the connection tracker as the user wants it: a row of {@code CT_Zone} with its {@code CT_Timeout_Policy} (ovs-vswitchd.conf.db(5)).
 *
 * @param zone 0 to 65535
 * @param limit the most connections, 0 for no limit; {@link #DEFAULT_LIMIT}: as zones without a row
 * @param timeouts seconds by key such as {@code udp_first}; what is not named, and what is empty, is as in zones without a row
 */
public record ZoneConfig(int zone, int limit, Map<String, Long> timeouts) {
    /** The {@link #limit} of a zone that has none of its own. */
    public static final int DEFAULT_LIMIT = -1;

    public ZoneConfig {
        timeouts = Map.copyOf(timeouts);
    }

    /** What the tracker does with it; null: as it does by default. */
    public TimeoutPolicy policy() {
        return timeouts.isEmpty() ? null : TimeoutPolicy.of(timeouts);
    }
}
