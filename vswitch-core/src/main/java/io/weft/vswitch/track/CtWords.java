package io.weft.vswitch.track;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;

/**
 * Where the fields of a connection are: in a whole {@link FlowKey}, and in the key of a packet that comes round, which leaves out the words that are the same for all
 * packets of its frozen state.
 *
 * <pre>
 *   word of it      0 .............. 15   16 ........... 24
 *   word of FlowKey 0 .............. 15   36 ........... 44
 *                   the packet            its connection: state and mark | zone, protocol, ports | label (2) | IPv4 addresses | IPv6 addresses (4)
 * </pre>
 */
public final class CtWords {
    /** The first word about the connection in a {@link FlowKey}. */
    public static final int FIRST = Fields.CT_STATE.word();

    /** Words about the connection. */
    public static final int COUNT = Fields.CT_IPV6_DST.word() + 2 - FIRST;

    /** All words of a packet that comes round. */
    public static final int WORDS = FlowKey.PACKET_WORDS + COUNT;

    private static final int STATE_SHIFT = 32;
    private static final int ZONE_SHIFT = 48;
    private static final int PROTOCOL_SHIFT = 32;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private CtWords() {}

    /** The word of a {@link FlowKey} that {@code word} is. */
    public static int place(int word) {
        return word < FlowKey.PACKET_WORDS ? word : word - FlowKey.PACKET_WORDS + FIRST;
    }

    /** {@code ct_state}, of the words about a connection that begin at {@code at}. */
    public static int state(long[] words, int at) {
        return (int) (words[at] >>> STATE_SHIFT);
    }

    /** {@code ct_zone}, of the words about a connection that begin at {@code at}. */
    public static int zone(long[] words, int at) {
        return (int) (words[at + 1] >>> ZONE_SHIFT);
    }

    static long stateAndMark(int state, int mark) {
        return (long) state << STATE_SHIFT | mark & LOW_32;
    }

    static long zoneAndPorts(int zone, int protocol, int ports) {
        return (long) zone << ZONE_SHIFT | (long) protocol << PROTOCOL_SHIFT | ports & LOW_32;
    }

    /** Writes a whole key's words about a connection: the original tuple is null for a packet that has none. */
    static void write(PacketTracker from, Tuple tuple, long[] key) {
        key[FIRST] = stateAndMark(from.state(), from.mark());
        key[FIRST + 1] = zoneAndPorts(from.zone(), 0, 0);
        key[FIRST + 2] = from.labelHigh();
        key[FIRST + 3] = from.labelLow();
        for (int word = FIRST + 4; word < FIRST + COUNT; word++) {
            key[word] = 0;
        }
        if (tuple == null) {
            return;
        }
        key[FIRST + 1] = zoneAndPorts(from.zone(), tuple.protocol(), ports(tuple));
        if (tuple.isIpv6()) {
            key[FIRST + 5] = tuple.sourceHigh;
            key[FIRST + 6] = tuple.sourceLow;
            key[FIRST + 7] = tuple.destinationHigh;
            key[FIRST + 8] = tuple.destinationLow;
        } else {
            key[FIRST + 4] = tuple.sourceLow << 32 | tuple.destinationLow;
        }
    }

    private static int ports(Tuple tuple) {
        return Tuple.isIcmp(tuple.kind) ? IcmpKind.type(tuple.ports) << 16 | IcmpKind.code(tuple.ports) : tuple.ports;
    }
}
