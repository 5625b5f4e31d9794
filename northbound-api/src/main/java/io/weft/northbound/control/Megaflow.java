package io.weft.northbound.control;

import java.util.OptionalLong;

/**
 * An entry of a PMD's megaflow cache.
 *
 * @param ufid names the match: a UUID
 * @param match in the shape of {@code dpctl/dump-flows}
 * @param idleNs since a packet last used it; empty: never
 */
public record Megaflow(
        int pmd, String ufid, String match, String actions, long packets, long bytes, OptionalLong idleNs) {}
