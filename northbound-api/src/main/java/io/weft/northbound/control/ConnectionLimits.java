package io.weft.northbound.control;

import java.util.List;

/**
 * How many connections zones may have. A limit of 0 is none.
 *
 * @param defaultLimit of zones without a limit of their own
 */
public record ConnectionLimits(int defaultLimit, List<Zone> zones) {
    /** The limit in force in a zone, and the connections that it has. */
    public record Zone(int zone, int limit, int count) {}
}
