package io.weft.northbound.control;

/**
 * A queue of a port that is shaped: what it is given, and what it has counted.
 *
 * @param number by which flows choose it
 * @param minRate guaranteed, in tenths of a per cent of what the port may send, 0 to 1000; {@link #NONE}: not said
 * @param maxRate not exceeded, in the same unit
 * @param txBytes that left, without preamble and FCS
 * @param txPackets that left
 * @param txErrors packets that were dropped: the queue was full, or they had waited too long
 * @param durationNs since the queue was made
 */
public record PortQueue(
        int number, int minRate, int maxRate, long txBytes, long txPackets, long txErrors, long durationNs) {
    /** In place of a rate. */
    public static final int NONE = -1;
}
