package io.weft.cli.daemon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns TERM and INT into an orderly end: the signal completes {@link #asked}, and the process lives on until {@link #close}, or ten seconds.
 */
final class EndSignal implements AutoCloseable {
    private static final long GRACE_S = 10;

    private final CompletableFuture<Boolean> asked = new CompletableFuture<>();
    private final CountDownLatch done = new CountDownLatch(1);

    private EndSignal() {}

    static EndSignal install() {
        EndSignal signal = new EndSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::askAndWait, "end-signal"));
        return signal;
    }

    /** One that no signal asks, for a switch that is no process of its own. */
    static EndSignal none() {
        return new EndSignal();
    }

    /** Asks the process to end, as a signal does. */
    void ask() {
        asked.complete(true);
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

    /** Completed when the process is asked to end. */
    CompletableFuture<Boolean> asked() {
        return asked;
    }

    boolean isAsked() {
        return asked.isDone();
    }

    /** Waits until the process is asked to end. */
    void await() {
        asked.join();
    }

    /** Everything is closed: the process may go. */
    @Override
    public void close() {
        done.countDown();
    }
}
