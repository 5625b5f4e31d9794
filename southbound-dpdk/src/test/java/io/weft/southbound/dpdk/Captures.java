package io.weft.southbound.dpdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Capture files of the classic format. */
final class Captures {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int MAGIC_NS = 0xA1B23C4D;

    private Captures() {}

    static void write(Path file, List<byte[]> frames) {
        int bytes = 24 + frames.stream().mapToInt(frame -> 16 + frame.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65_535)
                .putInt(1);
        for (byte[] frame : frames) {
            buffer.putInt(0).putInt(0).putInt(frame.length).putInt(frame.length).put(frame);
        }
        try {
            Files.write(file, buffer.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> read(Path file) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int magic = buffer.getInt();
            if (magic != MAGIC && magic != MAGIC_NS) {
                throw new IllegalStateException(file + " is no capture");
            }
            buffer.position(24);
            List<byte[]> frames = new ArrayList<>();
            while (buffer.remaining() > 0) {
                buffer.position(buffer.position() + 8);
                byte[] frame = new byte[buffer.getInt()];
                buffer.getInt();
                buffer.get(frame);
                frames.add(frame);
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
