package io.weft.flow.action;

import java.util.Locale;
import java.util.Objects;

/**
 * Operands of {@code nat(...)} within {@code ct(...)} (ovs-actions(7)): what a new connection's source or destination may become. Immutable.
 *
 * <p>All zero as the only address, and a range that is not there, mean that the address stays and only a port that is taken is changed.
 *
 * @param part what is translated; {@link Side#EXISTING} for {@code nat} alone: as the connection has it
 * @param family of the range
 * @param minHigh the upper half of the first IPv6 address
 * @param minLow the first IPv4 address, or the lower half of the first IPv6 address
 * @param maxHigh of the last address, as {@code minHigh}
 * @param maxLow of the last address, as {@code minLow}
 * @param minPort 1 to 65535, or 0: no range of ports
 * @param maxPort {@code minPort} to 65535
 * @param choice how one of the range is chosen
 * @param persistent whether a client has the same address after a restart
 */
public record NatSpec(
        Side part,
        Family family,
        long minHigh,
        long minLow,
        long maxHigh,
        long maxLow,
        int minPort,
        int maxPort,
        Choice choice,
        boolean persistent) {
    /** {@code nat} without anything. */
    public static final NatSpec PLAIN =
            new NatSpec(Side.EXISTING, Family.NONE, 0, 0, 0, 0, 0, 0, Choice.DEFAULT, false);

    /** What is translated. */
    public enum Side {
        EXISTING,
        SRC,
        DST;

        /** As in flow text. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of which kind the addresses of the range are. */
    public enum Family {
        /** There is no range. */
        NONE,
        IPV4,
        IPV6
    }

    /** How an address and port of the range are chosen. */
    public enum Choice {
        DEFAULT,
        HASH,
        RANDOM
    }

    public NatSpec {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(choice, "choice");
        int order = Long.compareUnsigned(minHigh, maxHigh);
        if (order > 0 || order == 0 && Long.compareUnsigned(minLow, maxLow) > 0) {
            throw new IllegalArgumentException("nat: the first address of the range is above the last");
        }
        if (minPort < 0 || maxPort > 0xFFFF || minPort > maxPort) {
            throw new IllegalArgumentException(
                    "nat: ports " + minPort + "-" + maxPort + "; allowed are ranges within 1 to 65535, or none");
        }
        if (family != Family.IPV6 && (maxHigh != 0 || maxLow >>> 32 != 0)) {
            throw new IllegalArgumentException("nat: an IPv4 address has 32 bits");
        }
    }

    /** IPv4 addresses from {@code first} to {@code last}, ports kept where they are free. */
    public static NatSpec ipv4(Side part, int first, int last) {
        return new NatSpec(
                part,
                Family.IPV4,
                0,
                Integer.toUnsignedLong(first),
                0,
                Integer.toUnsignedLong(last),
                0,
                0,
                Choice.DEFAULT,
                false);
    }

    /** The same addresses with ports from {@code first} to {@code last}. */
    public NatSpec ports(int first, int last) {
        return new NatSpec(part, family, minHigh, minLow, maxHigh, maxLow, first, last, choice, persistent);
    }

    /** Whether only a taken port is changed: there is no range, or it is the all-zero address. */
    public boolean keepsAddress() {
        return (maxHigh | maxLow) == 0;
    }

    /** The same without a range that is only the all-zero address. */
    public NatSpec plain() {
        return keepsAddress() && minPort == 0
                ? new NatSpec(part, Family.NONE, 0, 0, 0, 0, 0, 0, choice, persistent)
                : this;
    }

    /** Whether packets of a family may be translated so; those of the other one stay as they are. */
    public boolean covers(boolean ipv6) {
        return part != Side.EXISTING && (keepsAddress() || (family == Family.IPV6) == ipv6);
    }
}
