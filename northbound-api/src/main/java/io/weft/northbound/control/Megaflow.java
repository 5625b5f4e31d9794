package io.weft.northbound.control;

import java.util.OptionalLong;

/**
 * An entry of a PMD's megaflow cache.
 *
 * @param match in the shape of {@code dpctl/dump-flows}
 * @param idleNs since a packet last used it; empty: never
 */
public record Megaflow(int pmd, String match, String actions, long packets, long bytes, OptionalLong idleNs) {}
