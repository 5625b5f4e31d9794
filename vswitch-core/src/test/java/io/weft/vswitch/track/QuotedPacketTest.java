package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.NatSpec;
import io.weft.flow.memory.Memory;
import org.junit.jupiter.api.Test;

/** An error about a translated packet quotes, after translation, the packet as its sender sent it, with right checksums. */
final class QuotedPacketTest {
    private static final long CLIENT = 0x0a000001;
    private static final long SERVER = 0x0a000002;
    private static final long OUTSIDE = 0x0b000001;
    private static final long ROUTER = 0x0a0000fe;
    private static final int ETHERNET = 14;

    @Test
    void udp() {
        check(TestPacket.udp(CLIENT, 1000, SERVER, 53));
    }

    @Test
    void echo() {
        check(TestPacket.icmp(CLIENT, SERVER, 8, 1000));
    }

    @Test
    void tcp() {
        check(TestPacket.tcp(CLIENT, 1000, SERVER, 80, ReferenceTcp.SYN));
    }

    @Test
    void overIpv6() {
        check(TestPacket.udp(CLIENT, 1000, SERVER, 53).overIpv6());
    }

    private static void check(TestPacket packet) {
        boolean ipv6 = packet.ipv6();
        long high = ipv6 ? TestPacket.PREFIX : 0;
        NatSpec range = new NatSpec(
                NatSpec.Side.SRC,
                ipv6 ? NatSpec.Family.IPV6 : NatSpec.Family.IPV4,
                high,
                OUTSIDE,
                high,
                OUTSIDE,
                5000,
                5000,
                NatSpec.Choice.HASH,
                false);
        try (ConnectionTracker tracker = ConnectionTracker.inMemory(16, 0);
                TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            frames.track(TrackOrder.look(0).committing().translating(range), packet, 0);
            TestPacket translated = packet.between(
                    OUTSIDE, packet.isIcmp() ? packet.sourcePort() : 5000, SERVER, packet.destinationPort());
            int type = ipv6 ? 1 : 3;
            byte[] error = TestPacket.error(ROUTER, OUTSIDE, type, translated).frame();
            frames.track(TrackOrder.look(0).translating(NatSpec.PLAIN), error, 0, 0);
            assertThat(frames.packets().nat().isError()).isTrue();
            assertThat(frames.packets().nat().destinationLow()).isEqualTo(CLIENT);
            // The error of someone who saw the packet before translation, to its sender, is what must come out, but for
            // the outer addresses.
            byte[] expected = TestPacket.error(ROUTER, CLIENT, type, packet).frame();
            assertThat(translate(frames.packets().nat(), ipv6, error)).isEqualTo(withoutOuter(expected, ipv6));
        }
    }

    private static String translate(NatResult result, boolean ipv6, byte[] error) {
        int icmp = ETHERNET + (ipv6 ? 40 : 20);
        try (Memory.Block block = Memory.allocate(error.length)) {
            Memory.copyFrom(error, 0, block.address(), error.length);
            QuotedPacket.translate(result, ipv6, block.address() + icmp, error.length - icmp);
            byte[] after = new byte[error.length];
            Memory.copyTo(block.address(), after, 0, after.length);
            return withoutOuter(after, ipv6);
        }
    }

    /** From the ICMP header on; over IPv6 its checksum covers the outer destination, which the caller changes. */
    private static String withoutOuter(byte[] frame, boolean ipv6) {
        int icmp = ETHERNET + (ipv6 ? 40 : 20);
        byte[] rest = java.util.Arrays.copyOfRange(frame, icmp, frame.length);
        if (ipv6) {
            rest[2] = 0;
            rest[3] = 0;
        }
        return java.util.HexFormat.of().formatHex(rest);
    }
}
