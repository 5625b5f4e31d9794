package io.weft.vswitch.track;

import io.weft.flow.action.NatSpec;

/**
 * A connection that another one has announced: packets of {@code tuple} with any source port begin it.
 *
 * @param parent tuple of the packets that began the one that announced it
 * @param nat what its first packet's translation is, or null
 * @param deadlineMs until when it is expected
 */
record Expectation(Tuple tuple, Tuple parent, NatSpec nat, int mark, long labelHigh, long labelLow, long deadlineMs) {
    /** Whether a packet begins what is expected. */
    boolean matches(Tuple packet) {
        return packet.kind == tuple.kind
                && (packet.ports & 0xFFFF) == (tuple.ports & 0xFFFF)
                && packet.sourceLow == tuple.sourceLow
                && packet.destinationLow == tuple.destinationLow
                && packet.sourceHigh == tuple.sourceHigh
                && packet.destinationHigh == tuple.destinationHigh;
    }
}
