package io.weft.vswitch.program;

import io.weft.flow.action.Action;

/**
 * What a SAMPLE instruction does: with a probability, hands the packet as it is to those who collect samples.
 *
 * @param bridge the id of the bridge whose entry says so
 * @param action probability, collector set, observation domain and point, port and direction
 */
public record SampleOrder(int bridge, Action.Sample action) {
    /** Bytes of a packet that a sample shows at most, as sFlow has it by default. */
    public static final int MAX_BYTES = 128;
}
