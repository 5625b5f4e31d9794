package io.weft.vswitch.state;

import io.weft.vswitch.PortFlags;

/**
 * What is kept of a port.
 *
 * @param number OpenFlow number
 */
public record SavedPort(int number, PortFlags flags) {
    private static final int NO_FLOOD = 1;
    private static final int NO_FORWARD = 2;
    private static final int NO_RECEIVE = 4;
    private static final int UP = 8;
    private static final int NO_PACKET_IN = 16;
    private static final int NO_STP = 32;

    int bits() {
        return (flags.noFlood() ? NO_FLOOD : 0)
                | (flags.noForward() ? NO_FORWARD : 0)
                | (flags.noReceive() ? NO_RECEIVE : 0)
                | (flags.up() ? UP : 0)
                | (flags.noPacketIn() ? NO_PACKET_IN : 0)
                | (flags.noStp() ? NO_STP : 0);
    }

    static SavedPort of(int number, int bits) {
        PortFlags flags = new PortFlags(
                (bits & NO_FLOOD) != 0,
                (bits & NO_FORWARD) != 0,
                (bits & NO_RECEIVE) != 0,
                (bits & UP) != 0,
                (bits & NO_PACKET_IN) != 0,
                (bits & NO_STP) != 0);
        return new SavedPort(number, flags);
    }
}
