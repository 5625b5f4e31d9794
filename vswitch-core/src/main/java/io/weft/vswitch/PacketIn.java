package io.weft.vswitch;

/**
 * A packet for the controller.
 *
 * @param bridge where it came in
 * @param inPort OpenFlow number of the port on which it came in
 * @param reason as in OpenFlow: 0 no match, 1 action, 2 invalid TTL
 * @param totalLength bytes of the packet before it was cut
 * @param frame its first bytes, as the action asked; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record PacketIn(String bridge, int inPort, int reason, int totalLength, byte[] frame) {}
