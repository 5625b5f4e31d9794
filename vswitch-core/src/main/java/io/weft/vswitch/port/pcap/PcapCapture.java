package io.weft.vswitch.port.pcap;

import io.weft.flow.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The frames of a capture file, checked and loaded off heap once, so that replay touches no file.
 *
 * <p>Accepted: classic files of either byte order, micro- or nanoseconds, link type Ethernet, records of up to 65,535 bytes. A file that
 * breaks a rule anywhere is refused as a whole. Thread-safety: immutable until closed.
 */
public final class PcapCapture implements AutoCloseable {
    /** The largest file that is loaded, in bytes. */
    public static final long MAX_BYTES = 1L << 30;

    private static final int MAX_FRAME = 65_535;

    private final Memory.Block block;
    private long[] addresses = new long[64];
    private int[] lengths = new int[64];
    private long[] timesNs = new long[64];
    private int count;

    private PcapCapture(long bytes) {
        block = Memory.allocate(Math.max(1, bytes));
    }

    /**
     * Loads a file.
     *
     * @throws NoSuchFileException when there is none
     * @throws IOException with a clause that follows the file's name, such as "is truncated in record 3"
     */
    public static PcapCapture load(Path path) throws IOException {
        byte[] bytes = read(path);
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int tickNs = PcapFormat.detect(file);
        int link = file.getInt(20) & 0x0FFF_FFFF;
        if (link != PcapFormat.LINK_ETHERNET) {
            throw new IOException("has link type " + link + "; allowed: 1 (Ethernet)");
        }
        PcapCapture capture = new PcapCapture(bytes.length);
        try {
            capture.fill(bytes, file, tickNs);
            return capture;
        } catch (IOException e) {
            capture.close();
            throw e;
        }
    }

    private static byte[] read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (!Files.isRegularFile(path)) {
                throw new IOException("is no regular file");
            }
            long size = channel.size();
            if (size > MAX_BYTES) {
                throw new IOException("has " + size + " bytes; allowed: at most " + MAX_BYTES);
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) size);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until all is read, or the file has become shorter meanwhile
            }
            return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
        }
    }

    private void fill(byte[] bytes, ByteBuffer file, int tickNs) throws IOException {
        int at = PcapFormat.FILE_HEADER;
        long to = block.address();
        while (at < file.limit()) {
            if (file.limit() - at < PcapFormat.RECORD_HEADER) {
                throw new IOException("is truncated in record " + (count + 1));
            }
            long length = file.getInt(at + 8) & 0xFFFF_FFFFL;
            if (length > MAX_FRAME) {
                throw new IOException("is damaged in record " + (count + 1) + ": " + length + " bytes in a frame");
            }
            long time =
                    (file.getInt(at) & 0xFFFF_FFFFL) * 1_000_000_000L + (file.getInt(at + 4) & 0xFFFF_FFFFL) * tickNs;
            at += PcapFormat.RECORD_HEADER;
            if (length > file.limit() - at) {
                throw new IOException("is truncated in record " + (count + 1));
            }
            Memory.copyFrom(bytes, at, to, (int) length);
            add(to, (int) length, time);
            at += (int) length;
            to += length;
        }
    }

    private void add(long address, int length, long timeNs) {
        if (count == lengths.length) {
            addresses = Arrays.copyOf(addresses, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            timesNs = Arrays.copyOf(timesNs, 2 * count);
        }
        addresses[count] = address;
        lengths[count] = length;
        timesNs[count++] = timeNs;
    }

    /** Number of frames. */
    public int count() {
        return count;
    }

    /** Address of the first byte of frame {@code index}. */
    public long address(int index) {
        return addresses[index];
    }

    /** Bytes of frame {@code index}. */
    public int length(int index) {
        return lengths[index];
    }

    /** When frame {@code index} was captured, in nanoseconds since 1970. */
    public long timeNs(int index) {
        return timesNs[index];
    }

    /** A copy of frame {@code index}. */
    public byte[] bytes(int index) {
        byte[] bytes = new byte[lengths[index]];
        Memory.copyTo(addresses[index], bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public void close() {
        block.close();
    }
}
