package io.weft.perf.updates;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A switch that runs for the comparison, in a directory of its own, and the tool with which its flows are changed. */
public abstract class Target implements AutoCloseable {
    /** The bridge that it has. */
    public static final String BRIDGE = "br0";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration END = Duration.ofSeconds(10);
    private static final Pattern FLOW_COUNT = Pattern.compile("flow_count=([0-9]+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

    private final String name;
    private final List<ProcessHandle> processes = new ArrayList<>();
    private final Path directory;
    private boolean closed;

    Target(String name) {
        this.name = name;
        try {
            directory = Files.createTempDirectory("weft-updates");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Where the switch has its sockets. */
    public Path directory() {
        return directory;
    }

    /** Starts the switch and gives it a bridge without flows. */
    public abstract void start();

    /** The tool's command line. */
    abstract List<String> tool(List<String> arguments);

    /** The process that holds the flows. */
    abstract ProcessHandle holder();

    /** Brings memory that is merely not yet given back, out of the way of a measurement. */
    abstract void settle();

    /** Runs the tool, and returns how long that took, in seconds. */
    double run(String... arguments) {
        long startNs = System.nanoTime();
        must(tool(List.of(arguments)));
        return (System.nanoTime() - startNs) / 1e9;
    }

    long flowCount() {
        Matcher count = FLOW_COUNT.matcher(must(tool(List.of("dump-aggregate", BRIDGE))));
        if (!count.find()) {
            throw new RefusedException(name + ": dump-aggregate says no flow_count");
        }
        return Long.parseLong(count.group(1));
    }

    /** Bytes of memory that the switch has. */
    long residentBytes() {
        try {
            Matcher kilobytes =
                    RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(holder().pid()), "status")));
            return kilobytes.find() ? 1024 * Long.parseLong(kilobytes.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end and returns what it printed. */
    public static String must(List<String> command) {
        HostCommand.Result result = HostCommand.run(PATIENCE, command);
        if (!result.succeeded()) {
            throw new RefusedException("\"" + String.join(" ", command) + "\" failed with status " + result.status()
                    + ": " + result.output().trim());
        }
        return result.output();
    }

    /** Starts a process that {@link #close} ends. */
    ProcessHandle launch(String log, List<String> command) {
        try {
            ProcessHandle process =
                    HostCommand.start(directory.resolve(log + ".log"), command).toHandle();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new RefusedException("\"" + String.join(" ", command) + "\" cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits until {@code command} succeeds. */
    void await(List<String> command) {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        HostCommand.Result result;
        do {
            result = HostCommand.run(END, command);
            if (result.succeeded()) {
                return;
            }
        } while (System.nanoTime() - deadlineNs < 0);
        throw new RefusedException(name + " does not answer: " + result.output().trim());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        processes.reversed().forEach(process -> HostCommand.end(process, END));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
