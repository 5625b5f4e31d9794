package io.weft.vswitch.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of frames, appended to by one process and read by the next.
 *
 * <pre>
 *    0 magic (8)    8 version (4)    12 nothing (4)    16 ms since 1970 at which the process was last alive (8)
 *   24 frames: length (4), its complement (4), CRC-32C of the text (4), text in UTF-8
 * </pre>
 * Numbers are little-endian.
 *
 * <p>Thread-safety: one thread.
 */
final class StateJournal implements AutoCloseable {
    private static final int VERSION = 1;

    /** "WEFTSTAT". */
    private static final long MAGIC = 0x5441_5453_5446_4557L;

    private static final int ALIVE_MS = 16;
    private static final int HEADER = 24;
    private static final int FRAME_HEADER = 12;

    private final Path file;
    private final FileChannel channel;
    private long length = HEADER;

    private StateJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes a journal beside {@code file}, for {@link #takePlace}. */
    static StateJournal createFor(Path file, long wallMs) throws IOException {
        FileChannel channel = FileChannel.open(
                unfinished(file),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        ByteBuffer header = buffer(HEADER);
        header.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(wallMs).flip();
        StateJournal journal = new StateJournal(file, channel);
        journal.write(header, 0);
        return journal;
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /**
     * Takes the place of the file of that name.
     *
     * @param isDurable whether it is to be on disk when this returns, which may take long
     */
    void takePlace(boolean isDurable) throws IOException {
        if (isDurable) {
            channel.force(true);
        }
        Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Bytes of the file. */
    long length() {
        return length;
    }

    /** Adds a frame; in the page cache when this returns, so it outlives the process, not the machine. */
    void append(CharSequence text) throws IOException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = buffer(FRAME_HEADER + bytes.length);
        frame.putInt(bytes.length)
                .putInt(~bytes.length)
                .putInt(check(bytes))
                .put(bytes)
                .flip();
        write(frame, length);
        length += FRAME_HEADER + bytes.length;
    }

    /** Notes that the process is alive. */
    void alive(long wallMs) throws IOException {
        write(buffer(Long.BYTES).putLong(wallMs).flip(), ALIVE_MS);
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int check(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /**
     * Reads a journal.
     *
     * @param frames takes the text of each whole frame, in order
     * @return ms since 1970 at which its process was last alive
     * @throws DamagedStateException when it cannot be believed; frames may have been handed out then
     */
    static long read(Path file, Consumer<String> frames) throws IOException, DamagedStateException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (all.limit() < HEADER || all.getLong() != MAGIC) {
            throw new DamagedStateException("is no journal of a switch's state");
        }
        int version = all.getInt();
        if (version != VERSION) {
            throw new DamagedStateException("is of version " + version + "; this weft reads version " + VERSION);
        }
        all.getInt();
        long aliveMs = all.getLong();
        String text = next(all);
        while (text != null) {
            frames.accept(text);
            text = next(all);
        }
        return aliveMs;
    }

    /** The next frame, or null when the rest of the file is none that is whole. */
    private static String next(ByteBuffer all) throws DamagedStateException {
        int at = all.position();
        if (all.remaining() < FRAME_HEADER) {
            return null;
        }
        int length = all.getInt();
        if (all.getInt() != ~length || length < 0) {
            throw new DamagedStateException("is damaged at byte " + at);
        }
        int check = all.getInt();
        if (all.remaining() < length) {
            return null;
        }
        byte[] bytes = new byte[length];
        all.get(bytes);
        if (check(bytes) != check) {
            throw new DamagedStateException("is damaged between bytes " + at + " and " + all.position());
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
