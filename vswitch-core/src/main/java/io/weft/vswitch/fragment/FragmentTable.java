package io.weft.vswitch.fragment;

import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Fragments of all packet threads that wait for the rest of their datagrams; bounded. One for a switch.
 *
 * <p>Thread-safety: any thread, one at a time.
 */
@SuppressWarnings("EnumOrdinal") // indexes within this process only
public final class FragmentTable {
    /** How long fragments wait, from the first of their datagram on. */
    public static final long TIMEOUT_MS = 15_000;

    /** Packet memory that fragments hold at most. */
    public static final long MOST_BYTES = 16 << 20;

    /** They hold at most one frame in so many, and one large frame in so many. */
    static final int SHARE = 4;

    private static final int BUCKETS = 4096;
    private static final int KEPT = 256;

    private final long secret;
    private final PacketMemory memory;
    private final int mostFrames;
    private final int mostLarge;
    private final Datagram[] buckets = new Datagram[BUCKETS];
    private final ArrayDeque<Datagram> spare = new ArrayDeque<>();
    private final long[][] counts = new long[2][FragmentCount.values().length];
    private FragmentSettings settings = FragmentSettings.DEFAULT;
    private int[] heldByPort = new int[64];
    private Datagram oldest;
    private Datagram newest;
    private int held;
    private int heldLarge;

    /** @param secret unknown to those who send packets, so that they cannot choose what collides */
    public FragmentTable(PacketMemory memory, long secret) {
        this.secret = secret;
        this.memory = memory;
        mostLarge = memory.largeFrames() / SHARE;
        long frames = memory.bytes() / memory.frameSize();
        mostFrames = (int) Math.min(MOST_BYTES / memory.frameSize(), frames / SHARE);
    }

    // ---- packets

    /**
     * Takes a fragment that is in one frame, a large one if need be.
     *
     * @return with {@link Outcome#WAITS} and {@link Outcome#WHOLE} the packet is the caller's no more
     */
    public synchronized Outcome take(Fragment part, long nowMs, Owner owner) {
        end(nowMs, owner);
        if (!settings.isEnabled(part.ipv6) || limit() == 0) {
            return Outcome.OFF;
        }
        if (part.more && part.ipLength < settings.least(part.ipv6)) {
            count(part.ipv6, FragmentCount.TOO_SMALL, 1);
            return Outcome.SMALL;
        }
        int hash = hash(part);
        Datagram datagram = find(part, hash);
        if (datagram != null) {
            Outcome outcome = datagram.spoiled ? Outcome.OVERLAP : datagram.judge(part);
            if (outcome == Outcome.DUPLICATE) {
                count(part.ipv6, FragmentCount.DUPLICATE, 1);
                return outcome;
            }
            if (outcome == Outcome.OVERLAP) {
                count(part.ipv6, FragmentCount.OVERLAPPED, 1);
                spoil(datagram, owner);
                return outcome;
            }
        }
        return add(part, datagram == null ? begin(part, hash, nowMs) : datagram, owner);
    }

    private Datagram begin(Fragment part, int hash, long nowMs) {
        Datagram datagram = spare.isEmpty() ? new Datagram() : spare.pop();
        datagram.begin(part, hash, nowMs + TIMEOUT_MS);
        datagram.inBucket = buckets[hash & BUCKETS - 1];
        buckets[hash & BUCKETS - 1] = datagram;
        datagram.older = newest;
        if (newest == null) {
            oldest = datagram;
        } else {
            newest.newer = datagram;
        }
        newest = datagram;
        return datagram;
    }

    private Outcome add(Fragment part, Datagram datagram, Owner owner) {
        count(part.ipv6, FragmentCount.ACCEPTED, 1);
        hold(datagram, 1);
        holdLarge(datagram, memory.isLargeFrame(Packet.address(part.packet)) ? 1 : 0);
        if (datagram.add(part)) {
            count(part.ipv6, FragmentCount.COMPLETED, datagram.count());
            takeOut(datagram);
            part.whole = datagram;
            return Outcome.WHOLE;
        }
        makeRoom(datagram, owner);
        return Outcome.WAITS;
    }

    /** Gives a datagram back of which the caller has used all parts. */
    public synchronized void giveBack(Datagram datagram) {
        datagram.forget();
        keep(datagram);
    }

    private void keep(Datagram datagram) {
        if (spare.size() < KEPT && !datagram.isWide()) {
            spare.push(datagram);
        }
    }

    // ---- room

    /** Fragments that may wait now. */
    private int limit() {
        return Math.min(settings.most(), mostFrames);
    }

    /**
     * When there are too many, the oldest datagram goes, which is the least likely to become whole: of a port that has half of the room, if there is
     * one, so that a flood leaves the other half to others. When large frames are short, the oldest that has one goes.
     *
     * @param spared the one that has just got a part
     */
    private void makeRoom(Datagram spared, Owner owner) {
        while (held > limit() || heldLarge > mostLarge) {
            boolean isLarge = heldLarge > mostLarge;
            Datagram victim = oldest;
            while (victim != null
                    && (victim == spared || (isLarge ? victim.large == 0 : heldByPort[victim.port] < limit() / 2))) {
                victim = victim.newer;
            }
            victim = victim == null ? isLarge ? spared : oldest : victim;
            remove(victim, DropReason.FRAGMENT_OVERFLOW, FragmentCount.PURGED, owner);
        }
    }

    private void spoil(Datagram datagram, Owner owner) {
        if (!datagram.spoiled) {
            datagram.spoiled = true;
            hold(datagram, -datagram.count());
            holdLarge(datagram, -datagram.large);
            datagram.drop(DropReason.FRAGMENT_OVERLAP, owner.frames(), owner.drops());
            hold(datagram, 1);
        }
    }

    /** Drops what waits for too long already; to an agent, now and then, with an owner of its own. */
    public synchronized void end(long nowMs, Owner owner) {
        while (oldest != null && oldest.expiresMs <= nowMs) {
            remove(oldest, DropReason.FRAGMENT_TIMEOUT, FragmentCount.EXPIRED, owner);
        }
    }

    /** Whether nothing waits. */
    public synchronized boolean isEmpty() {
        return oldest == null;
    }

    private void remove(Datagram datagram, DropReason reason, FragmentCount count, Owner owner) {
        count(datagram.ipv6, count, datagram.count());
        takeOut(datagram);
        datagram.drop(reason, owner.frames(), owner.drops());
        keep(datagram);
    }

    private void takeOut(Datagram datagram) {
        hold(datagram, -datagram.weight());
        holdLarge(datagram, -datagram.large);
        if (datagram.older == null) {
            oldest = datagram.newer;
        } else {
            datagram.older.newer = datagram.newer;
        }
        if (datagram.newer == null) {
            newest = datagram.older;
        } else {
            datagram.newer.older = datagram.older;
        }
        datagram.older = null;
        datagram.newer = null;
        int bucket = datagram.hash & BUCKETS - 1;
        if (buckets[bucket] == datagram) {
            buckets[bucket] = datagram.inBucket;
        } else {
            Datagram before = buckets[bucket];
            while (before.inBucket != datagram) {
                before = before.inBucket;
            }
            before.inBucket = datagram.inBucket;
        }
        datagram.inBucket = null;
    }

    private void hold(Datagram datagram, int more) {
        if (datagram.port >= heldByPort.length) {
            heldByPort = Arrays.copyOf(heldByPort, 2 * datagram.port);
        }
        heldByPort[datagram.port] += more;
        held += more;
    }

    private void holdLarge(Datagram datagram, int more) {
        datagram.large += more;
        heldLarge += more;
    }

    private Datagram find(Fragment part, int hash) {
        Datagram datagram = buckets[hash & BUCKETS - 1];
        while (datagram != null && !(datagram.hash == hash && datagram.isOf(part))) {
            datagram = datagram.inBucket;
        }
        return datagram;
    }

    private int hash(Fragment part) {
        long sum = mix(part.sourceLow ^ secret, part.destinationLow + secret)
                + mix(part.sourceHigh + ~secret, part.destinationHigh ^ ~secret)
                + mix(part.id ^ secret, (long) part.protocol << 32 | part.order.zone());
        sum = mix(sum ^ secret, 0x9e37_79b9_7f4a_7c15L);
        return (int) (sum ^ sum >>> 32);
    }

    private static long mix(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    private void count(boolean ipv6, FragmentCount count, int more) {
        counts[ipv6 ? 1 : 0][count.ordinal()] += more;
    }

    // ---- verbs

    public synchronized FragmentSettings settings() {
        return settings;
    }

    /** From now on; what waits of a version that is turned off is dropped, and the oldest of what is too much. */
    public synchronized void change(UnaryOperator<FragmentSettings> change, Owner owner) {
        FragmentSettings now = change.apply(settings);
        settings = now;
        Datagram next = oldest;
        while (next != null) {
            Datagram datagram = next;
            next = datagram.newer;
            if (!now.isEnabled(datagram.ipv6)) {
                remove(datagram, DropReason.FRAGMENT_FLUSHED, FragmentCount.PURGED, owner);
            }
        }
        makeRoom(null, owner);
    }

    /** What was counted: of IPv4 by {@link FragmentCount}, then of IPv6. */
    public synchronized long[] counts() {
        return LongStream.concat(LongStream.of(counts[0]), LongStream.of(counts[1]))
                .toArray();
    }

    /** What there is now. */
    public synchronized FragmentStatus status() {
        List<WaitingDatagram> waiting = new ArrayList<>();
        for (Datagram datagram = newest; datagram != null; datagram = datagram.older) {
            waiting.add(datagram.view());
        }
        return new FragmentStatus(settings, held, list(counts[0]), list(counts[1]), waiting);
    }

    private static List<Long> list(long[] values) {
        return LongStream.of(values).boxed().toList();
    }
}
