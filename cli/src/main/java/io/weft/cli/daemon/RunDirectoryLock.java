package io.weft.cli.daemon;

import io.weft.southbound.linux.DescriptorLock;
import io.weft.southbound.linux.NativeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One switch per run directory: an advisory lock on {@code switchd.lock}, which the kernel drops when its process ends in whatever way, and which
 * has the process's number in it. Those that wait for it take turns.
 *
 * <p>Thread-safety: one owner; {@link #await} may be on a thread of its own.
 */
final class RunDirectoryLock implements AutoCloseable {
    private final Path runDirectory;
    private final Path file;
    private final DescriptorLock lock;

    private RunDirectoryLock(Path runDirectory, Path file, DescriptorLock lock) {
        this.runDirectory = runDirectory;
        this.file = file;
        this.lock = lock;
    }

    /** The lock of a run directory, not yet taken. */
    static RunDirectoryLock of(Path runDirectory) throws IOException {
        Path file = runDirectory.resolve("switchd.lock");
        try {
            return new RunDirectoryLock(runDirectory, file, DescriptorLock.open(file));
        } catch (NativeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Takes the lock.
     *
     * @throws IOException with a sentence that names the process that has it
     */
    static RunDirectoryLock take(Path runDirectory) throws IOException {
        RunDirectoryLock lock = of(runDirectory);
        if (!lock.tryTake()) {
            lock.close();
            throw new IOException("another switch (process " + lock.holder() + ") runs in " + runDirectory
                    + "; use another --run-dir, end it, or wait for its end with --standby");
        }
        return lock;
    }

    /** Takes the lock; false when another process has it. */
    boolean tryTake() throws IOException {
        try {
            boolean taken = lock.tryTake();
            if (taken) {
                sign();
            }
            return taken;
        } catch (NativeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Takes the lock as soon as nobody else has it; nothing but the end of the process ends the wait. */
    void await() throws IOException {
        try {
            lock.await();
            sign();
        } catch (NativeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The lock of a run directory that another process has passed on: whoever has a copy of the descriptor has it. */
    static RunDirectoryLock adopt(Path runDirectory, int fd) {
        Path file = runDirectory.resolve("switchd.lock");
        return new RunDirectoryLock(runDirectory, file, DescriptorLock.adopt(file, fd));
    }

    /** What another process is to be given, so that it has the lock. */
    int fd() {
        return lock.fd();
    }

    /** Says in the file who has it. */
    void sign() throws IOException {
        Files.writeString(file, ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
    }

    /** The number of the process that has it, or had it last. */
    String holder() throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    @Override
    public String toString() {
        return "the lock of " + runDirectory;
    }

    @Override
    public void close() {
        lock.close();
    }
}
