package io.weft.vswitch.track;

import java.util.Objects;

/**
 * {@code nat(...)} of a {@code ct} action (ovs-actions(7)): what a new connection's source or destination may be translated to.
 *
 * <p>Addresses are numbers: an IPv4 address in the low 32 bits of {@code Low}, an IPv6 address in both. All zero as the only address means that
 * the address stays and only a port that is taken is changed.
 *
 * @param part what is translated; {@link Part#EXISTING} applies the binding that the connection has and makes none
 * @param ipv6 whether the addresses are IPv6; a packet of the other family is not translated
 * @param minPort 0 when there is no range of ports: the packet's own port is kept where it is free
 */
public record NatRange(
        Part part,
        boolean ipv6,
        long minHigh,
        long minLow,
        long maxHigh,
        long maxLow,
        int minPort,
        int maxPort,
        Choice choice,
        boolean persistent) {
    /** Which half of the packet is translated. */
    public enum Part {
        EXISTING,
        SOURCE,
        DESTINATION
    }

    /** Where the search for a free port begins. */
    public enum Choice {
        /** A hash of the connection. */
        HASH,
        /** Anywhere. */
        RANDOM
    }

    public NatRange {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(choice, "choice");
        boolean ordered = Long.compareUnsigned(minHigh, maxHigh) < 0
                || minHigh == maxHigh && Long.compareUnsigned(minLow, maxLow) <= 0;
        if (!ordered) {
            throw new IllegalArgumentException("nat: the first address of the range is above the last");
        }
        if (minPort < 0 || maxPort > 0xFFFF || minPort > maxPort) {
            throw new IllegalArgumentException(
                    "nat: ports " + minPort + "-" + maxPort + "; allowed are ranges within 1 to 65535, or none");
        }
        if (!ipv6 && (maxHigh != 0 || maxLow >>> 32 != 0)) {
            throw new IllegalArgumentException("nat: an IPv4 address has 32 bits");
        }
    }

    /** {@code nat}: apply what the connection has. */
    public static NatRange existing() {
        return new NatRange(Part.EXISTING, false, 0, 0, 0, 0, 0, 0, Choice.HASH, false);
    }

    /** IPv4 addresses from {@code first} to {@code last}, ports kept where they are free. */
    public static NatRange ipv4(Part part, int first, int last) {
        return new NatRange(
                part,
                false,
                0,
                Integer.toUnsignedLong(first),
                0,
                Integer.toUnsignedLong(last),
                0,
                0,
                Choice.HASH,
                false);
    }

    /** The same addresses with ports from {@code first} to {@code last}. */
    public NatRange ports(int first, int last) {
        return new NatRange(part, ipv6, minHigh, minLow, maxHigh, maxLow, first, last, choice, persistent);
    }

    /** Whether only a taken port is changed: the range is the all-zero address. */
    boolean keepsAddress() {
        return (maxHigh | maxLow) == 0;
    }
}
