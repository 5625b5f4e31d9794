package io.weft.vswitch.port;

import io.weft.vswitch.packet.FrameCache;

/** A receive queue, run by one PMD agent. Nothing here allocates, blocks or throws for a packet. */
public interface RxQueue {
    /** The descriptor to wait on with poll(2) for input, or -1 where a wait makes no sense. */
    default int pollFd() {
        return -1;
    }

    /**
     * Receives up to {@code limit} packets into {@code packets[0..)}, which the caller then owns.
     *
     * @param frames where receive buffers come from and rejected frames go
     * @return the number of packets
     */
    int receive(FrameCache frames, long[] packets, int limit);

    /** Packets lost before they reached {@link #receive}, so far: ring overruns, no buffers. */
    default long missed() {
        return 0;
    }
}
