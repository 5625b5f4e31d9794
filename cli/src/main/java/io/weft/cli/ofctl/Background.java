package io.weft.cli.ofctl;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A command that goes on in the background, as the daemon options of ovs-ofctl(8) have it.
 *
 * <pre>
 *   weft ofctl --detach monitor ...  --starts--> weft ofctl --detached --pidfile=FILE monitor ...
 *        ends with status 0          <--FILE---  once it sees what happens
 * </pre>
 *
 * So a script that goes on when {@code --detach} returns misses nothing.
 */
final class Background {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path runDirectory;
    private final String pidFile;

    /** {@code pidFile}: empty for the usual one, null for none. */
    Background(Path runDirectory, String pidFile) {
        this.runDirectory = runDirectory;
        this.pidFile = pidFile;
    }

    /** The file with the id of a process that went to the background. */
    static Path usualPidFile(Path runDirectory) {
        return runDirectory.resolve("ofctl.pid");
    }

    private Path file() {
        return pidFile.isEmpty() ? usualPidFile(runDirectory) : Path.of(pidFile);
    }

    /** Starts the same command line in a process of its own and waits until it watches; returns the exit status. */
    int start(List<String> words) {
        try {
            Path file = pidFile == null ? Files.createTempFile("weft-ofctl", ".pid") : file();
            Files.deleteIfExists(file);
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("weft.home", "."), "weft").toString());
            line.add(words.getFirst());
            line.addAll(List.of("--detached", "--pidfile=" + file));
            words.stream()
                    .skip(1)
                    .filter(word -> !word.equals("--detach") && !word.startsWith("--pidfile"))
                    .forEach(line::add);
            await(file, HostCommand.startBeside(line));
            if (pidFile == null) {
                Files.deleteIfExists(file);
            }
            return 0;
        } catch (IOException e) {
            throw new RefusedException("cannot go to the background: " + e, e);
        }
    }

    private static void await(Path file, Process child) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!isWritten(file)) {
            if (!child.isAlive()) {
                throw new RefusedException("the process in the background ended with status " + child.exitValue());
            }
            if (System.nanoTime() > deadline) {
                child.destroy();
                throw new RefusedException(
                        "the process in the background was not ready within " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean isWritten(Path file) throws IOException {
        return Files.exists(file) && Files.readString(file).endsWith("\n");
    }

    /** Writes the file, if there is to be one, and removes it at the end of the process. */
    void watching() {
        if (pidFile == null) {
            return;
        }
        Path file = file();
        try {
            Files.writeString(file, ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            throw new RefusedException("cannot write " + file + ": " + e, e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(file), "pidfile"));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println("weft: ofctl: " + file + " stays: " + e);
        }
    }

    /** Ends the process in the background. */
    static void end(Path runDirectory) {
        Path file = usualPidFile(runDirectory);
        try (Stream<String> lines = Files.lines(file)) {
            long pid = Long.parseLong(lines.findFirst().orElse(""));
            ProcessHandle.of(pid).ifPresent(process -> HostCommand.end(process, LIMIT));
        } catch (IOException | NumberFormatException e) {
            throw new RefusedException("no ofctl in the background: " + file + " names none", e);
        }
    }
}
