package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.NatSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A thread, or a process, that makes, changes, translates and ends connections without pause; and what must be true of any table. */
final class TableTorture implements Runnable {
    private static final long HOST = 0x0a000000;

    private final ConnectionTracker tracker;
    private final Random random;
    private volatile boolean stopped;
    private volatile Throwable failure;
    private final AtomicLong rounds = new AtomicLong();

    TableTorture(ConnectionTracker tracker, long seed) {
        this.tracker = tracker;
        random = new Random(seed);
    }

    /** {@code FILE CAPACITY SEED}: writes until it is killed. */
    public static void main(String[] args) throws TrackerException {
        ConnectionTracker tracker = ConnectionTracker.open(Path.of(args[0]), Integer.parseInt(args[1]), 0, 1);
        long seed = Long.parseLong(args[2]);
        TableTorture[] all = {new TableTorture(tracker, seed), new TableTorture(tracker, seed)};
        for (TableTorture torture : all) {
            new Thread(torture, "torture").start();
        }
        while (all[0].rounds.get() < 3000 + 1000 * seed) {
            Thread.onSpinWait();
        }
        System.out.println(all[0].failure == null ? "writing" : all[0].failure.toString());
    }

    void stop() {
        stopped = true;
    }

    Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        try (TrackedFrames frames = new TrackedFrames(tracker.newPacketTracker())) {
            for (long now = 0; !stopped; now += random.nextInt(3)) {
                one(frames, now);
                rounds.getAndIncrement();
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private void one(TrackedFrames frames, long now) {
        TrackOrder order = TrackOrder.look(random.nextInt(3));
        TrackOrder commit = order.committing();
        NatSpec range = NatSpec.ipv4(NatSpec.Side.SRC, 0x0b000001, 0x0b000002).ports(6000, 6063);
        long client = HOST + random.nextInt(16);
        int port = random.nextInt(16);
        TestPacket there = random.nextInt(3) == 0
                ? TestPacket.tcp(client, port, HOST + 99, 80, random.nextInt(64))
                        .numbers(random.nextInt(4), random.nextInt(4), 0)
                : TestPacket.udp(client, port, HOST + 99, 80);
        TestPacket back = there.between(HOST + 99, 80, client, port);
        switch (random.nextInt(8)) {
            case 0, 1 -> frames.track(commit, there, now);
            case 2 -> frames.track(commit.translating(range), there, now);
            case 3 -> frames.track(commit.labelling(now, ~now, -1, -1).marking((int) now, -1), there, now);
            case 4 -> frames.track(commit.forcing(), back, now);
            case 5 ->
                frames.track(
                        order.translating(NatSpec.PLAIN), there.between(0x0b000001, 6000 + port, HOST + 99, 80), now);
            default -> frames.track(order, back, now);
        }
        if (random.nextInt(200) == 0) {
            tracker.flush(ConnectionFilter.ofZone(random.nextInt(3)), now);
        }
    }

    /** Counts agree, every label is one that was written, and every connection is found by both of its tuples and shares them with no other. */
    static void check(ConnectionTracker tracker, String at) {
        Set<String> tuples = new HashSet<>();
        int[] zones = new int[3];
        int[] all = new int[1];
        // No time has passed for what is in the table, whose clock did not run.
        tracker.forEach(ConnectionFilter.ALL, Long.MIN_VALUE / 2, c -> {
            zones[c.zone()]++;
            all[0]++;
            assertThat(tuples.add(c.zone() + "/" + c.protocol() + "/" + c.original()))
                    .as(at + c)
                    .isTrue();
            assertThat(tuples.add(c.zone() + "/" + c.protocol() + "/" + c.reply()))
                    .as(at + c)
                    .isTrue();
        });
        assertThat(tracker.size()).as(at).isEqualTo(all[0]);
        for (int zone = 0; zone < zones.length; zone++) {
            assertThat(tracker.count(zone)).as(at).isEqualTo(zones[zone]);
        }
        checkFound(tracker, at);
    }

    /** Every connection is found by both of its tuples. */
    static void checkFound(ConnectionTracker tracker, String at) {
        assertThat(tracker.findsAll()).as(at).isTrue();
    }
}
