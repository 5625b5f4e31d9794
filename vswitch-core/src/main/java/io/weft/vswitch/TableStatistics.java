package io.weft.vswitch;

/**
 * A flow table with entries, or that packets passed through.
 *
 * @param table 0 to 253
 * @param active entries in it
 * @param lookups packets that were looked up in it
 * @param matched packets that an entry of it matched
 */
public record TableStatistics(int table, long active, long lookups, long matched) {}
