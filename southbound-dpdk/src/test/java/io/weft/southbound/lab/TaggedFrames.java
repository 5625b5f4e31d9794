package io.weft.southbound.lab;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NetDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Sends frames of VLAN 42 out of one pod's eth0 and counts those that arrive at another's with the tag. */
public final class TaggedFrames {
    private static final int AF_PACKET = 17;
    private static final int LENGTH = 64;

    private TaggedFrames() {}

    /** Frames that arrived, of {@code count}. */
    public static long exchange(String from, String to, int count) throws IOException, InterruptedException {
        Process capture = new ProcessBuilder(
                        ("ip netns exec " + to + " tcpdump -l -n -e -i eth0 -c " + count + " vlan 42 and udp")
                                .split(" "))
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
        int fd = Libc.check(
                Libc.socket(AF_PACKET, LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_CLOEXEC, 0), "socket", "eth0");
        try (NetDevice device = new NetDevice("eth0");
                Memory.Block address = Memory.allocate(20);
                Memory.Block frame = Memory.allocate(LENGTH)) {
            Memory.putByte(address.address(), AF_PACKET);
            Memory.putInt(address.address() + 4, device.index());
            Libc.check(Libc.bind(fd, address.address(), 20), "bind", "eth0");
            build(frame.address());
            for (int i = 0; i < count; i++) {
                Libc.check(Libc.write(fd, frame.address(), LENGTH), "write", "eth0");
            }
        } finally {
            Libc.close(fd);
        }
    }

    /** Broadcast, VLAN 42 priority 5, IPv4, UDP without checksum. */
    private static void build(long frame) {
        Memory.putMacNetwork(frame, 0xFFFF_FFFF_FFFFL);
        Memory.putMacNetwork(frame + 6, 0x0200_0000_0001L);
        Memory.putIntNetwork(frame + 12, 0x8100_A02A);
        Memory.putShortNetwork(frame + 16, 0x0800);
        long ip = frame + 18;
        Memory.putIntNetwork(ip, 0x4500_0000 | LENGTH - 18);
        Memory.putIntNetwork(ip + 8, 0x4011_0000);
        Memory.putIntNetwork(ip + 12, 0x0A00_0001);
        Memory.putIntNetwork(ip + 16, 0x0A00_0002);
        Memory.putIntNetwork(ip + 20, 0x1000_1000);
        Memory.putShortNetwork(ip + 24, LENGTH - 38);
    }
}
