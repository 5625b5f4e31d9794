package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.NatSpec;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.Packet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Packets that are cut, damaged and lie about their lengths: the tracker has a reason for each, and what is behind a packet's last byte makes no
 * difference, so it is not read.
 */
final class TrackerFuzzTest {
    private static final int ROOM = 1024;

    /** Packets between two flushes: as many as the table holds, so that it is never full, which would make a difference. */
    private static final int ROUND = 40_000;

    private static final long A = 0x0a000001;
    private static final long B = 0x0a000002;

    @Test
    void someHundredThousand() {
        fuzz(300_000);
    }

    @Test
    @Tag("long")
    void tenMillion() {
        fuzz(10_000_000);
    }

    private static List<byte[]> golden() {
        List<byte[]> frames = new ArrayList<>();
        TestPacket tcp = TestPacket.tcp(A, 1, B, 80, ReferenceTcp.SYN).window(1000, 3);
        TestPacket udp = TestPacket.udp(A, 1, B, 53);
        TestPacket sctp = TestPacket.sctp(udp, 1, 0, 0, 5);
        List<TestPacket> packets = new ArrayList<>(List.of(
                tcp,
                tcp.between(B, 80, A, 1).numbers(1, 1, 10),
                udp,
                udp.between(B, 53, A, 1),
                sctp,
                sctp.between(B, 53, A, 1),
                TestPacket.error(B, A, 3, udp),
                TestPacket.error(B, A, 11, tcp),
                TestPacket.plain(47, A, B)));
        for (TestPacket packet : packets) {
            frames.add(packet.frame());
            frames.add(packet.overIpv6().frame());
        }
        frames.add(TestPacket.icmp(A, B, 8, 7).frame());
        frames.add(TestPacket.error(B, A, 3, TestPacket.icmp(A, B, 8, 7)).frame());
        return frames;
    }

    private static void fuzz(int packets) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("TrackerFuzzTest: seed " + seed + ", " + packets + " packets");
        Random random = new Random(seed);
        List<byte[]> golden = golden();
        TrackOrder look = TrackOrder.look(1);
        TrackOrder commit = look.committing();
        NatSpec range = NatSpec.ipv4(NatSpec.Side.SRC, 9, 9);
        TrackOrder[] orders = {look, commit, commit.forcing(), commit.translating(range)};
        Map<TrackReason, Integer> met = new EnumMap<>(TrackReason.class);
        try (ConnectionTracker one = ConnectionTracker.inMemory(ROUND, 0);
                ConnectionTracker other = ConnectionTracker.inMemory(ROUND, 0);
                Memory.Block block = Memory.allocate(2L * (ROOM + FlowKey.PACKET_BYTES))) {
            PacketTracker[] trackers = {one.newPacketTracker(), other.newPacketTracker()};
            for (int i = 0; i < packets; i++) {
                byte[] frame = damaged(golden.get(random.nextInt(golden.size())), random);
                TrackOrder order = orders[random.nextInt(orders.length)];
                long prior = random.nextBoolean() ? 0 : PacketTracker.CHECKSUMS_TRUSTED;
                int first = track(trackers[0], order, frame, block.address(), 0x00, prior);
                int second =
                        track(trackers[1], order, frame, block.address() + ROOM + FlowKey.PACKET_BYTES, 0xFF, prior);
                if (first != second || trackers[0].reason() != trackers[1].reason()) {
                    throw new AssertionError("seed " + seed + ", packet " + i + ": " + trackers[0].reason() + ", "
                            + trackers[1].reason());
                }
                met.merge(trackers[0].reason(), 1, Integer::sum);
                if (i % ROUND == ROUND - 1) {
                    assertThat(one.flush(ConnectionFilter.ALL, 0)).isEqualTo(other.flush(ConnectionFilter.ALL, 0));
                }
            }
            TableTorture.checkFound(one, "seed " + seed);
        }
        assertThat(met.keySet())
                .contains(
                        TrackReason.FOUND,
                        TrackReason.RELATED,
                        TrackReason.COMMITTED,
                        TrackReason.INVALID_HEADER,
                        TrackReason.INVALID_FRAGMENT,
                        TrackReason.INVALID_CHECKSUM,
                        TrackReason.INVALID_RELATED,
                        TrackReason.INVALID_SCTP);
    }

    private static int track(PacketTracker tracker, TrackOrder order, byte[] frame, long at, int garbage, long prior) {
        long key = at + ROOM;
        long eight = garbage * 0x0101_0101_0101_0101L;
        for (int i = 0; i < ROOM; i += 8) {
            Memory.putLong(at + i, eight);
        }
        Memory.copyFrom(frame, 0, at, frame.length);
        long layers = KeyExtractor.extract(at, frame.length, 1, key);
        if (Layers.isMalformed(layers)) {
            // The switch drops it before it gets here.
            return 0;
        }
        return tracker.track(order, Packet.of(at, frame.length), layers, key, prior, 0);
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] frame = whole.clone();
        for (int bytes = random.nextInt(4); bytes > 0; bytes--) {
            frame[12 + random.nextInt(frame.length - 12)] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(8));
        }
        if (random.nextInt(4) == 0) {
            return java.util.Arrays.copyOf(frame, 14 + random.nextInt(frame.length - 13));
        }
        return frame;
    }
}
