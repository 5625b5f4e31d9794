package io.weft.northbound.control;

/**
 * A packet to be traced.
 *
 * @param key the packet as a full flow key ({@link io.weft.flow.key.FlowKey#WORDS} words), in_port as a port number of the bridge. With a
 *     frame, only its in_port, metadata and registers are taken. Not copied
 * @param frame the packet as bytes, at most 65,535; empty: none. Not copied
 * @param portNames ports by name in the result's texts
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed on once, never compared
public record TraceRequest(String bridge, long[] key, byte[] frame, boolean portNames) {}
