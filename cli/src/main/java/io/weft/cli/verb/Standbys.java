package io.weft.cli.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The standbys of a run directory: processes that take the switch's place when it ends. Each has a file {@code standby-PID} there, with a word that says how
 * far it is; one that was killed cannot remove its own, so a file of no process means nothing.
 *
 * @param all by process number
 */
public record Standbys(List<Standby> all) {
    /** Its classes are being loaded and compiled: it takes over, but not as fast as it can. */
    public static final String WARMING_UP = "warming up";

    /** It takes over at once. */
    public static final String READY = "ready";

    private static final String PREFIX = "standby-";

    /** @param state {@link #WARMING_UP} or {@link #READY} */
    public record Standby(long pid, String state) {}

    /** Those that there are now. */
    public static Standbys in(Path runDirectory) throws IOException {
        List<Standby> found = new ArrayList<>();
        for (Path file : files(runDirectory)) {
            long pid = Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
            if (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                found.add(new Standby(pid, state(file)));
            }
        }
        found.sort((a, b) -> Long.compare(a.pid(), b.pid()));
        return new Standbys(List.copyOf(found));
    }

    private static List<Path> files(Path runDirectory) throws IOException {
        if (Files.notExists(runDirectory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(runDirectory)) {
            return entries.filter(path -> path.getFileName().toString().matches(PREFIX + "[0-9]{1,10}"))
                    .toList();
        }
    }

    /** The file may go while we look. */
    private static String state(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return WARMING_UP;
        }
    }

    /** The file of this process. */
    public static Path own(Path runDirectory) {
        return runDirectory.resolve(PREFIX + ProcessHandle.current().pid());
    }

    /** How far a process is; empty when it is no standby of that run directory. */
    public static String stateOf(Path runDirectory, long pid) throws IOException {
        return in(runDirectory).all().stream()
                .filter(one -> one.pid() == pid)
                .map(Standby::state)
                .findFirst()
                .orElse("");
    }

    /** A line each; a sentence when there are none. */
    public String text() {
        if (all.isEmpty()) {
            return "no standby waits\n";
        }
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append("standby pid ")
                .append(one.pid())
                .append(": ")
                .append(one.state())
                .append('\n'));
        return text.toString();
    }
}
