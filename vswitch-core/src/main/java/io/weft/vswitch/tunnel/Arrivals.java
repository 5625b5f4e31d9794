package io.weft.vswitch.tunnel;

import io.weft.flow.match.TlvMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The different headers with which tunnelled packets arrived lately, each with a number: with that of its port it is the {@code in_port} of the
 * keys of such packets.
 *
 * <pre>
 *   in_port of a cache key:   31 | 30 .......... 16 | 15 ............ 0
 *                              0   header, 0: none    datapath port
 * </pre>
 *
 * So the caches, which compare {@code in_port} exactly and see nothing but the packet, tell packets apart that came with different headers, at no
 * cost to all others. Translation asks here what the header was.
 *
 * <p><b>Invariants.</b> A number means one header and one port while it is in use, and for {@link #REST_NS} after its last packet plus as long again
 * before it means another: longer than any cached decision lives without packets. There are at most {@link #MOST}; when all are in use, packets with
 * other headers are refused.
 *
 * <p>Thread-safety: one receiving agent finds and adds; any thread asks. Allocation: for a header that is new alone.
 */
public final class Arrivals {
    /** Headers that are told apart. */
    public static final int MOST = 0x7FFF;

    /** A header without packets for so long is forgotten; its number rests as long again. */
    static final long REST_NS = TimeUnit.MINUTES.toNanos(2);

    private static final int PORT_BITS = 16;
    private static final int PORTS = (1 << PORT_BITS) - 1;
    private static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int BUCKETS = 1 << 12;

    private final AtomicReferenceArray<OuterHeader> headers = new AtomicReferenceArray<>(MOST + 1);
    private final Entry[] buckets = new Entry[BUCKETS];
    private final Deque<Entry> resting = new ArrayDeque<>();
    private int next = 1;
    private long sweptNs;
    private int inUse;

    /** A header in use. */
    static final class Entry {
        private final OuterHeader header;
        private final int hash;
        private final int index;
        private Entry later;
        private long usedNs;

        /** The port it is for, as {@link #judgedBy} says. */
        TunnelEnd end;

        TunnelMatches judgedBy;

        private Entry(OuterHeader header, int hash, int index) {
            this.header = header;
            this.hash = hash;
            this.index = index;
        }

        /** What {@code in_port} is in the keys of its packets. */
        int inPort() {
            return index << PORT_BITS | end.datapathPort();
        }
    }

    /** The port of the datapath in an {@code in_port} of a cache key; one below 0 is not a port's, and stays. */
    public static int port(int inPort) {
        return inPort < 0 ? inPort : inPort & PORTS;
    }

    /** The number of the header in an {@code in_port} of a cache key; 0: none. */
    public static int index(int inPort) {
        return inPort < 0 ? 0 : inPort >>> PORT_BITS;
    }

    /** How many are in use. Any thread, roughly. */
    public int size() {
        return inUse;
    }

    /**
     * Writes the tunnel fields of packets with this {@code in_port} to a full key, in which they are 0. Any thread.
     *
     * @param map which options are which fields
     * @return false where there is a critical option that no field is mapped to
     */
    public boolean toKey(int inPort, long[] key, TlvMap map) {
        OuterHeader header = headers.get(index(inPort));
        return header == null || header.toKey(key, map);
    }

    /** The entry of a header, or null. */
    Entry find(OuterHeader header, long nowNs) {
        int hash = header.hash();
        for (Entry entry = buckets[hash & BUCKETS - 1]; entry != null; entry = entry.later) {
            if (entry.hash == hash && entry.header.isSame(header)) {
                entry.usedNs = nowNs;
                return entry;
            }
        }
        return null;
    }

    /** An entry for a header that has none, or null when all are in use. */
    Entry add(OuterHeader header, long nowNs) {
        if (nowNs - sweptNs >= SWEEP_NS) {
            sweptNs = nowNs;
            sweep(nowNs);
        }
        int index = index(nowNs);
        if (index == 0) {
            return null;
        }
        int hash = header.hash();
        Entry entry = new Entry(header.copy(), hash, index);
        entry.usedNs = nowNs;
        entry.later = buckets[hash & BUCKETS - 1];
        buckets[hash & BUCKETS - 1] = entry;
        headers.set(index, entry.header);
        inUse++;
        return entry;
    }

    /** A number that nothing remembers, or 0. */
    private int index(long nowNs) {
        if (next <= MOST) {
            return next++;
        }
        Entry oldest = resting.peek();
        if (oldest == null || nowNs - oldest.usedNs < REST_NS) {
            return 0;
        }
        return resting.remove().index;
    }

    private void sweep(long nowNs) {
        for (int i = 0; i < BUCKETS; i++) {
            Entry before = null;
            for (Entry entry = buckets[i]; entry != null; entry = entry.later) {
                if (nowNs - entry.usedNs < REST_NS) {
                    before = entry;
                } else {
                    unlink(i, before, entry);
                    retire(entry, nowNs);
                }
            }
        }
    }

    /** Forgets an entry, whose number rests. */
    @SuppressWarnings("ReferenceEquality") // this very entry
    void remove(Entry gone, long nowNs) {
        int bucket = gone.hash & BUCKETS - 1;
        Entry before = null;
        for (Entry entry = buckets[bucket]; entry != gone; entry = entry.later) {
            before = entry;
        }
        unlink(bucket, before, gone);
        retire(gone, nowNs);
    }

    private void unlink(int bucket, Entry before, Entry entry) {
        if (before == null) {
            buckets[bucket] = entry.later;
        } else {
            before.later = entry.later;
        }
    }

    /** The header stays readable while its number rests: decisions that are made again must be what they were. */
    private void retire(Entry entry, long nowNs) {
        entry.usedNs = nowNs;
        resting.add(entry);
        inUse--;
    }
}
