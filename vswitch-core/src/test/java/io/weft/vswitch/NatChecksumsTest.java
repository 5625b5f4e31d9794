package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random packets of new connections, translated, are byte for byte what a sender with the translated address and port had sent, checksums computed whole; what
 * answers them arrives as the answer to what was sent.
 */
final class NatChecksumsTest {
    private static final int PACKETS = 3000;
    private static final int FIRST_PORT = 20_000;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private final long seed = Long.getLong("weft.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private enum Kind {
        TCP,
        UDP,
        UDP_WITHOUT_CHECKSUM,
        SCTP,
        ECHO
    }

    /** A packet in words. Of an echo the identifier is the port of who asks. */
    private record Ends(Kind kind, boolean ipv6, long source, int sourcePort, long destination, int destinationPort) {
        Ends reversed() {
            return new Ends(kind, ipv6, destination, destinationPort, source, sourcePort);
        }

        byte[] frame(boolean answer, int payload) {
            FrameBuilder builder = new FrameBuilder().ethernet(0x0200_0000_0001L, 0x0200_0000_0002L);
            if (ipv6) {
                builder.ipv6(0xfd00L << 48, source, 0xfd00L << 48, destination);
            } else {
                builder.ipv4((int) source, (int) destination);
            }
            switch (kind) {
                case TCP -> builder.tcp(sourcePort, destinationPort, answer ? 0x12 : 0x02);
                case UDP, UDP_WITHOUT_CHECKSUM -> builder.udp(sourcePort, destinationPort);
                case SCTP ->
                    builder.sctp(sourcePort, destinationPort)
                            .raw(new byte[] {(byte) (answer ? 2 : 1), 0, 0, 20, 0x11, 0x22, 0x33, 0x44})
                            .raw(new byte[12]);
                case ECHO -> {
                    int type = ipv6 ? (answer ? 129 : 128) : answer ? 0 : 8;
                    builder.icmp(type, 0, (answer ? destinationPort : sourcePort) << 16 | 9);
                }
            }
            if (kind == Kind.UDP_WITHOUT_CHECKSUM && !ipv6) {
                builder.withoutTransportChecksum();
            }
            byte[] frame = builder.payload(payload).build();
            int l4 = ipv6 ? 54 : 34;
            if (kind == Kind.TCP && answer) {
                NatFrames.putWord(frame, l4 + 8, 0x0102);
                NatFrames.putWord(frame, l4 + 10, 0x0305);
            }
            if (kind == Kind.SCTP && !answer) {
                NatFrames.putWord(frame, l4 + 4, 0);
                NatFrames.putWord(frame, l4 + 6, 0);
            }
            return NatFrames.finish(frame);
        }
    }

    @BeforeEach
    void launch() {
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= 3; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory").withOfportRequest(i));
        }
        BridgeConfig whole = bridge;
        stepped.get().apply(config -> config.with(whole));
        stepped.add(
                "br0",
                "in_port=1,ip,actions=ct(commit,zone=1,nat(src=11.0.0.1-11.255.255.255:20000-29999)),output:3",
                "in_port=2,ip,actions=ct(commit,zone=1,nat(dst=11.0.0.1-11.255.255.255:20000-29999)),output:3",
                "in_port=1,ipv6,actions=ct(commit,zone=1,nat(src=[fd00::1:1]-[fd00::1:ffff]:20000-29999)),output:3",
                "in_port=2,ipv6,actions=ct(commit,zone=1,nat(dst=[fd00::1:1]-[fd00::1:ffff]:20000-29999)),output:3",
                "in_port=3,ip,actions=ct(zone=1,nat,table=1)",
                "in_port=3,ipv6,actions=ct(zone=1,nat,table=1)",
                "table=1,ct_state=+rpl+dnat,actions=output:1",
                "table=1,ct_state=+rpl+snat,actions=output:2");
    }

    @Test
    void asIfTheTranslatedOneHadSentIt() {
        System.out.println("NatChecksumsTest: -Dweft.seed=" + seed);
        Kind[] kinds = Kind.values();
        for (int i = 0; i < PACKETS; i++) {
            Ends ends = new Ends(
                    kinds[random.nextInt(kinds.length)],
                    random.nextBoolean(),
                    0x0a00_0000 + random.nextInt(1 << 24),
                    1 + random.nextInt(0xFFFF),
                    0x0900_0000 + random.nextInt(1 << 24),
                    1 + random.nextInt(0xFFFF));
            converse(ends, random.nextBoolean(), random.nextInt(40), "seed " + seed + ", " + i + ": " + ends);
        }
    }

    private void converse(Ends ends, boolean source, int payload, String story) {
        String port = source ? "p1" : "p2";
        stepped.send(port, ends.frame(false, payload));
        byte[] sent = stepped.port("p3").poll();
        assertThat(sent).as(story).isNotNull();
        Ends after = translated(ends, source, sent);
        assertThat(source ? after.sourcePort() : after.destinationPort())
                .as(story)
                .matches(chosen -> ends.kind() == Kind.ECHO || chosen >= FIRST_PORT, "chosen port");
        assertThat(sent).as(story).isEqualTo(after.frame(false, payload));

        stepped.send("p3", after.reversed().frame(true, payload));
        assertThat(stepped.port(port).poll())
                .as(story)
                .isEqualTo(ends.reversed().frame(true, payload));
        stepped.clock().advanceMs(1);
    }

    /** The ends with the address and port that the frame has where translation may have changed them. */
    private static Ends translated(Ends ends, boolean source, byte[] frame) {
        int l4 = ends.ipv6() ? 54 : 34;
        // The low 32 bits of an IPv6 address of 64; all of an IPv4 one.
        int at = ends.ipv6() ? (source ? 34 : 50) : source ? 26 : 30;
        long address = (long) NatFrames.word(frame, at) << 16 | NatFrames.word(frame, at + 2);
        boolean echo = ends.kind() == Kind.ECHO;
        int sourcePort = NatFrames.word(frame, echo ? l4 + 4 : l4);
        int destinationPort = echo ? ends.destinationPort() : NatFrames.word(frame, l4 + 2);
        return source
                ? new Ends(ends.kind(), ends.ipv6(), address, sourcePort, ends.destination(), ends.destinationPort())
                : new Ends(
                        ends.kind(),
                        ends.ipv6(),
                        ends.source(),
                        echo ? sourcePort : ends.sourcePort(),
                        address,
                        destinationPort);
    }

    /** What was wrong stays wrong: translation hides no damage. Packets whose checksums do not count are let through as they are by who says so. */
    @Test
    void whatIsDamagedIsInvalidAndStaysAsItIs() {
        Ends ends = new Ends(Kind.UDP, false, 0x0a00_0001, 1000, 0x0900_0001, 53);
        byte[] frame = ends.frame(false, 20);
        frame[60] ^= 1;
        stepped.send("p1", frame);
        assertThat(stepped.port("p3").poll()).isEqualTo(frame);
    }
}
