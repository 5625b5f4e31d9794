package io.weft.cli.daemon;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.RunDirectory;
import io.weft.cli.verb.Standbys;
import io.weft.cli.verb.UsageException;
import io.weft.southbound.linux.Precedence;
import io.weft.vswitch.conductor.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weft switchd}: runs a switch until it is told to end. */
@Command(
        name = "switchd",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a switch in the foreground until TERM or INT. vsctl, ofctl and appctl talk to it through its run directory.",
            "Every option can stand in the configuration file (--config, or weft.yaml in the run directory) as \"name: value\"."
        })
public final class SwitchdVerb implements Callable<Integer> {
    private static final Duration DETACH_LIMIT = Duration.ofSeconds(30);

    /** In this time a switch that takes the place of another has to do with the packets that waited. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunDirectory runDirectory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file (default: weft.yaml in the run directory, if there).")
    private Path configFile;

    @Option(names = "--pidfile", paramLabel = "FILE", description = "Write the process id there; removed at the end.")
    private Path pidFile;

    @Option(
            names = "--detach",
            description =
                    "Go on in the background, and return when the switch answers, or the standby is ready. Its log is switchd.log in the run"
                            + " directory.")
    private boolean detach;

    @Option(
            names = "--standby",
            description =
                    "Load and warm up everything, wait until the switch that runs in the run directory has ended in whatever way, and"
                            + " take its place at once. Several wait in turn; without a switch to wait for, start as usual.")
    private boolean standby;

    @Option(
            names = "--take-over",
            description =
                    "Load and warm up everything, then have the switch that runs in the run directory hand over its ports, with all that waits in"
                            + " them, and end. What cannot be passed on is opened anew; without a switch to take over, start as usual.")
    private boolean takeOver;

    @Mixin
    private SwitchdKnobs knobs;

    @Override
    public Integer call() throws IOException {
        if (standby && takeOver) {
            throw new UsageException("--standby waits for the end of a switch, --take-over does not: give one of them");
        }
        Path directory = prepare(runDirectory.path());
        readConfigFile(directory);
        if (detach) {
            return startInBackground(directory);
        }
        try (EndSignal end = EndSignal.install()) {
            if (takeOver) {
                return takeOverAndRun(directory, end);
            }
            return standby ? waitAndRun(directory, end) : takeAndRun(directory, end);
        } catch (IOException | ConfigException e) {
            throw new RefusedException(e.getMessage(), e);
        }
    }

    private int takeAndRun(Path directory, EndSignal end) throws IOException {
        try (RunDirectoryLock lock = RunDirectoryLock.take(directory)) {
            return run(directory, lock, null, end);
        }
    }

    private int takeOverAndRun(Path directory, EndSignal end) throws IOException {
        knobs.context(directory).check();
        PrintWriter err = spec.commandLine().getErr();
        try (RunDirectoryLock lock = RunDirectoryLock.of(directory)) {
            if (lock.tryTake()) {
                return run(directory, lock, null, end);
            }
        }
        Precedence.giveWay();
        DressRehearsal.of(directory, knobs, err).play(end::isAsked);
        tidy();
        if (end.isAsked()) {
            return 0;
        }
        try (TakeOver other = TakeOver.ask(directory, err)) {
            return run(directory, other.lock(), other, end);
        }
    }

    /** A collection that is due anyhow would stop packets if it came when they are ours. */
    private static void tidy() {
        System.gc();
    }

    private int waitAndRun(Path directory, EndSignal end) throws IOException {
        knobs.context(directory).check(); // not when it is too late
        PrintWriter err = spec.commandLine().getErr();
        RunDirectoryLock taken = Standby.await(directory, knobs, end, err).orElse(null);
        if (taken == null) {
            return 0;
        }
        try (taken) {
            return run(directory, taken, null, end);
        }
    }

    /** @param other what hands over, or null */
    private int run(Path directory, RunDirectoryLock lock, TakeOver other, EndSignal end) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        SwitchProcess process = SwitchProcess.start(directory, knobs, other, end, err);
        boolean handedOver = false;
        try {
            writePidFile();
            err.println("weft: switchd: ready in " + directory);
            err.flush();
            handedOver = serve(directory, process, lock, end);
        } finally {
            if (!handedOver) {
                process.close();
                if (pidFile != null) {
                    Files.deleteIfExists(pidFile);
                }
            }
        }
        return 0;
    }

    /** Until the process is asked to end; whether another one has the switch then. */
    private boolean serve(Path directory, SwitchProcess process, RunDirectoryLock lock, EndSignal end)
            throws IOException {
        HandoverServer handovers = HandoverServer.start(
                        directory, knobs, process, lock, end, spec.commandLine().getErr())
                .orElse(null);
        try (Rehearsal _ = takeOver || standby ? Rehearsal.after(SETTLING) : Rehearsal.after(Duration.ZERO)) {
            end.await();
        }
        if (handovers == null) {
            return false;
        }
        try (handovers) {
            if (handovers.isHandedOver()) {
                process.leave();
            }
            return handovers.isHandedOver();
        }
    }

    /** Parses the command line again, with the file's values as defaults. */
    private void readConfigFile(Path directory) {
        Path file = configFile != null ? configFile : directory.resolve("weft.yaml");
        if (configFile == null && Files.notExists(file)) {
            return;
        }
        try {
            CommandLine self = spec.commandLine();
            self.setDefaultValueProvider(ConfigFile.read(file, self));
            self.parseArgs(words());
        } catch (IOException e) {
            throw new RefusedException(e.getMessage(), e);
        }
    }

    /** The command line behind the verb. */
    private String[] words() {
        List<String> all = spec.root().commandLine().getParseResult().originalArgs();
        return all.subList(1, all.size()).toArray(String[]::new);
    }

    private static Path prepare(Path directory) {
        try {
            boolean absent = Files.notExists(directory);
            Files.createDirectories(directory);
            if (absent) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return directory.toAbsolutePath();
        } catch (IOException | UnsupportedOperationException e) {
            throw new RefusedException("run directory " + directory + " cannot be made: " + e, e);
        }
    }

    private void writePidFile() throws IOException {
        if (pidFile != null) {
            Path parent = pidFile.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        }
    }

    /** Starts the same command line without {@code --detach} and waits until its switch is ready. */
    private int startInBackground(Path directory) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("weft.home", "."), "weft").toString(), "switchd"));
        Stream.of(words()).filter(word -> !word.equals("--detach")).forEach(line::add);
        Path log = directory.resolve("switchd.log");
        Path ready = directory.resolve("switch.sock");
        long before = modified(ready);
        Process child = HostCommand.start(log, line);
        long deadline = System.nanoTime() + DETACH_LIMIT.toNanos();
        while (modified(ready) == before
                && !(standby && Standbys.stateOf(directory, child.pid()).equals(Standbys.READY))) {
            if (!child.isAlive()) {
                throw new RefusedException("the switch ended with status " + child.exitValue() + "; " + lastLine(log));
            }
            if (System.nanoTime() > deadline) {
                child.destroy();
                throw new RefusedException(
                        "the switch was not ready within " + DETACH_LIMIT.toSeconds() + " s; see " + log);
            }
            LockSupport.parkNanos(10_000_000);
        }
        return 0;
    }

    private static long modified(Path file) throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }
}
