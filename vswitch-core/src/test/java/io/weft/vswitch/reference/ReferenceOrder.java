package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.CtSpec;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.vswitch.track.TrackOrder;
import java.math.BigInteger;

/** What {@code ct(...)} asks of the tracker: what {@code exec} writes into the packet's mark and label goes to the connection, bit by bit. */
final class ReferenceOrder {
    private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private final ReferencePacket packet;
    private BigInteger markBits = BigInteger.ZERO;
    private BigInteger labelBits = BigInteger.ZERO;

    private ReferenceOrder(ReferencePacket packet) {
        this.packet = packet;
    }

    /** Executes {@code exec} on the packet. */
    static TrackOrder of(CtSpec spec, ReferencePacket packet) {
        BigInteger from = spec.zoneFrom() == null ? null : packet.read(spec.zoneFrom());
        int zone = from == null ? spec.zone() : from.intValue();
        ReferenceOrder order = new ReferenceOrder(packet);
        spec.exec().forEach(order::exec);
        BigInteger mark = packet.read(Subfield.of(Fields.CT_MARK)).and(order.markBits);
        BigInteger label = packet.read(Subfield.of(Fields.CT_LABEL)).and(order.labelBits);
        return new TrackOrder(
                zone,
                spec.commit(),
                spec.force(),
                mark.intValue(),
                order.markBits.intValue(),
                label.shiftRight(Long.SIZE).longValue(),
                label.and(LOW_64).longValue(),
                order.labelBits.shiftRight(Long.SIZE).longValue(),
                order.labelBits.and(LOW_64).longValue(),
                spec.nat(),
                spec.helper());
    }

    private void exec(Action action) {
        switch (action) {
            case Action.SetField set -> {
                packet.set(set.field(), set.high(), set.low(), set.maskHigh(), set.maskLow());
                note(set.field(), number(set.maskHigh(), set.maskLow()));
            }
            case Action.Load load -> {
                packet.write(load.target(), BigInteger.valueOf(load.value()));
                note(load.target());
            }
            case Action.Move move -> {
                packet.move(move.source(), move.target());
                note(move.target());
            }
            default -> throw new IllegalStateException(action + " in exec");
        }
    }

    private static BigInteger number(long high, long low) {
        return new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(Long.SIZE)
                .or(new BigInteger(Long.toUnsignedString(low)));
    }

    private void note(Subfield bits) {
        note(
                bits.field(),
                BigInteger.TWO.pow(bits.width()).subtract(BigInteger.ONE).shiftLeft(bits.offset()));
    }

    private void note(Field field, BigInteger bits) {
        if (field.equals(Fields.CT_MARK)) {
            markBits = markBits.or(bits);
        } else {
            labelBits = labelBits.or(bits);
        }
    }
}
