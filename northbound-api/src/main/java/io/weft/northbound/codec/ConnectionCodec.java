package io.weft.northbound.codec;

import io.weft.flow.match.TuplePart;
import io.weft.flow.text.TupleText;
import io.weft.northbound.control.ConnectionFilter;
import io.weft.northbound.control.TrackedConnection;
import io.weft.northbound.proto.v1.SwitchProto;
import java.math.BigInteger;
import java.util.OptionalInt;

/** Connections and what chooses them, both ways. */
public final class ConnectionCodec {
    private static final int MARK_BITS = 32;
    private static final int LABEL_BITS = 128;

    private ConnectionCodec() {}

    /** Decodes and checks a filter. */
    public static ConnectionFilter decode(SwitchProto.ConnectionFilter from) {
        RequestCheck check = new RequestCheck();
        OptionalInt zone =
                from.hasZone() ? OptionalInt.of(TrackerCodec.zone(check, from.getZone())) : OptionalInt.empty();
        BigInteger[] mark = masked(check, "filter.mark", from.getMark(), MARK_BITS);
        BigInteger[] labels = masked(check, "filter.labels", from.getLabels(), LABEL_BITS);
        check.text("filter.original", from.getOriginal());
        check.text("filter.reply", from.getReply());
        check.done();
        return new ConnectionFilter(
                zone,
                tuple("filter.original", from.getOriginal()),
                tuple("filter.reply", from.getReply()),
                mark[0].intValue(),
                mark[1].intValue(),
                labels[0].shiftRight(64).longValue(),
                labels[0].longValue(),
                labels[1].shiftRight(64).longValue(),
                labels[1].longValue());
    }

    private static TuplePart tuple(String field, String text) {
        return Refusal.locate(field, text, () -> TupleText.parse(text));
    }

    /** Value and mask, 0 and 0 for empty text. */
    private static BigInteger[] masked(RequestCheck check, String field, String text, int bits) {
        BigInteger all = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        if (text.isEmpty()) {
            return new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO};
        }
        String[] parts = text.split("/", 2);
        BigInteger value = number(parts[0], bits);
        BigInteger mask = parts.length == 1 ? all : number(parts[1], bits);
        if (value == null || mask == null) {
            check.refuse(field, text, "VALUE or VALUE/MASK, of " + bits + " bits each");
            return new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO};
        }
        return new BigInteger[] {value, mask};
    }

    /** Null when it is none of so many bits. */
    private static BigInteger number(String text, int bits) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        String digits = hex ? text.substring(2) : text;
        if (!digits.matches(hex ? "[0-9a-fA-F]{1,32}" : "[0-9]{1,39}")) {
            return null;
        }
        BigInteger number = new BigInteger(digits, hex ? 16 : 10);
        return number.bitLength() > bits ? null : number;
    }

    public static SwitchProto.TrackedConnection encode(TrackedConnection from) {
        return SwitchProto.TrackedConnection.newBuilder()
                .setZone(from.zone())
                .setProtocol(from.protocol())
                .setIpv6(from.ipv6())
                .setOriginal(encode(from.original()))
                .setReply(encode(from.reply()))
                .setSnat(from.snat())
                .setDnat(from.dnat())
                .setMark(from.mark())
                .setLabelHigh(from.labelHigh())
                .setLabelLow(from.labelLow())
                .setState(from.state())
                .setReplyState(from.replyState())
                .setSeenReply(from.seenReply())
                .setAssured(from.assured())
                .setRemainingMs(from.remainingMs())
                .setHelper(from.helper())
                .build();
    }

    private static SwitchProto.ConnectionDirection encode(TrackedConnection.Direction from) {
        return SwitchProto.ConnectionDirection.newBuilder()
                .setSourceHigh(from.sourceHigh())
                .setSourceLow(from.sourceLow())
                .setDestinationHigh(from.destinationHigh())
                .setDestinationLow(from.destinationLow())
                .setSourcePort(from.ports() >>> 16)
                .setDestinationPort(from.ports() & 0xFFFF)
                .build();
    }

    public static TrackedConnection decode(SwitchProto.TrackedConnection from) {
        return new TrackedConnection(
                from.getZone(),
                from.getProtocol(),
                from.getIpv6(),
                decode(from.getOriginal()),
                decode(from.getReply()),
                from.getSnat(),
                from.getDnat(),
                from.getMark(),
                from.getLabelHigh(),
                from.getLabelLow(),
                from.getState(),
                from.getReplyState(),
                from.getSeenReply(),
                from.getAssured(),
                from.getRemainingMs(),
                from.getHelper());
    }

    private static TrackedConnection.Direction decode(SwitchProto.ConnectionDirection from) {
        return new TrackedConnection.Direction(
                from.getSourceHigh(),
                from.getSourceLow(),
                from.getDestinationHigh(),
                from.getDestinationLow(),
                from.getSourcePort() << 16 | from.getDestinationPort() & 0xFFFF);
    }
}
