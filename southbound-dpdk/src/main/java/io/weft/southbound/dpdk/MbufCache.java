package io.weft.southbound.dpdk;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;

/**
 * One thread's cache in a memory pool, kept between two marks by moving mbufs between it and the thread's own {@link FrameCache}: what the inline functions of
 * {@code rte_mempool.h} do in C, without a call.
 *
 * <pre>
 *   0 ..... LOW ............ HIGH ..... 384 (DPDK moves all to the shared ring)
 *        fill to FILL     empty to FILL
 * </pre>
 *
 * A burst takes or gives at most 64, so in steady state no driver ever goes to the ring.
 *
 * <p>Thread-safety: whoever runs the queue; it notices by itself that another thread took over. Allocation: none but then.
 */
final class MbufCache {
    private static final int LOW = 96;
    private static final int FILL = 192;
    private static final int HIGH = 320;

    private final Eal eal;
    private final MbufPool pool;
    private Thread owner;
    private long cache;

    MbufCache(Eal eal, MbufPool pool) {
        this.eal = eal;
        this.pool = pool;
    }

    /** Makes sure that a burst finds buffers to receive into, if there are any, and room for those it sent. */
    @SuppressWarnings("ReferenceEquality") // the very thread
    void balance(FrameCache frames) {
        if (Thread.currentThread() != owner) {
            adopt();
        }
        if (cache == 0) {
            pool.balanceRing(LOW, HIGH);
            return;
        }
        int count = Memory.getInt(cache + MempoolDescriptor.CACHE_COUNT);
        if (count < LOW) {
            fill(frames, count);
        } else if (count > HIGH) {
            empty(frames, count);
        }
    }

    private void fill(FrameCache frames, int from) {
        int count = from;
        while (count < FILL) {
            long frame = frames.allocate();
            if (frame == 0) {
                break;
            }
            Memory.putLong(cache + MempoolDescriptor.CACHE_OBJECTS + count * 8L, pool.mbuf(frame));
            count++;
        }
        Memory.putInt(cache + MempoolDescriptor.CACHE_COUNT, count);
    }

    private void empty(FrameCache frames, int from) {
        int count = from;
        while (count > FILL) {
            count--;
            frames.freeFrame(MbufPool.frame(Memory.getLong(cache + MempoolDescriptor.CACHE_OBJECTS + count * 8L)));
        }
        Memory.putInt(cache + MempoolDescriptor.CACHE_COUNT, count);
    }

    private void adopt() {
        owner = Thread.currentThread();
        int lcore = Lane.current(eal.library);
        cache = lcore == Lane.NONE ? 0 : pool.cache(lcore);
    }
}
