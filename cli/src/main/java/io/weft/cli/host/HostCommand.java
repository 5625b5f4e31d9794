package io.weft.cli.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host, each with a deadline and without a shell. */
public final class HostCommand {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

    private HostCommand() {}

    /**
     * What a program printed (both streams) and how it ended.
     *
     * @param status its exit status; {@link #TIMED_OUT} when it was stopped at the deadline
     */
    public record Result(List<String> command, int status, String output) {
        public static final int TIMED_OUT = -1;

        public boolean succeeded() {
            return status == 0;
        }

        /** This result, if the program succeeded. */
        public Result orThrow() throws HostCommandException {
            if (!succeeded()) {
                throw new HostCommandException(this);
            }
            return this;
        }
    }

    /** Runs a program for at most 20 seconds. */
    public static Result run(String... command) {
        return run(DEFAULT_LIMIT, List.of(command));
    }

    /** Runs a program for at most {@code limit}; then it is ended, forcibly if need be. */
    public static Result run(Duration limit, List<String> command) {
        Path output = null;
        try {
            output = Files.createTempFile("weft-command", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .start();
            int status = await(process, limit);
            return new Result(command, status, Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Result(command, 127, String.valueOf(e.getMessage()));
        } finally {
            delete(output);
        }
    }

    /** Starts a program that goes on; its output goes to {@code log}. */
    public static Process start(Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Starts a program that goes on after us; what it prints to its standard error appears on ours. */
    public static Process startBeside(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Ends a process that we started: politely, then, after {@code limit}, forcibly. */
    public static void end(ProcessHandle process, Duration limit) {
        process.destroy();
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
        }
    }

    private static int await(Process process, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            end(process.toHandle(), Duration.ofSeconds(1));
            return Result.TIMED_OUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return Result.TIMED_OUT;
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
