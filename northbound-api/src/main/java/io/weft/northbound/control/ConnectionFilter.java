package io.weft.northbound.control;

import io.weft.flow.match.TuplePart;
import java.util.OptionalInt;

/**
 * Which connections are meant: those with all that is given.
 *
 * @param zone empty: every zone
 * @param original of the packets that began the connection
 * @param reply of the packets that answer
 * @param markMask which bits of {@code mark} are given
 * @param labelHighMask and {@code labelLowMask}: which bits of the label are given
 */
public record ConnectionFilter(
        OptionalInt zone,
        TuplePart original,
        TuplePart reply,
        int mark,
        int markMask,
        long labelHigh,
        long labelLow,
        long labelHighMask,
        long labelLowMask) {
    /** Every connection. */
    public static final ConnectionFilter ALL =
            new ConnectionFilter(OptionalInt.empty(), TuplePart.ALL, TuplePart.ALL, 0, 0, 0, 0, 0, 0);

    /** The same, of one zone. */
    public ConnectionFilter ofZone(int one) {
        return new ConnectionFilter(
                OptionalInt.of(one), original, reply, mark, markMask, labelHigh, labelLow, labelHighMask, labelLowMask);
    }

    /** Whether it names a connection whole, by the tuple of one direction. */
    public boolean isOne() {
        return original.isWhole() || reply.isWhole();
    }
}
