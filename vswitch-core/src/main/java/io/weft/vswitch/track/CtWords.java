package io.weft.vswitch.track;

import io.weft.flow.key.FlowKey;

/** Where the fields of a connection are in a whole {@link FlowKey}. */
final class CtWords {
    private static final int STATE_MARK = FlowKey.ARRIVAL_WORD + 2;

    private CtWords() {}

    static void write(PacketTracker from, Tuple tuple, long[] key) {
        key[STATE_MARK] = (long) from.state() << 32 | from.mark() & 0xFFFF_FFFFL;
        key[STATE_MARK + 1] = (long) from.zone() << 48;
        key[STATE_MARK + 2] = from.labelHigh();
        key[STATE_MARK + 3] = from.labelLow();
        for (int word = STATE_MARK + 4; word < STATE_MARK + 9; word++) {
            key[word] = 0;
        }
        if (tuple == null) {
            return;
        }
        key[STATE_MARK + 1] |= (long) tuple.protocol() << 32 | ports(tuple);
        if (tuple.isIpv6()) {
            key[STATE_MARK + 5] = tuple.sourceHigh;
            key[STATE_MARK + 6] = tuple.sourceLow;
            key[STATE_MARK + 7] = tuple.destinationHigh;
            key[STATE_MARK + 8] = tuple.destinationLow;
        } else {
            key[STATE_MARK + 4] = tuple.sourceLow << 32 | tuple.destinationLow;
        }
    }

    private static long ports(Tuple tuple) {
        int ports =
                Tuple.isIcmp(tuple.kind) ? IcmpKind.type(tuple.ports) << 16 | IcmpKind.code(tuple.ports) : tuple.ports;
        return ports & 0xFFFF_FFFFL;
    }
}
