package io.weft.northbound.control;

/**
 * The connection tracker as a whole.
 *
 * @param connections now
 * @param most connections there may be
 * @param capacity the most that {@code most} can be: the size of the table
 * @param checksSequence whether TCP segments outside the windows are invalid
 * @param sweepIntervalMs within this time an expired connection makes room
 */
public record TrackerSettings(int connections, int most, int capacity, boolean checksSequence, int sweepIntervalMs) {}
