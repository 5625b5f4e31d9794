package io.weft.cli.daemon;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.weft.northbound.control.ControlException;
import io.weft.vswitch.conductor.SwitchConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The configuration in the run directory ({@code config.json}), so that a switch that was restarted, or killed, comes back with its
 * bridges and ports. Written to a new file that then takes the old one's place: a reader sees one or the other.
 *
 * <p>Thread-safety: guarded by this object's monitor.
 */
final class ConfigStore {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path file;

    ConfigStore(Path runDirectory) {
        file = runDirectory.resolve("config.json");
    }

    /** A file that cannot be used: the message says why and where it was put. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /**
     * What was saved last; empty when nothing ever was.
     *
     * @throws DamagedException when the file cannot be used; it was set aside then, so that the next start finds none
     */
    synchronized Optional<SwitchConfig> load() throws IOException, DamagedException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            StoredConfig stored = GSON.fromJson(Files.readString(file), StoredConfig.class);
            if (stored == null || stored.format() != StoredConfig.FORMAT) {
                throw setAside("it has no format " + StoredConfig.FORMAT, null);
            }
            return Optional.of(stored.config());
        } catch (JsonParseException | ControlException | NullPointerException | IllegalArgumentException e) {
            throw setAside(String.valueOf(e.getMessage()), e);
        }
    }

    /** Puts a file that the switch refuses out of the way. */
    synchronized DamagedException setAside(String why, Throwable cause) throws IOException {
        Path aside = file.resolveSibling("config.json.damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return new DamagedException(file + " cannot be used (" + why + "); it is now " + aside, cause);
    }

    /** Saves what {@code config} says now, on disk when this returns. Read under the monitor: of two that save, the later one sees the newer. */
    synchronized void save(Supplier<SwitchConfig> config) throws IOException {
        Path fresh = file.resolveSibling("config.json.new");
        byte[] bytes = GSON.toJson(StoredConfig.of(config.get())).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
