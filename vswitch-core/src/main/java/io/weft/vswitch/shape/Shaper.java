package io.weft.vswitch.shape;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The packets that wait for one port, and which of them goes next. See the package essay.
 *
 * <p>Thread-safety: one owner at a time; {@link #statistics} any thread. Allocation: none after construction.
 */
public final class Shaper {
    /** A packet may wait so long before its flow is told to send less. */
    public static final long TARGET_NS = 2_000_000;

    /** For so long, before anything is dropped for it. */
    public static final long INTERVAL_NS = 40_000_000;

    /** No packet that has others of its flow behind it waits longer, but for four frames of a slow class, and for one segment that is larger than a frame. */
    public static final long MOST_WAIT_NS = 3_500_000;

    /** In place of the time when something may go next: nothing waits. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Bytes that any class may hold. */
    static final long LEAST_BYTES = 16L * FairQueue.QUANTUM;

    /** A bucket is at least so deep that nothing is lost by looking at it so late. */
    private static final long SLACK_NS = 2_000_000;

    private static final int MOST_CUT = 64;

    private final int capacity;
    private int mostFrames;
    private final PacketPool pool;
    private final TokenBucket port;
    private final ShapedClass[] classes;
    private final Int2ObjectHashMap<ShapedClass> byQueue = new Int2ObjectHashMap<>();
    private final ShapedClass[] active;
    private int activeCount;
    private int cursor;
    private int frames;
    private long dueNs = NEVER;
    private int length;
    private int longest = FairQueue.QUANTUM;
    private final long portBps;
    private long nowNs;

    /** How much longer than a frame the longest packet so far took. */
    private long segmentNs;

    private Loss loss;

    /** @param capacity packets, and frames of packets, that may wait, 64 or more */
    public Shaper(ShaperSettings settings, int capacity, long startNs) {
        this.capacity = capacity;
        mostFrames = capacity;
        nowNs = startNs;
        portBps = settings.maxBps();
        pool = new PacketPool(capacity);
        port = new TokenBucket(settings.maxBps(), depthBits(settings.maxBps(), settings.burstBits()), startNs);
        List<ShapedClass> list = new ArrayList<>();
        settings.classes()
                .forEach((queue, one) -> list.add(new ShapedClass(queue, one, settings.maxBps(), pool, startNs)));
        classes = list.toArray(ShapedClass[]::new);
        active = new ShapedClass[classes.length];
        list.forEach(one -> byQueue.put(one.queue, one));
    }

    /** What follows happens now. {@code lossTo} takes the packets that are given up meanwhile. */
    public void begin(long now, Loss lossTo) {
        nowNs = now;
        loss = lossTo;
    }

    /** Packets, and frames of packets, that may wait for now, if that is less than at construction; 64 or more. */
    public void limit(int nowMost) {
        mostFrames = Math.min(nowMost, capacity);
    }

    static long depthBits(long rateBps, long burstBits) {
        return Math.max(burstBits, rateBps / 1_000 * (SLACK_NS / 1_000_000) + 8L * FairQueue.QUANTUM);
    }

    /** Packets that wait. */
    public int packets() {
        int sum = 0;
        for (int i = 0; i < activeCount; i++) {
            sum += active[i].packets.packets();
        }
        return sum;
    }

    /** Frames of packets that wait. */
    public int frames() {
        return frames;
    }

    /** What IP packets of a queue are marked with; {@link ClassSettings#UNMARKED}: nothing. */
    public int dscp(int queue) {
        return of(queue).dscp;
    }

    private ShapedClass of(int queue) {
        ShapedClass found = byQueue.get(queue);
        return found == null ? classes[0] : found;
    }

    /**
     * Takes a packet; others may be given up for it.
     *
     * @param bytes without preamble and FCS, 131,072 at the most
     * @param frameCount frames that it is in, 1 or more
     * @param hash of its flow
     */
    public void add(long packet, int bytes, int frameCount, int hash, int queue) {
        ShapedClass owner = of(queue);
        if (bytes > longest) {
            longest = bytes;
            segmentNs = 8_000_000_000L * (bytes - FairQueue.QUANTUM) / portBps;
        }
        while (owner.packets.packets() > 0 && owner.packets.bytes() + bytes > owner.mostBytes) {
            cut(owner);
        }
        while (frames > 0 && (frames + frameCount > mostFrames || pool.isEmpty())) {
            cut(fattest());
        }
        owner.packets.add(pool.take(packet, bytes, frameCount, nowNs), hash);
        frames += frameCount;
        if (owner.active < 0) {
            owner.active = activeCount;
            active[activeCount++] = owner;
        }
        dueNs = Math.min(dueNs, nowNs);
    }

    private ShapedClass fattest() {
        ShapedClass fattest = active[0];
        for (int i = 1; i < activeCount; i++) {
            fattest = active[i].packets.bytes() > fattest.packets.bytes() ? active[i] : fattest;
        }
        return fattest;
    }

    private void cut(ShapedClass from) {
        frames -= from.packets.frames();
        from.packets.cut(MOST_CUT, loss);
        frames += from.packets.frames();
        from.publishDrops();
        if (from.packets.packets() == 0) {
            leave(from);
        }
    }

    /** The next packet that may go now, which is the caller's then; 0: none, before {@link #dueNs}. */
    public long next() {
        while (activeCount > 0) {
            port.fill(nowNs);
            if (!port.isOpen()) {
                dueNs = port.openNs();
                return 0;
            }
            ShapedClass chosen = choose();
            if (chosen == null) {
                return 0;
            }
            frames -= chosen.packets.frames();
            int place = chosen.packets.remove(nowNs, segmentNs, loss);
            frames += chosen.packets.frames();
            chosen.publishDrops();
            if (chosen.packets.packets() == 0) {
                leave(chosen);
            }
            if (place != PacketPool.NONE) {
                return pay(chosen, place);
            }
        }
        dueNs = NEVER;
        return 0;
    }

    private long pay(ShapedClass owner, int place) {
        length = pool.lengths[place];
        port.pay(length);
        owner.sent(length);
        long packet = pool.packets[place];
        pool.give(place);
        return packet;
    }

    /** The class whose turn it is, or null: {@link #dueNs} is when there will be one. */
    private ShapedClass choose() {
        ShapedClass best = null;
        long openNs = NEVER;
        for (int k = 0; k < activeCount; k++) {
            ShapedClass one = active[(cursor + k) % activeCount];
            if (!one.isOpen(nowNs)) {
                openNs = Math.min(openNs, one.ceiling.openNs());
            } else if (best == null
                    || one.rank < best.rank
                    || one.rank == best.rank && best.isTurnOver() && !one.isTurnOver()) {
                best = one;
            }
        }
        if (best == null) {
            dueNs = openNs;
            return null;
        }
        cursor = best.active;
        while (best.isTurnOver()) {
            best = nextTurn(best);
        }
        return best;
    }

    /** All classes of a rank have had their turns: each gets another one. Returns the first that may go, or {@code first} again. */
    private ShapedClass nextTurn(ShapedClass first) {
        ShapedClass chosen = null;
        for (int k = 0; k < activeCount; k++) {
            ShapedClass one = active[(cursor + k) % activeCount];
            if (one.isOpen(nowNs) && one.rank == first.rank) {
                one.addTurn();
                chosen = chosen == null && !one.isTurnOver() && one != first ? one : chosen;
            }
        }
        ShapedClass next = chosen == null ? first : chosen;
        cursor = next.active;
        return next;
    }

    private void leave(ShapedClass empty) {
        ShapedClass last = active[--activeCount];
        active[empty.active] = last;
        last.active = empty.active;
        empty.active = -1;
        empty.emptied();
        cursor = cursor >= activeCount ? 0 : cursor;
    }

    /** Bytes of the packet that {@link #next} returned last. */
    public int length() {
        return length;
    }

    /** When to ask for the next packet; {@link #NEVER} while nothing waits. */
    public long dueNs() {
        return dueNs;
    }

    /** Any packet, whatever its time, which is the caller's then; 0: none is left. */
    public long takeAny() {
        while (activeCount > 0) {
            ShapedClass one = active[0];
            frames -= one.packets.frames();
            int place = one.packets.removeAny();
            frames += one.packets.frames();
            if (place == PacketPool.NONE) {
                leave(one);
                continue;
            }
            length = pool.lengths[place];
            pool.give(place);
            if (one.packets.packets() == 0) {
                leave(one);
            }
            return pool.packets[place];
        }
        dueNs = NEVER;
        return 0;
    }

    /** What each queue has counted, by number. Any thread. */
    public List<QueueStatistics> statistics() {
        List<QueueStatistics> all = new ArrayList<>();
        for (ShapedClass one : classes) {
            all.add(one.statistics());
        }
        return all;
    }
}
