package io.weft.cli.demo;

import io.weft.cli.Weft;
import io.weft.cli.host.HostCommand;
import io.weft.cli.host.NetworkNamespace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The switch process of the demo, and its operator: runs verbs against it as a user would. */
final class DemoSwitch implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Path runDirectory;
    private final DemoReport report;
    private Process process;

    DemoSwitch(Path runDirectory, DemoReport report) {
        this.runDirectory = runDirectory;
        this.report = report;
    }

    /** Starts {@code weft switchd} in {@code namespace} and waits until it answers. */
    void start(NetworkNamespace namespace) throws IOException, DemoException {
        Files.createDirectories(runDirectory);
        List<String> line = namespace.command(
                launcher().toString(),
                "switchd",
                "--run-dir",
                runDirectory.toString(),
                "--pidfile",
                pidFile().toString(),
                "--restore",
                "false");
        report.command(String.join(" ", line).replace(launcher().toString(), "weft") + " &");
        process = HostCommand.start(logFile(), line);
        awaitReady();
    }

    private void awaitReady() throws DemoException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new DemoException(
                        "switchd ended with status " + process.exitValue() + "; its log is " + logFile());
            }
            if (Files.exists(runDirectory.resolve("switch.sock"))
                    && run("vsctl", "show").succeeded()) {
                return;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        throw new DemoException(
                "switchd did not answer within " + START_LIMIT.toSeconds() + " s; its log is " + logFile());
    }

    /** What a verb printed. */
    record Answer(int status, String output, String errors) {
        boolean succeeded() {
            return status == 0;
        }
    }

    /** Shows and runs a verb; it must succeed. */
    String weft(String... arguments) throws DemoException {
        report.command("weft " + String.join(" ", quoted(arguments)));
        Answer answer = run(arguments);
        if (!answer.succeeded()) {
            throw new DemoException("weft " + String.join(" ", arguments) + ": "
                    + answer.errors().strip());
        }
        return answer.output();
    }

    /** Runs a verb in this process. */
    Answer run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(1, List.of("--run-dir", runDirectory.toString()));
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int status = Weft.run(new PrintWriter(output), new PrintWriter(errors), line.toArray(String[]::new));
        return new Answer(status, output.toString(), errors.toString());
    }

    /** Ends a switch that an earlier, killed run of the demo left running; returns whether there was one. */
    boolean endLeftover() throws IOException {
        if (!Files.exists(pidFile())) {
            return false;
        }
        String text = Files.readString(pidFile()).strip();
        Files.delete(pidFile());
        if (!text.matches("[0-9]{1,9}")) {
            return false;
        }
        var leftover = ProcessHandle.of(Long.parseLong(text)).filter(this::isOurs);
        leftover.ifPresent(handle -> HostCommand.end(handle, Duration.ofSeconds(5)));
        return leftover.isPresent();
    }

    /** A recycled process id must not cost a stranger its life. */
    private boolean isOurs(ProcessHandle handle) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
            return line.contains("switchd") && line.contains(runDirectory.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private Path pidFile() {
        return runDirectory.resolve("switchd.pid");
    }

    private Path logFile() {
        return runDirectory.resolve("switchd.log");
    }

    static Path launcher() {
        return Path.of(System.getProperty("weft.home", "."), "weft").toAbsolutePath();
    }

    private static List<String> quoted(String... arguments) {
        return java.util.Arrays.stream(arguments)
                .map(argument -> argument.matches("[A-Za-z0-9_.,:=/@-]+") ? argument : "'" + argument + "'")
                .toList();
    }

    @Override
    public void close() {
        if (process != null) {
            HostCommand.end(process.toHandle(), Duration.ofSeconds(10));
        }
    }
}
