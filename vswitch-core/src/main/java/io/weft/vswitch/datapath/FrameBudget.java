package io.weft.vswitch.datapath;

import io.weft.vswitch.packet.PacketMemory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of the packet memory of a switch may wait in shaped ports: a quarter, and an eighth in one port. Once it is used up, a port keeps a few frames.
 *
 * <p>Thread-safety: any thread.
 */
public final class FrameBudget {
    /** Frames that any port may hold. */
    static final int LEAST = 64;

    private static final int MOST_A_PORT = 4096;
    private static final int SHARE = 4;

    private final int most;
    private final AtomicInteger held = new AtomicInteger();

    public FrameBudget(PacketMemory memory) {
        most = (int) Math.min(Integer.MAX_VALUE, memory.bytes() / memory.frameSize()) / SHARE;
    }

    /** Frames that one port may hold at the most. */
    public int mostOfPort() {
        return Math.clamp(most / 2, LEAST, MOST_A_PORT);
    }

    boolean isSpent() {
        return held.get() >= most;
    }

    void add(int frames) {
        if (frames != 0) {
            held.addAndGet(frames);
        }
    }

    /** Frames that wait now. */
    public int held() {
        return held.get();
    }
}
