package io.weft.perf.peers;

import io.weft.cli.host.HostCommandException;
import io.weft.cli.host.NetworkNamespace;
import io.weft.cli.verb.RefusedException;
import io.weft.perf.pods.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A directory and a network namespace of random names, for one switch. Closing removes both. */
final class Place implements AutoCloseable {
    /** Captures of hundreds of megabytes must not wait for a disk. */
    private static final Path MEMORY_FILES =
            Files.isWritable(Path.of("/dev/shm")) ? Path.of("/dev/shm") : Path.of(System.getProperty("java.io.tmpdir"));

    private static final int TAIL = 400;

    private final Path directory;
    private final NetworkNamespace namespace;

    private Place(Path directory, NetworkNamespace namespace) {
        this.directory = directory;
        this.namespace = namespace;
    }

    static Place make(String name) {
        try {
            String unique =
                    name + "-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 24));
            NetworkNamespace namespace = NetworkNamespace.create(unique);
            return new Place(Files.createTempDirectory(MEMORY_FILES, "weft-bench-" + name), namespace);
        } catch (HostCommandException e) {
            throw new RefusedException("a network namespace cannot be made (needs root): " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    NetworkNamespace namespace() {
        return namespace;
    }

    /** Starts a program that goes on, inside the namespace; what it prints goes to a file of the directory. */
    ProcessHandle start(String log, Map<String, String> environment, List<String> command) {
        List<String> inside = namespace.command(command.toArray(String[]::new));
        return Commands.start(directory.resolve(log), environment, inside).toHandle();
    }

    /** The end of a log, in one line. */
    String tail(String log) {
        try {
            Path file = directory.resolve(log);
            String text = Files.exists(file) ? Files.readString(file).strip() : "no log";
            return text.substring(Math.max(0, text.length() - TAIL)).replace('\n', ' ');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        namespace.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
