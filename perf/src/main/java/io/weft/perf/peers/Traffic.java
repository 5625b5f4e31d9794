package io.weft.perf.peers;

import io.weft.perf.rules.FiveTuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Captures of UDP conversations: each flow has a frame from A, behind the ports of odd number, to B, behind those of even number, in one file and its
 * answer in the other. Addresses of A are 10.0.0.0 plus the flow, of B 10.128.0.0 plus the flow; 1,024 MAC addresses on each side. Stateless.
 */
final class Traffic {
    static final int HOSTS = 1024;

    /** Flows that a port can receive again and again: Open vSwitch keeps them in a pool of 262,144 buffers that two ports share. */
    static final int MOST_OF_TWO_PORTS = 120_000;

    /** The same with a pool for each port. */
    static final int MOST_OF_A_PORT = 250_000;

    /** Flows of which none is like another: half of two networks. */
    static final int MOST_DISTINCT = 2 << 23;

    private static final int HALF_A_NETWORK = 0x7F_FFFF;

    private static final int[] SERVICES = {80, 443, 53, 8080, 5001};

    private Traffic() {}

    /** What the flows are like. */
    enum Kind {
        /** Five services. */
        ORDINARY,
        /** As many services as {@link FlowTables#masks} tells apart, taken in turn. */
        MANY_SERVICES
    }

    /** One end of a conversation. */
    record End(long mac, int address, int port) {}

    /**
     * Writes a file for each of {@code ports} ports, which share the flows.
     *
     * @param flows each way
     * @param length bytes of a frame without FCS, 60 or more
     */
    static List<Path> write(Path directory, Kind kind, int flows, int length, int ports) throws IOException {
        Random random = new Random(1);
        List<List<byte[]>> frames = new ArrayList<>();
        for (int i = 0; i < ports; i++) {
            frames.add(new ArrayList<>());
        }
        for (int i = 0; i < flows; i++) {
            int host = i % Math.min(flows, HOSTS);
            int service = kind == Kind.ORDINARY
                    ? SERVICES[random.nextInt(SERVICES.length)]
                    : FlowTables.FIRST_SERVICE + i % FlowTables.MASKS;
            End a = new End(macOf(1, host), 0x0A00_0000 + i, 1024 + random.nextInt(64_512));
            End b = new End(macOf(2, host), 0x0A80_0000 + i, service);
            int pair = 2 * (i % (ports / 2));
            frames.get(pair).add(frame(a, b, length));
            frames.get(pair + 1)
                    .add(
                            kind == Kind.ORDINARY
                                    ? frame(b, a, length)
                                    : frame(b, new End(a.mac, a.address, service), length));
        }
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < ports; i++) {
            Collections.shuffle(frames.get(i), random);
            Path file = directory.resolve(kind + "-" + flows + "x" + length + "-" + (i + 1) + "of" + ports + ".pcap");
            Capture.write(file, frames.get(i));
            files.add(file);
        }
        return files;
    }

    /** Writes a file for each of two ports: these packets, and their answers. */
    static List<Path> write(Path directory, List<FiveTuple> packets, int length) throws IOException {
        List<byte[]> a = new ArrayList<>();
        List<byte[]> b = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            FiveTuple packet = packets.get(i);
            a.add(packet.frame(macOf(2, i % HOSTS), macOf(1, i % HOSTS), length));
            b.add(packet.reversed().frame(macOf(1, i % HOSTS), macOf(2, i % HOSTS), length));
        }
        List<Path> files = List.of(directory.resolve("rules-a.pcap"), directory.resolve("rules-b.pcap"));
        Capture.write(files.get(0), a);
        Capture.write(files.get(1), b);
        return files;
    }

    /**
     * Writes flows of which none is like another, one frame each. Each has a source of its own: the first 8 million within 10.0.0.0/8, the others within
     * 172.0.0.0/8.
     *
     * @param flows up to {@value #MOST_DISTINCT}
     * @param isFromA whether they go from A to B
     */
    static Path writeDistinct(Path file, int flows, int length, boolean isFromA) throws IOException {
        try (Capture.Writer writer = new Capture.Writer(file)) {
            for (int i = 0; i < flows; i++) {
                int network = i <= HALF_A_NETWORK ? 0x0A00_0000 : 0xAC00_0000;
                int scattered = network + (i * 0x2545_F491 & HALF_A_NETWORK); // another one for each of 2^23 numbers
                End a = new End(macOf(1, i % HOSTS), scattered, 1024 + i % 60_000);
                End b = new End(macOf(2, i % HOSTS), 0x80_0000 + scattered, SERVICES[i % SERVICES.length]);
                writer.add(isFromA ? frame(a, b, length) : frame(b, a, length));
            }
        }
        return file;
    }

    private static long macOf(int side, int host) {
        return 0x0200_0000_0000L | (long) side << 16 | host;
    }

    /** A UDP frame with an IPv4 checksum and no UDP checksum. */
    static byte[] frame(End from, End to, int length) {
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
        frame.putShort(24, (short) checksum(frame, 14, 34, 0));
        frame.putShort((short) from.port).putShort((short) to.port);
        frame.putShort((short) (length - 34)).putShort((short) 0);
        return frame.array();
    }

    /** The checksum of some bytes of a frame, and of what is added to it. */
    static int checksum(ByteBuffer frame, int from, int to, int more) {
        int sum = more;
        for (int i = from; i < to; i += 2) {
            sum += frame.getShort(i) & 0xFFFF;
        }
        sum = (sum >>> 16) + (sum & 0xFFFF);
        return ~(sum + (sum >>> 16)) & 0xFFFF;
    }
}
