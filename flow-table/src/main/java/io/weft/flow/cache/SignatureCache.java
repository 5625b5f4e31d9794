package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;

/**
 * Remembers in eight bytes which megaflow a packet key went to: the key's hash as its signature, and the index of the megaflow. That a signature
 * is the same proves nothing: the megaflow's own masked key is compared with the packet, which it must match anyway. So a million flows cost eight
 * megabytes, and an entry whose megaflow was replaced is wrong about nothing but the place.
 *
 * <pre>
 *   bucket, 32 bytes:  signature 0 .. 3 (4 each), 0 is empty  |  index of the megaflow 0 .. 3 (4 each)
 * </pre>
 *
 * <p>It begins small, so that few flows stay within few cache lines, and doubles when it forgets too much: only the mask of the buckets changes,
 * whose low bits stay. An entry whose bucket is another one now is found out by the next packet.
 *
 * <p>Thread-safety: none; its PMD owns it. Nothing here allocates but the constructor.
 */
public final class SignatureCache implements AutoCloseable {
    /** The usual number of entries: eight megabytes. */
    public static final int DEFAULT_ENTRIES = 1 << 20;

    private static final int WAYS = 4;
    private static final int INDEXES = 16;
    private static final int BUCKET_BYTES = 32;
    private static final int FIRST_ENTRIES = 1 << 14;
    private static final int BURST = 64;
    private static final int FORGETTING = 6;
    private static final int TAKEN = Integer.MIN_VALUE;

    private final Memory.Block block;
    private final long buckets;
    private final int largestMask;
    private final int[] candidates = new int[BURST];
    private int bucketMask;
    private int hand;
    private int evictions;

    /** Never read: keeps the reads that only fetch memory into the cache from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touchedWords;

    public SignatureCache() {
        this(DEFAULT_ENTRIES);
    }

    /** @param entries the most it grows to: a power of two, 4 to 2^26; takes 8 bytes each, at once */
    public SignatureCache(int entries) {
        if (entries < WAYS || entries > 1 << 26 || Integer.bitCount(entries) != 1) {
            throw new IllegalArgumentException("entries " + entries + ": must be a power of two from 4 to 2^26");
        }
        block = Memory.allocate((long) entries / WAYS * BUCKET_BYTES);
        buckets = block.address();
        largestMask = entries / WAYS - 1;
        bucketMask = Math.min(largestMask, FIRST_ENTRIES / WAYS - 1);
    }

    /** Entries there is room for now. */
    public int capacity() {
        return (bucketMask + 1) * WAYS;
    }

    /**
     * Looks up the keys at the first {@code open} positions in {@code pending}, {@link FlowKey#PACKET_BYTES} apart, writes the references of those found,
     * and leaves in {@code pending} those that were not. First all buckets are read, then all megaflows, and only then is anything compared, so that the
     * memory accesses of the burst overlap.
     *
     * @param open 64 at most
     * @return how many are left
     */
    public int lookup(MegaflowCache megaflows, long keys, int[] hashes, int[] pending, int open, long[] references) {
        for (int i = 0; i < open; i++) {
            candidates[i] = candidate(hashes[pending[i]]);
        }
        long sum = 0;
        for (int i = 0; i < open; i++) {
            sum += megaflows.touch(candidates[i]);
        }
        touchedWords = sum;
        int left = 0;
        for (int i = 0; i < open; i++) {
            int position = pending[i];
            int index = candidates[i];
            if (megaflows.matches(index, keys + (long) position * FlowKey.PACKET_BYTES)) {
                references[position] = megaflows.reference(index);
            } else {
                pending[left++] = position;
            }
        }
        return left;
    }

    /** The index in the way with the signature, or in any if none has it. Without a branch: which way it is cannot be predicted. */
    private int candidate(int hash) {
        long bucket = bucket(hash);
        int signature = signature(hash);
        int way = isZero(Memory.getInt(bucket + 4) ^ signature)
                | isZero(Memory.getInt(bucket + 8) ^ signature) << 1
                | isZero(Memory.getInt(bucket + 12) ^ signature) * 3;
        return Memory.getInt(bucket + INDEXES + 4L * way);
    }

    private static int isZero(int difference) {
        return (difference | -difference) >>> 31 ^ 1;
    }

    /** Remembers a megaflow for a hash, in the place of what was remembered for it, an empty place or any. */
    public void insert(int hash, int index) {
        long bucket = bucket(hash);
        int way = wayOf(bucket, signature(hash));
        Memory.putInt(bucket + 4L * way, signature(hash));
        Memory.putInt(bucket + INDEXES + 4L * way, index);
    }

    private int wayOf(long bucket, int signature) {
        int empty = -1;
        for (int way = 0; way < WAYS; way++) {
            int known = Memory.getInt(bucket + 4L * way);
            if (known == signature) {
                return way;
            }
            empty = known == 0 && empty < 0 ? way : empty;
        }
        if (empty >= 0) {
            return empty;
        }
        evictions++;
        return hand++ & WAYS - 1;
    }

    /**
     * Doubles the room if more than one in 64 of {@code lookups}, those since the last call, put an entry in the place of another.
     * Call it every some thousand lookups.
     */
    public void resize(int lookups) {
        if (evictions > lookups >>> FORGETTING && bucketMask < largestMask) {
            bucketMask = 2 * bucketMask + 1;
        }
        evictions = 0;
    }

    private static int signature(int hash) {
        return hash | TAKEN;
    }

    private long bucket(int hash) {
        return buckets + (long) (hash & bucketMask) * BUCKET_BYTES;
    }

    @Override
    public void close() {
        block.close();
    }
}
