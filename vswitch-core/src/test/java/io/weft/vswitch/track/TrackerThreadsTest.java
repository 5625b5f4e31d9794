package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.NatSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Several packet threads, and tools beside them, on one table. */
final class TrackerThreadsTest {
    private static final long A = 0x0a000001;
    private static final long B = 0x0a000002;

    @Test
    void everythingAtOnceLeavesASoundTable() throws InterruptedException {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("TrackerThreadsTest: seed " + seed);
        try (ConnectionTracker tracker = ConnectionTracker.inMemory(200, 0)) {
            List<TableTorture> tortures = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tortures.add(new TableTorture(tracker, seed + i));
                threads.add(new Thread(tortures.get(i), "packets " + i));
            }
            threads.forEach(Thread::start);
            long end = System.nanoTime() + 3_000_000_000L;
            int dumped = 0;
            while (System.nanoTime() < end) {
                List<Connection> dump = new ArrayList<>();
                tracker.forEach(ConnectionFilter.ALL, 0, dump::add);
                dump.forEach(c -> assertThat(c.labelLow() == ~c.labelHigh() || c.labelLow() == c.labelHigh())
                        .as("seed " + seed + ": half a label: " + c)
                        .isTrue());
                dumped += dump.size();
                tracker.sweep(0, 1, 50);
            }
            tortures.forEach(TableTorture::stop);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(tortures).allSatisfy(t -> assertThat(t.failure()).isNull());
            assertThat(dumped).isPositive();
            TableTorture.check(tracker, "seed " + seed);
        }
    }

    /** Both directions are committed at the same time by two threads: one connection each, whose state is as if they had come in some order. */
    @Test
    void twoDirectionsMakeOneConnection() throws Exception {
        int rounds = 20_000;
        try (ConnectionTracker tracker = ConnectionTracker.inMemory(32_768, 0)) {
            CyclicBarrier barrier = new CyclicBarrier(2);
            int[][] states = new int[2][rounds];
            Runnable[] sides = {
                () -> side(tracker, barrier, states[0], false), () -> side(tracker, barrier, states[1], true)
            };
            Thread other = new Thread(sides[1], "replies");
            other.start();
            sides[0].run();
            other.join();
            int created = (int) tracker.connections(TableEvent.CREATED);
            assertThat(created).isEqualTo(rounds);
            int answer = CtState.TRK | CtState.EST | CtState.RPL;
            for (int round = 0; round < rounds; round++) {
                Set<Integer> both = new HashSet<>(List.of(states[0][round], states[1][round]));
                assertThat(both).as("round " + round).containsExactlyInAnyOrder(CtState.TRK | CtState.NEW, answer);
            }
        }
    }

    private static void side(ConnectionTracker tracker, CyclicBarrier barrier, int[] states, boolean back) {
        TrackOrder commit = TrackOrder.look(1).committing();
        try (TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            for (int round = 0; round < states.length; round++) {
                int port = round + 1;
                TestPacket packet = back ? TestPacket.udp(B, 53, A, port) : TestPacket.udp(A, port, B, 53);
                byte[] frame = packet.frame();
                if (round % 64 == 0) {
                    barrier.await();
                }
                states[round] = frames.track(commit, frame, 0, 0);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void twoThreadsNeverGiveOnePortTwice() throws InterruptedException {
        try (ConnectionTracker tracker = ConnectionTracker.inMemory(8192, 0)) {
            NatSpec range =
                    NatSpec.ipv4(NatSpec.Side.SRC, 0x0b000001, 0x0b000001).ports(1000, 1999);
            TrackOrder order = TrackOrder.look(0).committing().translating(range);
            Thread[] threads = new Thread[2];
            for (int i = 0; i < 2; i++) {
                long client = A + 0x100L * (i + 1);
                threads[i] = new Thread(
                        () -> {
                            try (TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
                                for (int port = 1; port <= 2000; port++) {
                                    frames.track(order, TestPacket.udp(client, port, B, 53), 0);
                                }
                            }
                        },
                        "nat " + i);
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            Set<Connection.Ends> replies = new HashSet<>();
            tracker.forEach(
                    ConnectionFilter.ALL,
                    0,
                    c -> assertThat(replies.add(c.reply())).as(c.toString()).isTrue());
            assertThat(replies.size()).isBetween(900, 1000);
            assertThat(tracker.packets(TrackReason.NAT_EXHAUSTED)).isEqualTo(4000 - replies.size());
        }
    }
}
