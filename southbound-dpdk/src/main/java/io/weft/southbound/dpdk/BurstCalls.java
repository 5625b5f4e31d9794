package io.weft.southbound.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that packets pay for: one a burst, through function pointers that are arguments of a constant handle, so that the compiler inlines
 * the transition.
 *
 * <p>Two kinds: <em>plain</em>, during which the JVM may stop the world, and <em>critical</em>, without the thread's change of state, for functions
 * that never enter the kernel, wait or call back. Thread-safety: any thread. Allocation: none.
 */
final class BurstCalls {
    /** {@code uint16_t burst(void *queue, struct rte_mbuf **packets, uint16_t count)}. */
    private static final FunctionDescriptor BURST = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    /** {@code int enqueue(struct rte_mempool *, void *const *objects, unsigned count)}; dequeue alike. */
    private static final MethodHandle MEMPOOL =
            Linker.nativeLinker().downcallHandle(BURST, Linker.Option.critical(false));

    private static final MethodHandle PLAIN = Linker.nativeLinker().downcallHandle(BURST);
    private static final MethodHandle CRITICAL =
            Linker.nativeLinker().downcallHandle(BURST, Linker.Option.critical(false));

    private BurstCalls() {}

    /** Runs a receive or transmit function; returns its count. */
    static int burst(MemorySegment function, long queue, long packets, int count, boolean critical) {
        try {
            int done = critical
                    ? (int) CRITICAL.invokeExact(function, queue, packets, count)
                    : (int) PLAIN.invokeExact(function, queue, packets, count);
            return done & 0xFFFF;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Runs an operation of a memory pool; returns 0 or a negative error. */
    static int mempool(MemorySegment function, long mempool, long objects, int count) {
        try {
            return (int) MEMPOOL.invokeExact(function, mempool, objects, count);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** The handles have exact types and the functions throw nothing: what arrives here is a bug or the end of the JVM. */
    private static RuntimeException impossible(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("native call", e);
    }
}
