package io.weft.northbound.control;

/**
 * A flow table.
 *
 * @param active flows in it
 * @param lookups packets that were looked up
 * @param matched packets that matched
 */
public record TableStatistics(int table, String name, long active, long lookups, long matched) {}
