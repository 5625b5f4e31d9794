package io.weft.cli.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns TERM and INT into an orderly end: the signal releases {@link #await}, and the process lives on until {@link #close}, or ten seconds.
 */
final class EndSignal implements AutoCloseable {
    private static final long GRACE_S = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private EndSignal() {}

    static EndSignal install() {
        EndSignal signal = new EndSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::askAndWait, "end-signal"));
        return signal;
    }

    /** Asks the process to end, as a signal does. */
    void ask() {
        asked.countDown();
    }

    private void askAndWait() {
        ask();
        try {
            if (!done.await(GRACE_S, TimeUnit.SECONDS)) {
                System.err.println("weft: switchd: not closed within " + GRACE_S + " s; ending anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the process is asked to end. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is closed: the process may go. */
    @Override
    public void close() {
        done.countDown();
    }
}
