package io.weft.vswitch.translate;

import io.weft.vswitch.bridge.BridgePort;

/**
 * A packet on its way through a patch port: the port it goes into, and the VLAN tag with which it does.
 *
 * @param from the patch port of the bridge that sends
 * @param tag how the tag is changed on the way
 * @param vlan of a tag that is put on or set
 */
record Wire(BridgePort from, Tag tag, int vlan) {

    /** What happens to the outer tag. */
    enum Tag {
        AS_IT_IS,
        UNTAGGED,
        TAGGED
    }

    /** Sends the packet as it is. */
    static Wire plain(BridgePort from) {
        return new Wire(from, Tag.AS_IT_IS, 0);
    }

    /** Sends the packet as NORMAL does. */
    static Wire normal(BridgePort from, boolean tagged, int vlan) {
        return new Wire(from, tagged ? Tag.TAGGED : Tag.UNTAGGED, vlan);
    }
}
