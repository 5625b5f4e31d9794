package io.weft.northbound.control;

import io.weft.flow.action.Bytes;

/** One change of a bundle as text, or a packet to send when all changes are in effect. */
public sealed interface BundleText permits FlowModText, GroupModText, BundleText.Packet {
    /**
     * A packet to send.
     *
     * @param inPort a name, a number, or empty for the controller
     * @param actions as in ovs-actions(7)
     */
    record Packet(String inPort, String actions, Bytes frame) implements BundleText {}
}
