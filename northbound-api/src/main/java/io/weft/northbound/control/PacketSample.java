package io.weft.northbound.control;

import java.util.OptionalInt;

/**
 * A packet that a {@code sample} action drew.
 *
 * @param probability of 65535
 * @param collectorSet 32 bits, unsigned, as are {@code domain} and {@code point}
 * @param domain observation domain
 * @param point observation point
 * @param samplingPort the port to speak of, if one was named
 * @param inPort the port on which the packet came in
 * @param totalLength bytes of the packet
 * @param frame the first of them; not copied
 * @param lost samples lost before this one because the receiver was slow; set by the API, 0 from a switch
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record PacketSample(
        int probability,
        long collectorSet,
        long domain,
        long point,
        OptionalInt samplingPort,
        Direction direction,
        int inPort,
        int totalLength,
        byte[] frame,
        long lost)
        implements Lossy<PacketSample> {
    /** On which side of the sampling port. */
    public enum Direction {
        DEFAULT,
        INGRESS,
        EGRESS
    }

    @Override
    public PacketSample withLost(long samples) {
        return new PacketSample(
                probability, collectorSet, domain, point, samplingPort, direction, inPort, totalLength, frame, samples);
    }
}
