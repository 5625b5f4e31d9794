package io.weft.vswitch.datapath;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * For how long the calling thread has run, and for how long it was ready and did not, as the kernel counts ({@code /proc/thread-self/schedstat},
 * Documentation/scheduler/sched-stats.rst). Thread-safety: the thread that made it. Allocation: none after construction. Cost: some microseconds.
 */
final class ThreadTimes {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final RandomAccessFile schedule;
    private final byte[] text = new byte[96];
    private long ranNs;
    private long waitedNs;

    /** @throws UncheckedIOException when this kernel does not say */
    ThreadTimes() {
        try {
            schedule = new RandomAccessFile("/proc/thread-self/schedstat", "r");
        } catch (IOException e) {
            throw unknown(e);
        }
        look();
    }

    private static UncheckedIOException unknown(IOException e) {
        return new UncheckedIOException("this kernel does not say how long a thread waits for a processor", e);
    }

    /** Takes new figures. */
    void look() {
        ranNs = threads.getCurrentThreadCpuTime();
        try {
            schedule.seek(0);
            parse(schedule.read(text));
        } catch (IOException e) {
            throw unknown(e);
        }
    }

    /** The second number of the line. */
    private void parse(int length) {
        int at = 0;
        while (at < length && text[at] != ' ') {
            at++;
        }
        long value = 0;
        for (at++; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
            value = 10 * value + text[at] - '0';
        }
        waitedNs = value;
    }

    /** Time on a processor at the last look. */
    long ranNs() {
        return ranNs;
    }

    /** Time ready for a processor, without one, at the last look. */
    long waitedNs() {
        return waitedNs;
    }
}
