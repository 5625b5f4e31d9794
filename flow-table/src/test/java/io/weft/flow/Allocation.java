package io.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a piece of code allocates on the heap. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a measurement itself may cost, or a compiler that replaces the running code; far below one byte a call. */
    private static final long SLACK_BYTES = 20_000;

    private Allocation() {}

    /** Fails if a million calls of {@code body}, after as many to warm up, allocate. */
    public static void assertNone(Runnable body) {
        run(body);
        run(body);
        long thread = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        run(body);
        long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
        assertThat(allocated).as("bytes allocated by a million calls").isLessThan(SLACK_BYTES);
    }

    private static void run(Runnable body) {
        for (int i = 0; i < 1_000_000; i++) {
            body.run();
        }
    }
}
