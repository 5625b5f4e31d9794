package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A thread that changes the flow table of a switch a hundred times a second, over one connection, until it is closed. Another thread starts and closes it. */
final class Changer implements AutoCloseable {
    static final int PER_SECOND = 100;

    private final Restartable peer;
    private final Thread thread = new Thread(this::run, "changes");
    private volatile boolean ends;
    private volatile RuntimeException refused;

    Changer(Restartable peer) {
        this.peer = peer;
    }

    Changer started() {
        thread.start();
        return this;
    }

    private void run() {
        try (FlowChanges changes = peer.changes()) {
            long startNs = System.nanoTime();
            for (int i = 0; !ends; i++) {
                changes.change(i / 2, i % 2 == 0);
                long dueNs = startNs + TimeUnit.SECONDS.toNanos(i + 1) / PER_SECOND;
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
        } catch (RuntimeException e) {
            refused = e;
        }
    }

    /** @throws RefusedException when a change was refused */
    @Override
    public void close() {
        ends = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
        if (refused != null) {
            throw new RefusedException("changes: " + refused.getMessage(), refused);
        }
    }
}
