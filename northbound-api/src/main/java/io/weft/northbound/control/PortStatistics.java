package io.weft.northbound.control;

/**
 * Counters of a port.
 *
 * @param number 1 to 65279, or {@link PortView#LOCAL}
 * @param durationNs since the port was added
 */
public record PortStatistics(
        int number,
        String name,
        long rxPackets,
        long rxBytes,
        long rxDropped,
        long rxErrors,
        long txPackets,
        long txBytes,
        long txDropped,
        long txErrors,
        long durationNs) {}
