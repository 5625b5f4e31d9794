package io.weft.perf.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Captures of UDP conversations: each flow has a frame from A to B in one file and its answer in the other. Stateless. */
final class Traffic {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int HEADER = 24;
    private static final int HOSTS = 1024;
    private static final int LEAD_IN = 300_000;
    private static final int[] SERVICES = {80, 443, 53, 8080, 5001};

    private Traffic() {}

    /** The files of both directions. */
    record Pair(Path a, Path b) {}

    /**
     * Writes both files into {@code directory}.
     *
     * @param flows each way
     * @param length bytes of a frame without FCS, 60 or more
     */
    static Pair write(Path directory, int flows, int length) throws IOException {
        Random random = new Random(1);
        List<byte[]> a = new ArrayList<>();
        List<byte[]> b = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            int host = i % Math.min(flows, HOSTS);
            int source = 1024 + random.nextInt(64_512);
            int service = SERVICES[random.nextInt(SERVICES.length)];
            long macA = 0x0200_0000_0000L | 1L << 16 | host;
            long macB = 0x0200_0000_0000L | 2L << 16 | host;
            a.add(frame(new End(macA, 0x0A00_0000 + i, source), new End(macB, 0x0A80_0000 + i, service), length));
            b.add(frame(new End(macB, 0x0A80_0000 + i, service), new End(macA, 0x0A00_0000 + i, source), length));
        }
        Collections.shuffle(a, random);
        Collections.shuffle(b, random);
        Pair pair = new Pair(
                directory.resolve("a" + flows + "x" + length + ".pcap"),
                directory.resolve("b" + flows + "x" + length + ".pcap"));
        save(pair.a, a);
        save(pair.b, b);
        return pair;
    }

    private record End(long mac, int address, int port) {}

    private static byte[] frame(End from, End to, int length) {
        ByteBuffer frame = ByteBuffer.allocate(length);
        frame.putShort((short) (to.mac >>> 32)).putInt((int) to.mac);
        frame.putShort((short) (from.mac >>> 32)).putInt((int) from.mac);
        frame.putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (length - 14)).putInt(0x4000);
        frame.put((byte) 64)
                .put((byte) 17)
                .putShort((short) 0)
                .putInt(from.address)
                .putInt(to.address);
        frame.putShort(24, (short) checksum(frame, 14, 34));
        frame.putShort((short) from.port).putShort((short) to.port);
        frame.putShort((short) (length - 34)).putShort((short) 0);
        return frame.array();
    }

    private static int checksum(ByteBuffer frame, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += frame.getShort(i) & 0xFFFF;
        }
        sum = (sum >>> 16) + (sum & 0xFFFF);
        return ~(sum + (sum >>> 16)) & 0xFFFF;
    }

    private static void save(Path file, List<byte[]> frames) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(
                        frames.stream().mapToInt(frame -> 16 + frame.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] frame : frames) {
            buffer.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
        }
        Files.write(file, header());
        Files.write(file, buffer.array(), StandardOpenOption.APPEND);
    }

    private static byte[] header() {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putShort((short) 2).putShort((short) 4);
        return buffer.putLong(0).putInt(65_535).putInt(1).array();
    }

    /**
     * A copy of a capture behind a lead-in of other frames: a switch may lose the first ones, which arrive before the port has its number.
     *
     * @return the frame of the lead-in
     */
    static ByteBuffer lead(Path capture, Path copy) throws IOException {
        byte[] filler = frame(new End(0x0200_0000_FFFEL, 1, 1), new End(0x0200_0000_FFFFL, 2, 2), 60);
        save(copy, Collections.nCopies(LEAD_IN, filler));
        byte[] rest = Files.readAllBytes(capture);
        Files.write(copy, Arrays.copyOfRange(rest, HEADER, rest.length), StandardOpenOption.APPEND);
        return ByteBuffer.wrap(filler);
    }

    /** How often each frame is in a capture, whatever its place there. A file that is still written to may end within a frame. */
    static Map<ByteBuffer, Integer> count(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Map<ByteBuffer, Integer> frames = new HashMap<>();
        int at = HEADER;
        while (at + 16 <= buffer.capacity() && at + 16 + buffer.getInt(at + 8) <= buffer.capacity()) {
            int length = buffer.getInt(at + 8);
            frames.merge(buffer.slice(at + 16, length), 1, Integer::sum);
            at += 16 + length;
        }
        return frames;
    }
}
