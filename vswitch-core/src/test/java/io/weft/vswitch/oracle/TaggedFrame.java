package io.weft.vswitch.oracle;

import io.weft.flow.key.Fields;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameComposer;
import java.util.HexFormat;

/**
 * A packet as bytes, which both switches read for themselves: with up to three VLAN tags, of which they read as many as {@code vlan-limit}
 * says.
 */
record TaggedFrame(int inPort, String hex) {
    private static final int ADDRESSES = 12;
    private static final int TAG = 4;

    /** Of the packet that {@code flow} describes, which has a tag or none. Tags that are not read may have any TPID, the others have 0x8100. */
    static TaggedFrame of(String flow, int vlanLimit, Choices choices) {
        long[] key = FlowText.parseKey(flow, PortNames.NUMBERS);
        byte[] frame = FrameComposer.compose(key);
        int has = (Fields.VLAN_TCI.low(key) & 0x1000) != 0 ? 1 : 0;
        for (int tags = has + choices.upTo(3); tags > has; tags--) {
            boolean isRead = tags <= vlanLimit;
            int tpid = isRead || choices.oneIn(2) ? 0x8100 : 0x88a8;
            frame = tagged(frame, ADDRESSES + TAG * has, tpid, choices.pcp() << 13 | choices.vlan());
        }
        return new TaggedFrame((int) Fields.IN_PORT.low(key), HexFormat.of().formatHex(frame));
    }

    private static byte[] tagged(byte[] frame, int at, int tpid, int tci) {
        byte[] longer = new byte[frame.length + TAG];
        System.arraycopy(frame, 0, longer, 0, at);
        System.arraycopy(frame, at, longer, at + TAG, frame.length - at);
        longer[at] = (byte) (tpid >> 8);
        longer[at + 1] = (byte) tpid;
        longer[at + 2] = (byte) (tci >> 8);
        longer[at + 3] = (byte) tci;
        return longer;
    }
}
