package io.weft.flow.action;

import java.util.Locale;

/**
 * Operands of {@code nat(...)} within {@code ct(...)} (ovs-actions(7)). Immutable.
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
}
