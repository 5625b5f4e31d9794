package io.weft.vswitch.port.pcap;

import io.weft.vswitch.packet.FrameCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;

/**
 * Writes a classic capture file, little-endian with microseconds. Every frame is in the file when {@link #write} returns, with exactly the
 * bytes it has: nothing is padded; a packet of several segments is one record.
 *
 * <p>Thread-safety: one writer. Allocation: none after construction.
 */
public final class PcapWriter implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PcapFormat.RECORD_HEADER + PcapFormat.SNAP_LENGTH);
    private final long dataAddress = BufferUtil.address(buffer) + PcapFormat.RECORD_HEADER;

    /** Makes the file, or empties it. */
    public PcapWriter(Path path) throws IOException {
        channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        PcapFormat.putFileHeader(buffer);
        flush();
    }

    /** Appends {@code packet}, which stays the caller's, as sent at {@code timeNs} since 1970. */
    public void write(FrameCache frames, long packet, long timeNs) throws IOException {
        int length = frames.memory().length(packet);
        if (length > PcapFormat.SNAP_LENGTH) {
            throw new IOException("a packet of " + length + " bytes does not fit a record");
        }
        frames.gather(packet, dataAddress);
        buffer.clear();
        PcapFormat.putRecordHeader(buffer, timeNs, length, length);
        buffer.position(PcapFormat.RECORD_HEADER + length);
        flush();
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
