package io.weft.vswitch.port;

import org.agrona.concurrent.NanoClock;

/** A clock that stands still until told otherwise. */
public final class FakeClock implements NanoClock {
    private long nowNs = 1_000_000_000L;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    public void advanceMs(long ms) {
        nowNs += ms * 1_000_000L;
    }
}
