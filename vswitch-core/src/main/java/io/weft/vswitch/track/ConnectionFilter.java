package io.weft.vswitch.track;

import io.weft.flow.match.TuplePart;

/**
 * Which connections a dump shows or a flush ends. Parts that are not given let everything through.
 *
 * @param zone a zone, or {@link #ANY_ZONE}
 * @param protocol an IP protocol number, or {@link #ANY_PROTOCOL}
 * @param ends addresses and ports of one of its directions, or null
 * @param original what the packets that began it must have
 * @param reply what the packets that answer must have
 * @param markMask bits of the mark that must be as in {@code mark}
 * @param labelHighMask and {@code labelLowMask}: bits of the label that must be as in {@code labelHigh} and {@code labelLow}
 */
public record ConnectionFilter(
        int zone,
        int protocol,
        Connection.Ends ends,
        TuplePart original,
        TuplePart reply,
        int mark,
        int markMask,
        long labelHigh,
        long labelLow,
        long labelHighMask,
        long labelLowMask) {
    /** As a zone: all. */
    public static final int ANY_ZONE = -1;

    /** As a protocol: all. */
    public static final int ANY_PROTOCOL = -1;

    /** Everything. */
    public static final ConnectionFilter ALL = of(ANY_ZONE, ANY_PROTOCOL, null);

    private static ConnectionFilter of(int zone, int protocol, Connection.Ends ends) {
        return new ConnectionFilter(zone, protocol, ends, TuplePart.ALL, TuplePart.ALL, 0, 0, 0, 0, 0, 0);
    }

    /** The connections of a zone. */
    public static ConnectionFilter ofZone(int zone) {
        return of(zone, ANY_PROTOCOL, null);
    }

    /** The connection of a zone whose packets of either direction have this protocol and these addresses and ports. */
    public static ConnectionFilter ofTuple(int zone, int protocol, Connection.Ends ends) {
        return of(zone, protocol, ends);
    }

    /** The same, and both directions must have what is asked for. */
    public ConnectionFilter withTuples(TuplePart ofOriginal, TuplePart ofReply) {
        return new ConnectionFilter(
                zone,
                protocol,
                ends,
                ofOriginal,
                ofReply,
                mark,
                markMask,
                labelHigh,
                labelLow,
                labelHighMask,
                labelLowMask);
    }

    /** The same, and the mark must agree in the bits of {@code mask}. */
    public ConnectionFilter withMark(int value, int mask) {
        return new ConnectionFilter(
                zone, protocol, ends, original, reply, value, mask, labelHigh, labelLow, labelHighMask, labelLowMask);
    }

    /** The same, and the label must agree in the bits of the masks. */
    public ConnectionFilter withLabel(long high, long low, long highMask, long lowMask) {
        return new ConnectionFilter(
                zone, protocol, ends, original, reply, mark, markMask, high, low, highMask, lowMask);
    }

    boolean matches(Connection connection) {
        return (zone == ANY_ZONE || zone == connection.zone())
                && (protocol == ANY_PROTOCOL || protocol == connection.protocol())
                && (ends == null || ends.equals(connection.original()) || ends.equals(connection.reply()))
                && matches(original, connection, connection.original())
                && matches(reply, connection, connection.reply())
                && ((mark ^ connection.mark()) & markMask) == 0
                && ((labelHigh ^ connection.labelHigh()) & labelHighMask) == 0
                && ((labelLow ^ connection.labelLow()) & labelLowMask) == 0;
    }

    private static boolean matches(TuplePart part, Connection connection, Connection.Ends ends) {
        return part.isKind(connection.ipv6(), connection.protocol())
                && part.isFrom(ends.sourceHigh(), ends.sourceLow())
                && part.isTo(ends.destinationHigh(), ends.destinationLow())
                && part.hasPorts(ends.ports());
    }
}
