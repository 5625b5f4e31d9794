package io.weft.northbound.control;

/**
 * The MAC table of a bridge in numbers.
 *
 * @param current entries now
 * @param maximum the most there may be
 * @param staticEntries those of {@code current} that do not age
 * @param learned since the bridge was added, as are the rest
 */
public record MacStatistics(
        long current, long maximum, long staticEntries, long learned, long expired, long evicted, long moved) {}
