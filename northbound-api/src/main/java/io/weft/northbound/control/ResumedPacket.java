package io.weft.northbound.control;

import io.weft.flow.match.Match;

/**
 * A packet that waited at a controller and shall go on.
 *
 * @param continuation as the packet brought it; not copied
 * @param changes bits of its metadata that are others now
 * @param frame 14 to 65,535 bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed on once, never compared
public record ResumedPacket(String bridge, byte[] continuation, Match changes, byte[] frame) {}
