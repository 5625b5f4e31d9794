package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.flow.action.NatSpec;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.Packet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No packet allocates, whatever it is and whatever becomes of it. */
final class TrackerAllocationTest {
    private static final int PACKETS = 300_000;

    /** The compiler may allocate on this thread when it changes its mind; a packet that allocates does so every time. */
    private static final int ATTEMPTS = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long A = 0x0a000001;
    private static final long B = 0x0a000002;

    @Test
    void nothing() {
        List<TestPacket> packets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TestPacket tcp = TestPacket.tcp(A, i, B, 80, i % 2 == 0 ? ReferenceTcp.SYN : 1 << i % 7);
            packets.add(tcp);
            packets.add(tcp.between(B, 80, A, i));
            packets.add(TestPacket.udp(A, i, B, 80));
            packets.add(TestPacket.udp(A, i, B, 80).overIpv6());
            packets.add(TestPacket.icmp(A, B, 8, i));
            packets.add(TestPacket.error(B, A, 3, TestPacket.udp(A, i, B, 80)));
            packets.add(TestPacket.sctp(TestPacket.udp(A, i, B, 80), i % 16, 0, i % 3, 5));
        }
        TrackOrder commit = TrackOrder.look(1).committing();
        TrackOrder[] orders = {
            TrackOrder.look(1),
            commit.marking(1, 1).labelling(1, 1, 1, 1),
            commit.translating(NatSpec.ipv4(NatSpec.Side.SRC, 7, 8).ports(1, 8)),
            commit.forcing(),
        };
        try (ConnectionTracker tracker = ConnectionTracker.inMemory(64, 0);
                Memory.Block block = Memory.allocate(packets.size() * 512L)) {
            PacketTracker tracked = tracker.newPacketTracker();
            long[] layers = new long[packets.size()];
            long[] descriptors = new long[packets.size()];
            for (int i = 0; i < layers.length; i++) {
                byte[] frame = packets.get(i).frame();
                long at = block.address() + 512L * i + FlowKey.PACKET_BYTES;
                Memory.copyFrom(frame, 0, at, frame.length);
                layers[i] = KeyExtractor.extract(at, frame.length, 1, at - FlowKey.PACKET_BYTES);
                descriptors[i] = Packet.of(at, frame.length);
            }
            long least = Long.MAX_VALUE;
            long thread = Thread.currentThread().threadId();
            for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
                long before = THREADS.getThreadAllocatedBytes(thread);
                run(tracked, tracker, orders, layers, descriptors, attempt);
                least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
            }
            assertThat(least).isZero();
            assertThat(tracker.connections(TableEvent.EARLY_DROPPED)).isPositive();
            assertThat(tracker.connections(TableEvent.EXPIRED)).isPositive();
        }
    }

    private static void run(
            PacketTracker tracked,
            ConnectionTracker tracker,
            TrackOrder[] orders,
            long[] layers,
            long[] descriptors,
            int attempt) {
        for (int i = 0; i < PACKETS; i++) {
            int which = i % layers.length;
            long now = (long) attempt * PACKETS + i;
            long key = Packet.address(descriptors[which]) - FlowKey.PACKET_BYTES;
            tracked.track(orders[i / layers.length % orders.length], descriptors[which], layers[which], key, 0, now);
            if (i % 50_000 == 0) {
                tracker.sweep(now + 200_000, 0, 64);
            }
        }
    }
}
