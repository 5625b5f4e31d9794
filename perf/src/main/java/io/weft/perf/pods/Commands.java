package io.weft.perf.pods;

import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs other programs. Stateless. */
public final class Commands {
    private static final int TIMEOUT_SECONDS = 60;

    private Commands() {}

    /** How a program ended; {@code output} is both of its streams. */
    public record Outcome(int status, String output) {
        public boolean isDone() {
            return status == 0;
        }
    }

    /**
     * Runs a program to its end and returns what it printed.
     *
     * @throws RefusedException when it fails or takes longer than a minute, with what it said
     */
    public static String must(String... command) {
        return must(Map.of(), command);
    }

    public static String must(Map<String, String> environment, String... command) {
        Outcome outcome = run(TIMEOUT_SECONDS, environment, command);
        if (!outcome.isDone()) {
            throw new RefusedException("\"" + String.join(" ", command) + "\" failed with status " + outcome.status()
                    + ": " + outcome.output().trim());
        }
        return outcome.output();
    }

    /** Runs a program; one that takes longer than {@code seconds} is killed and has status -1. */
    public static Outcome run(int seconds, Map<String, String> environment, String... command) {
        try {
            Path log = Files.createTempFile("weft-bench", ".log");
            try {
                Process process = start(log, environment, List.of(command));
                boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                return new Outcome(ended ? process.exitValue() : -1, Files.readString(log, StandardCharsets.UTF_8));
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }

    /** Starts a program that goes on; both of its streams are appended to {@code log}. */
    public static Process start(Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new RefusedException("\"" + String.join(" ", command) + "\" cannot be started: " + e.getMessage(), e);
        }
    }

    /** Whether a program of that name is on the path. */
    public static boolean isInstalled(String program) {
        for (String directory : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
