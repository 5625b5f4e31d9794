package io.weft.vswitch;

import static io.weft.vswitch.judge.Ends.ACK;
import static io.weft.vswitch.judge.Ends.RST;
import static io.weft.vswitch.judge.Ends.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.fragment.Fragments;
import io.weft.vswitch.judge.Ends;
import io.weft.vswitch.track.TrackReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packets that mean harm, on a running switch whose flows track them: each has its reason, and none passes. */
final class HostilePacketsTest {
    private static final Ends A = Ends.ofIpv4(1000, 80);
    private static final Ends B = A.back();

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .withFailMode(BridgeConfig.FailMode.SECURE)
                .with(PortSettings.of("a", "memory").withOfportRequest(1))
                .with(PortSettings.of("b", "memory").withOfportRequest(2))));
        stepped.add(
                "br0",
                "ip,actions=ct(table=1)",
                "ipv6,actions=ct(table=1)",
                "table=1,ip,in_port=1,ct_state=+trk+est-inv,actions=output:2",
                "table=1,ip,in_port=2,ct_state=+trk+est-inv,actions=output:1",
                "table=1,ip,in_port=2,ct_state=+trk+rel-inv,actions=output:1",
                "table=1,ip,in_port=1,ct_state=+trk+new-rel-inv,actions=ct(commit),output:2",
                "table=1,ipv6,in_port=1,ct_state=+trk+new-rel-inv,actions=ct(commit),output:2");
    }

    private int sent(Ends ends, byte[] frame) {
        stepped.send(String.valueOf(ends.side()), frame);
        return drain();
    }

    private int drain() {
        int sent = 0;
        for (String port : List.of("a", "b")) {
            while (stepped.port(port).poll() != null) {
                sent++;
            }
        }
        return sent;
    }

    private void refused(TrackReason reason, Ends ends, byte[] frame) {
        long before = packets(reason);
        assertThat(sent(ends, frame)).as("%s", reason).isZero();
        assertThat(packets(reason)).as("%s", reason).isEqualTo(before + 1);
    }

    private long packets(TrackReason reason) {
        return weft.connections().known().orElseThrow().packets(reason);
    }

    private void open() {
        assertThat(sent(A, A.tcp(SYN, 100, 0))).isEqualTo(1);
        assertThat(sent(B, B.tcp(SYN | ACK, 9000, 101))).isEqualTo(1);
        assertThat(sent(A, A.tcp(ACK, 101, 9001))).isEqualTo(1);
    }

    @Test
    void segmentsOutsideTheWindowsAndForgedResets() {
        open();
        refused(TrackReason.INVALID_TCP_WINDOW, B, B.tcp(ACK, 1_000_000_000, 101, 100));
        refused(TrackReason.INVALID_TCP_WINDOW, B, B.tcp(RST, 2_000_000_000, 0));
        refused(TrackReason.INVALID_TCP_WINDOW, A, A.tcp(RST, 1_500_000_000, 0));
        refused(TrackReason.INVALID_TCP_FLAGS, B, B.from("b3", 80).tcp(SYN | RST, 1, 0));
        assertThat(sent(A, A.tcp(ACK, 101, 9001, 10))).isEqualTo(1);
        assertThat(sent(B, B.tcp(ACK, 9001, 111, 10))).isEqualTo(1);
    }

    @Test
    void wrongChecksums() {
        open();
        for (byte[] frame : List.of(A.tcp(ACK, 101, 9001, 10), A.udp(10), A.echo(1, false, 10))) {
            frame[frame.length - 1]++;
            refused(TrackReason.INVALID_CHECKSUM, A, frame);
        }
        byte[] header = A.udp(10);
        header[14 + 8]--;
        refused(TrackReason.INVALID_CHECKSUM, A, header);
    }

    @Test
    void errorsAboutWhatWasNeverSent() {
        open();
        refused(
                TrackReason.INVALID_RELATED,
                B,
                B.error(false, A.from("a2", 1001).tcp(SYN, 100, 0)));
        refused(
                TrackReason.INVALID_RELATED,
                B,
                B.error(false, A.from("a3", 1000).tcp(ACK, 101, 9001)));
        refused(TrackReason.INVALID_RELATED, B, B.error(true, B.tcp(ACK, 101, 9001)));
        assertThat(sent(B, B.error(true, A.tcp(ACK, 101, 9001)))).isEqualTo(1);
        assertThat(sent(A, A.tcp(ACK, 101, 9001, 10))).isEqualTo(1);
    }

    /** A new connection for which nothing is free does not leave untranslated, even where no flow asks what the tracker said; nor do its fragments. */
    @Test
    void natThatFindsNothing() {
        stepped.add(
                "br0", "priority=50000,udp,in_port=1,actions=ct(commit,zone=3,nat(src=10.2.0.9:5000-5001)),output:2");
        Ends udp = Ends.ofIpv4(1, 53);
        for (int port = 1; port <= 2; port++) {
            assertThat(sent(udp, udp.from("a2", port).udp(10))).isEqualTo(1);
        }
        for (int port = 3; port <= 10; port++) {
            assertThat(sent(udp, udp.from("a2", port).udp(10))).isZero();
        }
        assertThat(weft.counters().dropped(DropReason.NAT_EXHAUSTED)).isEqualTo(8);
        assertThat(packets(TrackReason.NAT_EXHAUSTED)).isEqualTo(8);
        for (byte[] part : Fragments.ofSize(udp.from("a2", 3).udp(3000), 1, 1232)) {
            assertThat(sent(udp, part)).isZero();
        }
        assertThat(weft.counters().dropped(DropReason.NAT_EXHAUSTED)).isEqualTo(11);
        assertThat(sent(udp, udp.from("a2", 1).udp(10))).isEqualTo(1);
    }

    @Test
    void damagedFragments() {
        fuzz(20_000);
    }

    @Test
    @Tag("long")
    void millionsOfDamagedFragments() {
        fuzz(3_000_000);
    }

    /** Fragments of all kinds, cut short, damaged, mixed: nothing is lost track of, no frame and no byte of the bounds. */
    private void fuzz(int packets) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("HostilePacketsTest: seed " + seed + ", " + packets + " fragments");
        Random random = new Random(seed);
        weft.fragments().change(s -> s.withMost(200).withLeast(false, 400).withLeast(true, 400));
        List<byte[]> wholes =
                List.of(A.udp(3000), Ends.ofIpv6(1, 2).udp(3000), A.tcp(ACK, 101, 9001, 2000), A.echo(7, false, 2500));
        for (int i = 0; i < packets; i++) {
            byte[] whole = wholes.get(random.nextInt(wholes.size()));
            int length = Fragments.payloadLength(whole);
            int begin = 8 * random.nextInt(length / 8);
            int end = Math.min(length, begin + 8 * (1 + random.nextInt(200)) + (random.nextInt(20) == 0 ? 1 : 0));
            byte[] part = Fragments.part(whole, random.nextInt(8), begin, end, end < length);
            for (int damages = random.nextInt(3); damages > 0; damages--) {
                part[12 + random.nextInt(Math.min(60, part.length - 12))] = (byte) random.nextInt(256);
            }
            if (part[12] == 8 && random.nextBoolean() && part.length >= 34 + 40) {
                part[14] = 0x45;
                Fragments.sum(part);
            }
            byte[] frame = random.nextInt(10) == 0 ? Arrays.copyOf(part, 14 + random.nextInt(part.length - 13)) : part;
            stepped.send(random.nextBoolean() ? "a" : "b", frame);
            drain();
            if (i % 1000 == 999) {
                assertThat(weft.fragments().status().held()).isLessThanOrEqualTo(200);
                stepped.clock().advanceMs(random.nextInt(20_000));
            }
        }
        stepped.clock().advanceMs(15_001);
        stepped.step();
        assertThat(weft.fragments().status().held()).as("seed %d", seed).isZero();
        List<byte[]> parts = new ArrayList<>(Fragments.ofSize(A.udp(3000), 99, 1232));
        assertThat(parts.stream().mapToInt(part -> sent(A, part)).sum())
                .as("seed %d", seed)
                .isEqualTo(parts.size());
    }
}
