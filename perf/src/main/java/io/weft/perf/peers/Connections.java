package io.weft.perf.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Captures of TCP connections between clients in 10.0.0.0/8 and servers that are not there. Stateless. */
final class Connections {
    /** Connections that {@link #whole} has at a time: more than a burst has packets. */
    static final int AT_ONCE = 256;

    /** Packets of a connection, from SYN to the last ACK. */
    static final int PACKETS = 6;

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int ACK = 16;
    private static final int CLIENT_SEQUENCE = 1000;
    private static final int SERVER_SEQUENCE = 5000;
    private static final int CLIENTS = 0x0A00_0000;
    private static final int SERVERS = 0xC0A8_0000;
    private static final int FIRST_PORT = 1024;
    private static final int SERVICE = 443;
    private static final int TCP = 6;
    private static final int IP_AT = 14;
    private static final int PROTOCOL_AT = 23;
    private static final int IP_SUM_AT = 24;
    private static final int ADDRESSES_AT = 26;
    private static final int TCP_AT = 34;
    private static final int TCP_END = 54;
    private static final int TCP_SUM_AT = 50;

    private Connections() {}

    /** One packet: flags, and how many octets its sender and the other side have sent before it, SYN and FIN among them. */
    private record Segment(boolean isReply, int flags, int sent, int acknowledged) {}

    private static final List<Segment> WHOLE = List.of(
            new Segment(false, SYN, 0, 0),
            new Segment(true, SYN | ACK, 0, 1),
            new Segment(false, ACK, 1, 1),
            new Segment(false, FIN | ACK, 1, 1),
            new Segment(true, FIN | ACK, 1, 2),
            new Segment(false, ACK, 2, 2));

    /** Connections from beginning to end in one file: the first packets of all, the second of all, and so on. */
    static Path whole(Path file, int length) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (Segment segment : WHOLE) {
            for (int i = 0; i < AT_ONCE; i++) {
                frames.add(frame(i, segment, length));
            }
        }
        Capture.write(file, frames);
        return file;
    }

    /** First packets alone. */
    static Path opening(Path file, int length) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            frames.add(frame(i, WHOLE.getFirst(), length));
        }
        Capture.write(file, frames);
        return file;
    }

    /** A file for each of two ports: the same acknowledgement of each connection one way, and the other way. */
    static List<Path> established(Path directory, int count, int length) throws IOException {
        List<Path> files = new ArrayList<>();
        for (boolean isReply : new boolean[] {false, true}) {
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                frames.add(frame(i, new Segment(isReply, ACK, 1, 1), length));
            }
            Collections.shuffle(frames, new Random(1));
            files.add(directory.resolve("tcp-" + count + "x" + length + (isReply ? "-b" : "-a") + ".pcap"));
            Capture.write(files.getLast(), frames);
        }
        return files;
    }

    /** A TCP frame with checksums. */
    private static byte[] frame(int number, Segment segment, int length) {
        int host = number % Traffic.HOSTS;
        Traffic.End client = new Traffic.End(0x0200_0001_0000L | host, CLIENTS + number, FIRST_PORT + number % 60_000);
        Traffic.End server = new Traffic.End(0x0200_0002_0000L | host, SERVERS | host, SERVICE);
        ByteBuffer frame = ByteBuffer.wrap(
                segment.isReply ? Traffic.frame(server, client, length) : Traffic.frame(client, server, length));
        int sent = (segment.isReply ? SERVER_SEQUENCE : CLIENT_SEQUENCE) + segment.sent;
        int acknowledged = (segment.isReply ? CLIENT_SEQUENCE : SERVER_SEQUENCE) + segment.acknowledged;
        frame.putShort(16, (short) (TCP_END - IP_AT)); // what lies behind is padding
        frame.put(PROTOCOL_AT, (byte) TCP).putShort(IP_SUM_AT, (short) 0);
        frame.putShort(IP_SUM_AT, (short) Traffic.checksum(frame, IP_AT, TCP_AT, 0));
        frame.putInt(TCP_AT + 4, sent).putInt(TCP_AT + 8, (segment.flags & ACK) == 0 ? 0 : acknowledged);
        frame.putShort(TCP_AT + 12, (short) (5 << 12 | segment.flags)).putShort(TCP_AT + 14, (short) 60_000);
        frame.putInt(TCP_AT + 16, 0);
        frame.putShort(TCP_SUM_AT, (short) Traffic.checksum(frame, ADDRESSES_AT, TCP_END, TCP + TCP_END - TCP_AT));
        return frame.array();
    }
}
