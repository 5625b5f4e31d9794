package io.weft.flow.match;

/**
 * What is asked of the addresses and ports that the packets of one direction of a connection have; what is not given lets everything through.
 *
 * <p>An IPv4 address is in the low half. {@code ports} has the source port in the upper 16 bits and the destination port in the lower; of ICMP the
 * identifier, and type and code.
 *
 * @param family 4, 6, or {@link #ANY}
 * @param protocol IP protocol number, or {@link #ANY}
 * @param hasSource whether the source address is given
 * @param hasDestination whether the destination address is given
 * @param portMask which bits of {@code ports} are given
 */
public record TuplePart(
        int family,
        int protocol,
        boolean hasSource,
        long sourceHigh,
        long sourceLow,
        boolean hasDestination,
        long destinationHigh,
        long destinationLow,
        int ports,
        int portMask) {
    /** Every family or protocol. */
    public static final int ANY = -1;

    /** Everything. */
    public static final TuplePart ALL = new TuplePart(ANY, ANY, false, 0, 0, false, 0, 0, 0, 0);

    /** Whether a direction of this family and protocol has what is asked for. */
    public boolean isKind(boolean ipv6, int ofProtocol) {
        return (family == ANY || family == (ipv6 ? 6 : 4)) && (protocol == ANY || protocol == ofProtocol);
    }

    /** Whether a direction with this source address has what is asked for. */
    public boolean isFrom(long high, long low) {
        return !hasSource || sourceHigh == high && sourceLow == low;
    }

    /** Whether a direction with this destination address has what is asked for. */
    public boolean isTo(long high, long low) {
        return !hasDestination || destinationHigh == high && destinationLow == low;
    }

    /** Whether these ports are those asked for. */
    public boolean hasPorts(int given) {
        return ((given ^ ports) & portMask) == 0;
    }

    /** Whether nothing is left open, so that one connection of a zone at the most is meant. */
    public boolean isWhole() {
        return protocol != ANY && hasSource && hasDestination && portMask == -1;
    }
}
