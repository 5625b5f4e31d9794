package io.weft.vswitch.counters;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * The reader's side of a counters file: needs no live switch, so it works after {@code kill -9}, and never writes.
 *
 * <p>Thread-safety: one thread. Values are read one by one while the switch may go on counting: each is exact, together they are no snapshot.
 */
public final class CountersFile implements AutoCloseable {
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer file;
    private final CountersReader reader;
    private boolean closed;

    private CountersFile(MappedByteBuffer mapped) {
        this.mapped = mapped;
        file = new UnsafeBuffer(mapped);
        int metadata = file.getInt(CountersDescriptor.METADATA_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        int values = file.getInt(CountersDescriptor.VALUES_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        reader = new CountersReader(
                new UnsafeBuffer(file, CountersDescriptor.HEADER_LENGTH, metadata),
                new UnsafeBuffer(file, CountersDescriptor.HEADER_LENGTH + metadata, values),
                StandardCharsets.UTF_8);
    }

    /**
     * Opens a counters file.
     *
     * @throws CountersException when it is absent, damaged, foreign or of a newer version
     */
    public static CountersFile open(Path path) throws CountersException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length < CountersDescriptor.HEADER_LENGTH) {
                throw new CountersException(
                        "counters file " + path + " is damaged: " + length + " bytes are too short");
            }
            MappedByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(length, Integer.MAX_VALUE));
            String fault = CountersDescriptor.fault(new UnsafeBuffer(mapped), length);
            if (fault != null) {
                IoUtil.unmap(mapped);
                throw new CountersException("counters file " + path + " " + fault);
            }
            return new CountersFile(mapped);
        } catch (IOException e) {
            String why = Files.exists(path) ? e.getMessage() : "is absent: has a switch run with this run directory?";
            throw new CountersException("counters file " + path + " " + why);
        }
    }

    /** The process that writes or wrote the file. */
    public long pid() {
        return file.getLong(CountersDescriptor.PID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** When that process started, in milliseconds since 1970. */
    public long startMs() {
        return file.getLong(CountersDescriptor.START_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a process with that pid is alive. */
    public boolean isWriterAlive() {
        return ProcessHandle.of(pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    /** All counters of kinds that this version knows, in the order of allocation. */
    public List<Counter> counters() {
        List<Counter> counters = new ArrayList<>();
        reader.forEach((int id, int typeId, DirectBuffer key, String label) -> {
            CounterKind kind = CounterKind.ofTypeId(typeId);
            if (kind != null) {
                int pmd = key.getInt(CountersDescriptor.KEY_PMD_OFFSET, ByteOrder.LITTLE_ENDIAN);
                counters.add(new Counter(kind, label, pmd, reason(key), reader.getCounterValue(id)));
            }
        });
        return counters;
    }

    private static String reason(DirectBuffer key) {
        StringBuilder text = new StringBuilder();
        for (int i = CountersDescriptor.KEY_REASON_OFFSET; i < key.capacity() && key.getByte(i) != 0; i++) {
            text.append((char) (key.getByte(i) & 0x7F));
        }
        return text.toString();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            IoUtil.unmap(mapped);
        }
    }
}
