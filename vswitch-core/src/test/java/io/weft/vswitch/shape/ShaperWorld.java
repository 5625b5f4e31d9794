package io.weft.vswitch.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random classes, packets and times beside buckets that are counted out from the beginning each time. Whatever leaves must have been allowed to, nobody who was to go before
 * it may have waited, what is due is due to the nanosecond, flows keep their order, and every packet comes out once.
 */
final class ShaperWorld {
    private static final int STEPS = 400;
    private static final long SECOND = 1_000_000_000L;
    private static final int FRAME_BITS = 8 * 1_514;
    private static final int SEGMENT_BITS = 8 * 65_536;

    /** A bucket that remembers all that was paid. */
    private record Bucket(long rate, long depthBits, List<long[]> paid) {
        Bucket(long rate, long depthBits) {
            this(rate, depthBits, new ArrayList<>());
        }

        static Bucket of(long rate, long burstBits, long more) {
            return new Bucket(rate, Math.max(burstBits, rate / 1_000 * 2 + FRAME_BITS) + more);
        }

        BigInteger tokens(long nowNs) {
            BigInteger full = BigInteger.valueOf(depthBits).multiply(BigInteger.valueOf(SECOND));
            BigInteger tokens = full;
            long lastNs = 0;
            for (long[] one : paid) {
                tokens = after(tokens, one[0] - lastNs, full)
                        .subtract(BigInteger.valueOf(8 * one[1]).multiply(BigInteger.valueOf(SECOND)));
                lastNs = one[0];
            }
            return after(tokens, nowNs - lastNs, full);
        }

        private BigInteger after(BigInteger tokens, long ns, BigInteger full) {
            return tokens.add(BigInteger.valueOf(ns).multiply(BigInteger.valueOf(rate)))
                    .min(full);
        }

        boolean isOpen(long nowNs) {
            return tokens(nowNs).signum() >= 0;
        }
    }

    /** A class and the packets that it has, by flow, oldest first. */
    private record Queue(ClassSettings settings, Bucket assured, Bucket ceiling, Map<Integer, Deque<Long>> flows) {
        static Queue of(ClassSettings settings, long portBps) {
            long min = Math.min(portBps, Math.max(12_000, settings.minBps()));
            long max = Math.min(portBps, Math.max(min, settings.maxBps() == 0 ? portBps : settings.maxBps()));
            long owed = (long) (SEGMENT_BITS * ((double) min / portBps));
            return new Queue(
                    settings,
                    Bucket.of(min, settings.burstBits(), owed),
                    Bucket.of(max, settings.burstBits(), 0),
                    new HashMap<>());
        }

        boolean hasPackets() {
            return flows.values().stream().anyMatch(flow -> !flow.isEmpty());
        }

        /** Less is sooner; -1: not now. */
        long rank(long nowNs) {
            if (!hasPackets() || !ceiling.isOpen(nowNs)) {
                return -1;
            }
            return (assured.isOpen(nowNs) ? 0 : 1L << 32) + settings.priority();
        }
    }

    private final Random random;
    private final long portBps;
    private final Bucket port;
    private final Map<Integer, Queue> classes = new TreeMap<>();
    private final Shaper shaper;
    private final int capacity;
    private final Map<Long, int[]> packets = new HashMap<>();
    private long nowNs;
    private long nextPacket = 1;

    ShaperWorld(long seed) {
        random = new Random(seed);
        portBps = 10_000L * (1 + random.nextInt(1 << random.nextInt(1, 20)));
        long burst = random.nextInt(1 + (1 << random.nextInt(24)));
        port = Bucket.of(portBps, burst, 0);
        TreeMap<Integer, ClassSettings> settings = new TreeMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            long min = random.nextBoolean() ? 0 : (long) (portBps * random.nextDouble());
            long max = random.nextBoolean() ? 0 : min + (long) (portBps * random.nextDouble());
            settings.put(
                    random.nextInt(6),
                    new ClassSettings(min, max, random.nextInt(1 << 18), random.nextInt(3), ClassSettings.UNMARKED));
        }
        ShaperSettings whole = new ShaperSettings(portBps, burst, settings);
        whole.classes().forEach((number, one) -> classes.put(number, Queue.of(one, portBps)));
        capacity = 64 + random.nextInt(200);
        shaper = new Shaper(whole, capacity, 0);
    }

    /** Returns how many packets left. */
    int run() {
        int sent = 0;
        for (int step = 0; step < STEPS; step++) {
            long dueNs = shaper.dueNs();
            boolean jumps = dueNs != Shaper.NEVER && dueNs > nowNs && random.nextInt(3) > 0;
            nowNs = jumps ? dueNs - random.nextInt(2) : nowNs + random.nextInt(1 << random.nextInt(1, 24));
            shaper.begin(nowNs, (packet, _) -> forget(packet));
            for (int i = random.nextInt(6); i > 0; i--) {
                offer();
            }
            while (leave()) {
                sent++;
            }
            checkDue();
        }
        while (true) {
            long packet = shaper.takeAny();
            if (packet == 0) {
                break;
            }
            forget(packet);
        }
        assertThat(packets).as("every packet came out").isEmpty();
        assertThat(shaper.frames()).isZero();
        return sent;
    }

    private void offer() {
        int queue = random.nextInt(8);
        int flow = random.nextInt(3);
        int length = random.nextInt(20) == 0 ? 1 + random.nextInt(65_000) : 60 + random.nextInt(1_455);
        int owner = classes.containsKey(queue) ? queue : 0;
        long packet = nextPacket++;
        packets.put(packet, new int[] {owner, flow, length});
        classes.get(owner).flows.computeIfAbsent(flow, _ -> new ArrayDeque<>()).add(packet);
        shaper.add(packet, length, 1 + length / 1_792, flow, queue);
        assertThat(shaper.frames()).as("bounded").isLessThanOrEqualTo(capacity);
        assertThat(shaper.packets()).isEqualTo(packets.size());
    }

    private void forget(long packet) {
        int[] what = packets.remove(packet);
        assertThat(what).as("packet %d comes out once", packet).isNotNull();
        assertThat(classes.get(what[0]).flows.get(what[1]).poll())
                .as("oldest of its flow first")
                .isEqualTo(packet);
    }

    private boolean leave() {
        long packet = shaper.next();
        long best = Long.MAX_VALUE;
        for (Queue one : classes.values()) {
            long rank = one.rank(nowNs);
            best = rank >= 0 ? Math.min(best, rank) : best;
        }
        if (packet == 0) {
            assertThat(port.isOpen(nowNs) && best != Long.MAX_VALUE)
                    .as("somebody may go")
                    .isFalse();
            return false;
        }
        int[] what = packets.get(packet);
        Queue owner = classes.get(what[0]);
        assertThat(port.isOpen(nowNs)).as("the port may send").isTrue();
        assertThat(owner.rank(nowNs)).as("of those that may go first").isEqualTo(best);
        assertThat(shaper.length()).isEqualTo(what[2]);
        forget(packet);
        long[] paid = {nowNs, what[2]};
        boolean isAssured = best < 1L << 32;
        port.paid.add(paid);
        owner.ceiling.paid.add(paid);
        if (isAssured) {
            owner.assured.paid.add(paid);
        }
        return true;
    }

    /** Nothing may go before it is due, and something may then. */
    private void checkDue() {
        long dueNs = shaper.dueNs();
        boolean waits = classes.values().stream().anyMatch(Queue::hasPackets);
        assertThat(dueNs == Shaper.NEVER).isNotEqualTo(waits);
        if (waits) {
            assertThat(mayGo(dueNs - 1)).as("a nanosecond before").isFalse();
            assertThat(mayGo(dueNs) || !port.isOpen(nowNs)).as("when it is due").isTrue();
        }
    }

    private boolean mayGo(long atNs) {
        return port.isOpen(atNs)
                && classes.values().stream().anyMatch(one -> one.hasPackets() && one.ceiling.isOpen(atNs));
    }
}
