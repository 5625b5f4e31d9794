package io.weft.cli.daemon;

import io.weft.cli.verb.Standbys;
import io.weft.southbound.linux.Precedence;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Waits for the end of the switch of a run directory, warmed up. Other standbys of the directory take turns; one that comes before there is a switch is
 * that switch, at once.
 *
 * <pre>
 *   lock is free -----------------------------------------------------------------> the switch
 *   lock is held --> thread "standby-lock" waits in the kernel --------------taken--^
 *                \-> rehearsal, until all is warm or the lock is taken --> ready   TERM --> ends, nothing was touched
 * </pre>
 */
final class Standby implements AutoCloseable {
    private final Path runDirectory;
    private final Path mark;
    private final PrintWriter err;

    private Standby(Path runDirectory, PrintWriter err) {
        this.runDirectory = runDirectory;
        this.err = err;
        mark = Standbys.own(runDirectory);
    }

    /** The lock, taken when this returns; empty when the process was asked to end first. */
    static Optional<RunDirectoryLock> await(Path runDirectory, SwitchdKnobs knobs, EndSignal end, PrintWriter err)
            throws IOException {
        RunDirectoryLock lock = RunDirectoryLock.of(runDirectory);
        if (lock.tryTake()) {
            return Optional.of(lock);
        }
        try (Standby standby = new Standby(runDirectory, err)) {
            return standby.await(lock, knobs, end);
        }
    }

    private Optional<RunDirectoryLock> await(RunDirectoryLock lock, SwitchdKnobs knobs, EndSignal end)
            throws IOException {
        say(Standbys.WARMING_UP);
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("standby-lock").start(() -> take(lock, taken));
        CompletableFuture<Object> first = CompletableFuture.anyOf(taken, end.asked());
        Precedence.giveWay();
        DressRehearsal.of(runDirectory, knobs, err).play(first::isDone);
        if (!first.isDone()) {
            say(Standbys.READY);
            err.println("weft: switchd: standby of the switch in " + runDirectory + " (process " + lock.holder() + ")");
            err.flush();
        }
        try {
            first.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } finally {
            Precedence.resume();
        }
        return end.isAsked() ? Optional.empty() : Optional.of(lock);
    }

    private static void take(RunDirectoryLock lock, CompletableFuture<Boolean> taken) {
        try {
            lock.await();
            taken.complete(true);
        } catch (IOException e) {
            taken.completeExceptionally(e);
        }
    }

    private void say(String state) throws IOException {
        Files.writeString(mark, state + "\n", StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(mark);
    }
}
