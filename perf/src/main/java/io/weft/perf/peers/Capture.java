package io.weft.perf.peers;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Classic capture files: written with times of 0, and read whatever their times. Stateless. */
final class Capture {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int HEADER = 24;
    private static final int RECORD = 16;
    private static final int BUFFER = 1 << 20;
    private static final int LONGEST_FRAME = 1514;

    private Capture() {}

    /** Writes a file frame by frame. */
    static final class Writer implements AutoCloseable {
        private final OutputStream out;
        private final ByteBuffer record = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);

        Writer(Path file) throws IOException {
            out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(MAGIC).putShort((short) 2).putShort((short) 4);
            out.write(header.putLong(0).putInt(65_535).putInt(1).array());
        }

        void add(byte[] frame) throws IOException {
            record.putInt(8, frame.length).putInt(12, frame.length);
            out.write(record.array());
            out.write(frame);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    static void write(Path file, List<byte[]> frames) throws IOException {
        try (Writer writer = new Writer(file)) {
            for (byte[] frame : frames) {
                writer.add(frame);
            }
        }
    }

    /** The first frames of a file, {@code most} at most; no more of it is read. A file that is still written to may end within a frame. */
    static List<ByteBuffer> read(Path file, int most) throws IOException {
        long enough = HEADER + (long) most * (RECORD + LONGEST_FRAME);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes((int) Math.min(enough, Files.size(file)));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> frames = new ArrayList<>();
        int at = HEADER;
        while (frames.size() < most
                && at + RECORD <= buffer.capacity()
                && at + RECORD + buffer.getInt(at + 8) <= buffer.capacity()) {
            int length = buffer.getInt(at + 8);
            frames.add(buffer.slice(at + RECORD, length));
            at += RECORD + length;
        }
        return frames;
    }

    /** How often each frame is in a file, whatever its place there. */
    static Map<ByteBuffer, Integer> count(Path file) throws IOException {
        Map<ByteBuffer, Integer> frames = new HashMap<>();
        for (ByteBuffer frame : read(file, Integer.MAX_VALUE)) {
            frames.merge(frame, 1, Integer::sum);
        }
        return frames;
    }
}
