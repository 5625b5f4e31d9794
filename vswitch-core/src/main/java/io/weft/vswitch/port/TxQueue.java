package io.weft.vswitch.port;

import io.weft.vswitch.packet.FrameCache;

/** A transmit queue. Nothing here allocates, blocks or throws for a packet. */
public interface TxQueue {
    /**
     * Takes all {@code count} packets: those it cannot send are freed to {@code frames} at once and are the difference to the result.
     *
     * @return packets accepted for sending
     */
    int transmit(FrameCache frames, long[] packets, int count);

    /**
     * Kicks the device and takes back frames that were sent. Called once per round of the PMD, after all inputs were read, also when
     * nothing was transmitted but frames are outstanding.
     */
    void flush(FrameCache frames);

    /** Whether frames are still with the device, so that {@link #flush} must be called again. */
    default boolean isOutstanding() {
        return false;
    }
}
