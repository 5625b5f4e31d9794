package io.weft.vswitch.port.dummy;

import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.RxQueue;

/** Receives what was injected, and then what comes over the wire. Thread-safety: its PMD. */
final class WireRxQueue implements RxQueue {
    /** Polls between two looks for connections. */
    private static final int LOOK_MASK = 255;

    private final RxQueue injected;
    private final DummyLink link;
    private int polls;

    WireRxQueue(RxQueue injected, DummyLink link) {
        this.injected = injected;
        this.link = link;
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        if ((++polls & LOOK_MASK) == 0) {
            link.maintain();
        }
        int count = injected.receive(frames, packets, limit);
        for (DummyStream stream : link.streams()) {
            count = stream.receive(frames, packets, count, limit);
        }
        return count;
    }

    @Override
    public long missed() {
        return injected.missed();
    }
}
