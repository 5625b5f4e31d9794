package io.weft.vswitch.datapath;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;

/**
 * The key of a packet that comes round, without the words that are the same for all packets of its frozen state.
 *
 * <pre>
 *   word of it      0 .............. 15   16 ........... 24
 *   word of FlowKey 0 .............. 15   36 ........... 44
 *                   the packet            its connection
 * </pre>
 */
final class CtWords {
    /** The first word about the connection in a {@link FlowKey}. */
    static final int FIRST = Fields.CT_STATE.word();

    /** Words about the connection. */
    static final int COUNT = Fields.CT_IPV6_DST.word() + 2 - FIRST;

    /** All words. */
    static final int WORDS = FlowKey.PACKET_WORDS + COUNT;

    private static final int STATE_SHIFT = 32;
    private static final int ZONE_SHIFT = 48;

    private CtWords() {}

    /** The word of a {@link FlowKey} that {@code word} is. */
    static int place(int word) {
        return word < FlowKey.PACKET_WORDS ? word : word - FlowKey.PACKET_WORDS + FIRST;
    }

    /** {@code ct_state}, of the words about a connection that begin at {@code at}. */
    static int state(long[] words, int at) {
        return (int) (words[at] >>> STATE_SHIFT);
    }

    /** {@code ct_zone}, of the words about a connection that begin at {@code at}. */
    static int zone(long[] words, int at) {
        return (int) (words[at + 1] >>> ZONE_SHIFT);
    }
}
