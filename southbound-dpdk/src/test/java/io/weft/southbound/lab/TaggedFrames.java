package io.weft.southbound.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Sends frames of VLAN 42 out of one pod's eth0 and counts those that arrive at another's with the tag. */
public final class TaggedFrames {
    private static final int LENGTH = 64;

    private TaggedFrames() {}

    /** Frames that arrived, of {@code count}. */
    public static long exchange(String from, String to, int count) throws IOException, InterruptedException {
        Process capture = new ProcessBuilder(
                        Lab.words("ip netns exec " + to + " tcpdump -l -n -e -i eth0 -c " + count + " vlan 42 and udp"))
                .start();
        try {
            Lab.await("tcpdump listens", () -> hasPacketSocket(to));
            // More than once: a capture may need a moment after its socket is there.
            for (int i = 0; i < 20 && capture.isAlive(); i++) {
                Lab.within(from, () -> send(count));
                capture.waitFor(200, TimeUnit.MILLISECONDS);
            }
            if (capture.isAlive()) {
                // By signal, so that its words stay readable.
                new ProcessBuilder("kill", Long.toString(capture.pid())).start().waitFor();
            }
            String output = new String(capture.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines().filter(line -> line.contains("vlan 42, p 5")).count();
        } finally {
            capture.destroyForcibly();
        }
    }

    private static boolean hasPacketSocket(String pod) {
        try {
            Process list = new ProcessBuilder("ip", "netns", "exec", pod, "cat", "/proc/net/packet").start();
            return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .count()
                    > 1;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void send(int count) throws Exception {
        try (RawSocket socket = new RawSocket("eth0")) {
            byte[] frame = frame();
            for (int i = 0; i < count; i++) {
                socket.send(frame);
            }
        }
    }

    /** Broadcast, VLAN 42 priority 5, IPv4, UDP without checksum. */
    private static byte[] frame() {
        ByteBuffer frame = ByteBuffer.allocate(LENGTH);
        frame.putInt(0xFFFF_FFFF)
                .putShort((short) 0xFFFF)
                .putShort((short) 0x0200)
                .putInt(1);
        frame.putInt(0x8100_A02A).putShort((short) 0x0800);
        frame.putInt(0x4500_0000 | LENGTH - 18).putInt(0).putInt(0x4011_0000);
        frame.putInt(0x0A00_0001).putInt(0x0A00_0002);
        frame.putInt(0x1000_1000).putShort((short) (LENGTH - 38));
        return frame.array();
    }
}
