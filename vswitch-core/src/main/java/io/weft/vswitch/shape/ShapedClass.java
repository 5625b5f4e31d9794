package io.weft.vswitch.shape;

import java.util.concurrent.atomic.AtomicLongArray;

/** One class of a {@link Shaper}: its buckets, its packets and what it counts. One owner; counters may be read by others. */
final class ShapedClass {
    /** A class that is promised nothing gets so much, bit/s, as with linux-htb: a full frame a second. */
    private static final long LEAST_BPS = 8 * 1_500;

    private static final int LONGEST_BITS = 8 * 65_536;
    private static final int PACKETS = 0;
    private static final int BYTES = 1;
    private static final int DROPPED = 2;
    private static final int MOST_QUANTUM = 200_000;
    private static final long BORROWS = 1L << 32;

    final int queue;
    final int dscp;
    final FairQueue packets;
    final long mostBytes;
    private final int quantum;
    final TokenBucket ceiling;
    private final TokenBucket assured;
    private final long priority;
    private final long sinceNs;

    /** What is left of its turns: among classes that send what is guaranteed to them, and among those that borrow. */
    private long assuredDeficit;

    private long borrowedDeficit;
    private final AtomicLongArray statistics = new AtomicLongArray(3);

    /** Where it is among the classes that have packets; -1: nowhere. */
    int active = -1;

    /** By which it goes before others, as last asked: less is sooner. */
    long rank;

    ShapedClass(int queue, ClassSettings settings, long portBps, PacketPool pool, long nowNs) {
        this.queue = queue;
        sinceNs = nowNs;
        dscp = settings.dscp();
        priority = settings.priority();
        long min = Math.min(portBps, Math.max(LEAST_BPS, settings.minBps()));
        long max = Math.min(portBps, Math.max(min, settings.maxBps() == 0 ? portBps : settings.maxBps()));
        assured = new TokenBucket(min, Shaper.depthBits(min, settings.burstBits()) + missedBits(min, portBps), nowNs);
        ceiling = new TokenBucket(max, Shaper.depthBits(max, settings.burstBits()), nowNs);
        quantum = Math.clamp(min / 8_000, FairQueue.QUANTUM, MOST_QUANTUM);
        long frameNs = 8_000_000_000L * FairQueue.QUANTUM / max;
        packets = new FairQueue(
                pool,
                Math.max(Shaper.TARGET_NS, frameNs * 3 / 2),
                Shaper.INTERVAL_NS,
                Math.max(Shaper.MOST_WAIT_NS, 4 * frameNs));
        mostBytes = Math.max(Shaper.LEAST_BYTES, max / 8_000 * Shaper.MOST_WAIT_NS / 1_000_000);
    }

    /** What a class is owed after the longest segment of another one has kept the port busy. */
    private static long missedBits(long minBps, long portBps) {
        return (long) (LONGEST_BITS * ((double) minBps / portBps));
    }

    /** Whether it may send now, by its own buckets. */
    boolean isOpen(long nowNs) {
        ceiling.fill(nowNs);
        if (!ceiling.isOpen()) {
            return false;
        }
        assured.fill(nowNs);
        rank = (assured.isOpen() ? 0 : BORROWS) + priority;
        return true;
    }

    /** Whether its turn is over, among the classes of its rank. */
    boolean isTurnOver() {
        return (rank < BORROWS ? assuredDeficit : borrowedDeficit) <= 0;
    }

    /** It gets another turn among the classes of its rank. */
    void addTurn() {
        if (rank < BORROWS) {
            assuredDeficit += quantum;
        } else {
            borrowedDeficit += quantum;
        }
    }

    /** It has no packets any more. */
    void emptied() {
        assuredDeficit = 0;
        borrowedDeficit = 0;
    }

    /** A packet leaves, of a class that was found open now. */
    void sent(int bytes) {
        ceiling.pay(bytes);
        if (rank < BORROWS) {
            assuredDeficit -= bytes;
            assured.pay(bytes);
        } else {
            borrowedDeficit -= bytes;
        }
        statistics.setOpaque(PACKETS, statistics.getPlain(PACKETS) + 1);
        statistics.setOpaque(BYTES, statistics.getPlain(BYTES) + bytes);
    }

    void publishDrops() {
        statistics.setOpaque(DROPPED, packets.dropped());
    }

    /** Any thread. */
    QueueStatistics statistics() {
        return new QueueStatistics(
                queue,
                sinceNs,
                statistics.getOpaque(PACKETS),
                statistics.getOpaque(BYTES),
                statistics.getOpaque(DROPPED));
    }
}
