package io.weft.vswitch;

import io.weft.flow.action.Action;

/**
 * A packet that a {@code sample} action drew.
 *
 * @param bridge whose entry holds the action
 * @param inPort OpenFlow number of the port on which the packet came in
 * @param action probability, collector set, observation domain and point, sampling port and direction
 * @param totalLength bytes of the packet
 * @param frame its first bytes, at most {@link io.weft.vswitch.program.SampleOrder#MAX_BYTES}, as the packet was at the action; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SampledPacket(String bridge, int inPort, Action.Sample action, int totalLength, byte[] frame) {}
