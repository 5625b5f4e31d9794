package io.weft.vswitch.track;

/**
 * Which connections a dump shows or a flush ends. Parts that are not given let everything through.
 *
 * @param zone a zone, or {@link #ANY_ZONE}
 * @param protocol an IP protocol number, or {@link #ANY_PROTOCOL}
 * @param ends addresses and ports of one of its directions, or null
 * @param markMask bits of the mark that must be as in {@code mark}
 * @param labelHighMask and {@code labelLowMask}: bits of the label that must be as in {@code labelHigh} and {@code labelLow}
 */
public record ConnectionFilter(
        int zone,
        int protocol,
        Connection.Ends ends,
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
    public static final ConnectionFilter ALL = new ConnectionFilter(ANY_ZONE, ANY_PROTOCOL, null, 0, 0, 0, 0, 0, 0);

    /** The connections of a zone. */
    public static ConnectionFilter ofZone(int zone) {
        return new ConnectionFilter(zone, ANY_PROTOCOL, null, 0, 0, 0, 0, 0, 0);
    }

    /** The connection of a zone whose packets of either direction have this protocol and these addresses and ports. */
    public static ConnectionFilter ofTuple(int zone, int protocol, Connection.Ends ends) {
        return new ConnectionFilter(zone, protocol, ends, 0, 0, 0, 0, 0, 0);
    }

    /** The same, and the mark must agree in the bits of {@code mask}. */
    public ConnectionFilter withMark(int value, int mask) {
        return new ConnectionFilter(
                zone, protocol, ends, value, mask, labelHigh, labelLow, labelHighMask, labelLowMask);
    }

    /** The same, and the label must agree in the bits of the masks. */
    public ConnectionFilter withLabel(long high, long low, long highMask, long lowMask) {
        return new ConnectionFilter(zone, protocol, ends, mark, markMask, high, low, highMask, lowMask);
    }

    boolean matches(Connection connection) {
        return (zone == ANY_ZONE || zone == connection.zone())
                && (protocol == ANY_PROTOCOL || protocol == connection.protocol())
                && (ends == null || ends.equals(connection.original()) || ends.equals(connection.reply()))
                && ((mark ^ connection.mark()) & markMask) == 0
                && ((labelHigh ^ connection.labelHigh()) & labelHighMask) == 0
                && ((labelLow ^ connection.labelLow()) & labelLowMask) == 0;
    }
}
