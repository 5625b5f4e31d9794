package io.weft.vswitch.shape;

/**
 * What a queue of a port has counted since it was made.
 *
 * @param sinceNs when it was made
 * @param packets that left
 * @param bytes that left, without preamble and FCS
 * @param dropped packets that were given up
 */
public record QueueStatistics(int queue, long sinceNs, long packets, long bytes, long dropped) {}
