package io.weft.perf.peers;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A thread that sends frames at a pace, a few thousand a second at most. Another thread starts and closes it. */
final class TapSender implements AutoCloseable {
    private static final long REST_NS = 500_000;

    private final Tap tap;
    private final List<byte[]> frames;
    private final int perSecond;
    private final Thread thread = new Thread(this::send, "paced sender");
    private volatile boolean ends;

    /** Sends {@code frames} in turn, again and again, {@code perSecond} of them each second, until it is closed. */
    TapSender(Tap tap, List<byte[]> frames, int perSecond) {
        this.tap = tap;
        this.frames = List.copyOf(frames);
        this.perSecond = perSecond;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void send() {
        long startNs = System.nanoTime();
        int next = 0;
        long sent = 0;
        while (!ends) {
            long due = (long) ((System.nanoTime() - startNs) / 1e9 * perSecond);
            for (; sent < due; sent++) {
                tap.send(frames.get(next));
                next = next + 1 == frames.size() ? 0 : next + 1;
            }
            LockSupport.parkNanos(REST_NS);
        }
    }

    @Override
    public void close() {
        ends = true;
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
