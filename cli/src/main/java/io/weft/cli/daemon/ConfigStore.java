package io.weft.cli.daemon;

import com.google.gson.JsonParseException;
import io.weft.cli.config.Rows;
import io.weft.cli.config.StoredRows;
import io.weft.northbound.control.ControlException;
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
    private final Path file;
    private String readText = "";
    private Rows readRows;

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
    synchronized Optional<Rows> load() throws IOException, DamagedException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        if (readRows != null && text.equals(readText)) {
            return Optional.of(readRows);
        }
        try {
            readRows = StoredRows.read(text);
            readText = text;
            return Optional.of(readRows);
        } catch (JsonParseException
                | ControlException
                | NullPointerException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException e) {
            throw setAside(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads the file while there is time: {@link #load} is fast then, unless it changes. What is wrong with it is that one's to say. */
    synchronized Optional<Rows> prepare() throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file);
            try {
                readRows = StoredRows.read(text);
                readText = text;
            } catch (RuntimeException e) {
                readRows = null;
            }
        }
        return Optional.ofNullable(readRows);
    }

    /** Puts a file that the switch refuses out of the way. */
    synchronized DamagedException setAside(String why, Throwable cause) throws IOException {
        Path aside = file.resolveSibling("config.json.damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return new DamagedException(file + " cannot be used (" + why + "); it is now " + aside, cause);
    }

    /** Saves what {@code rows} says now, on disk when this returns. Read under the monitor: of two that save, the later one sees the newer. */
    synchronized void save(Supplier<Rows> rows) throws IOException {
        Path fresh = file.resolveSibling("config.json.new");
        byte[] bytes = StoredRows.write(rows.get()).getBytes(StandardCharsets.UTF_8);
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
