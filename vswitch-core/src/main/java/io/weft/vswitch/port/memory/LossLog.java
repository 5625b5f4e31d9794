package io.weft.vswitch.port.memory;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When a queue lost packets, and how many: the last {@value #KEPT} times. What is lost within {@value #SAME_NS} ns of the last time belongs to it.
 *
 * <p>Thread-safety: one thread notes, any reads the {@link #text}, whose newest figures may be those of a moment ago. Allocation: none after construction.
 */
final class LossLog {
    private static final int KEPT = 1024;
    private static final long SAME_NS = 200_000;

    private final AtomicLongArray times = new AtomicLongArray(KEPT);
    private final AtomicLongArray packets = new AtomicLongArray(KEPT);
    private volatile long count;

    void note(long nowNs, long lost) {
        long last = count - 1;
        int at = (int) (last % KEPT);
        if (last >= 0 && nowNs - times.getPlain(at) < SAME_NS) {
            packets.setOpaque(at, packets.getPlain(at) + lost);
            return;
        }
        at = (int) (count % KEPT);
        times.setOpaque(at, nowNs);
        packets.setOpaque(at, lost);
        count = last + 2;
    }

    /** Such as {@code 123456789:17 123999999:3}: a time of the switch's clock in ns, and the packets lost then; oldest first. */
    String text() {
        StringBuilder text = new StringBuilder();
        long end = count;
        for (long i = Math.max(0, end - KEPT); i < end; i++) {
            int at = (int) (i % KEPT);
            text.append(text.isEmpty() ? "" : " ")
                    .append(times.getOpaque(at))
                    .append(':')
                    .append(packets.getOpaque(at));
        }
        return text.toString();
    }
}
