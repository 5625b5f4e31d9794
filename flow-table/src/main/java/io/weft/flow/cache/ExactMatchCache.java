package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;

/**
 * Remembers which megaflow a whole packet key went to, so that a packet of a known flow costs two cache lines. A four-way set for each
 * hash, a signature and then a full comparison; see the package essay for the layout.
 *
 * <p>What it remembers is a reference of {@link MegaflowCache}, which may have lost its entry since: ask
 * {@link MegaflowCache#isCurrent}.
 *
 * <p>Thread-safety: none; its PMD owns it. Nothing here allocates.
 */
public final class ExactMatchCache implements AutoCloseable {
    /** No entry has the key. */
    public static final long MISS = MegaflowCache.NONE;

    /** The usual number of entries: their keys fill one MiB. */
    public static final int DEFAULT_ENTRIES = 8192;

    private static final int WAYS = 4;
    private static final int REFERENCES = 16;
    private static final int TOUCHED = 48;
    private static final int HAND = 52;
    private static final int KEYS = 64;
    private static final int BUCKET_BYTES = KEYS + WAYS * FlowKey.PACKET_BYTES;

    private final int bucketMask;
    private final Memory.Block block;
    private final long buckets;

    /** Never read: keeps the reads that only fetch keys into the cache from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touchedWords;

    public ExactMatchCache() {
        this(DEFAULT_ENTRIES);
    }

    /** @param entries a power of two, 4 to 2^26; takes 144 bytes each */
    public ExactMatchCache(int entries) {
        if (entries < WAYS || entries > 1 << 26 || Integer.bitCount(entries) != 1) {
            throw new IllegalArgumentException("entries " + entries + ": must be a power of two from 4 to 2^26");
        }
        bucketMask = entries / WAYS - 1;
        block = Memory.allocate((long) entries / WAYS * BUCKET_BYTES);
        buckets = block.address();
    }

    /** Entries there is room for. */
    public int capacity() {
        return (bucketMask + 1) * WAYS;
    }

    /**
     * The reference inserted with the key at {@code keyAddress}, or {@link #MISS}.
     *
     * @param hash of the whole key, the same as at insertion
     */
    public long lookup(long keyAddress, int hash) {
        int bucket = hash & bucketMask;
        int way = find(bucket, keyAddress, hash);
        if (way < 0) {
            return MISS;
        }
        touch(bucket, way);
        return Memory.getLong(referenceAddress(bucket, way));
    }

    /**
     * Looks up {@code count} keys, {@link FlowKey#PACKET_BYTES} apart, and writes each one's reference or {@link #MISS}. First all
     * buckets are read, then all keys, and only then is anything compared, so that the memory accesses of the burst overlap.
     *
     * @return how many were found
     */
    public int lookupBurst(long keys, int[] hashes, int count, long[] references) {
        for (int i = 0; i < count; i++) {
            references[i] = likelyKey(hashes[i]);
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Memory.getLong(references[i]);
        }
        touchedWords = sum;
        int found = 0;
        for (int i = 0; i < count; i++) {
            long reference = resolve(keys + (long) i * FlowKey.PACKET_BYTES, hashes[i], references[i]);
            references[i] = reference;
            found += reference != MISS ? 1 : 0;
        }
        return found;
    }

    /**
     * The address of the key in the first way with the signature, or in the last way if none has it. Without a branch: which way it is
     * cannot be predicted.
     */
    private long likelyKey(int hash) {
        int bucket = hash & bucketMask;
        long address = bucketAddress(bucket);
        int way = Memory.getInt(address + 8) == hash ? 2 : 3;
        way = Memory.getInt(address + 4) == hash ? 1 : way;
        way = Memory.getInt(address) == hash ? 0 : way;
        return address + KEYS + (long) way * FlowKey.PACKET_BYTES;
    }

    private long resolve(long keyAddress, int hash, long likely) {
        int bucket = hash & bucketMask;
        int way = (int) (likely - bucketAddress(bucket) - KEYS) / FlowKey.PACKET_BYTES;
        if (signature(bucket, way) != hash) {
            return MISS;
        }
        if (!isSame(keyAddress, likely)) {
            return lookup(keyAddress, hash); // two keys with one hash
        }
        touch(bucket, way);
        return Memory.getLong(referenceAddress(bucket, way));
    }

    /** Remembers a reference for a key, in place of what was remembered for it, of an empty place, or of a key not used lately. */
    public void insert(long keyAddress, int hash, long reference) {
        int bucket = hash & bucketMask;
        int way = find(bucket, keyAddress, hash);
        if (way < 0) {
            way = victim(bucket);
            Memory.putInt(signatureAddress(bucket, way), hash);
            copyKey(keyAddress, keyAddress(bucket, way));
        }
        Memory.putLong(referenceAddress(bucket, way), reference);
        touch(bucket, way);
    }

    private static void copyKey(long from, long to) {
        int words = FlowKey.significantWords(Memory.getLong(from));
        for (int word = 0; word < words; word++) {
            Memory.putLong(to + 8L * word, Memory.getLong(from + 8L * word));
        }
    }

    /** Forgets everything. */
    public void clear() {
        for (int bucket = 0; bucket <= bucketMask; bucket++) {
            Memory.zero(bucketAddress(bucket), KEYS);
        }
    }

    private int find(int bucket, long keyAddress, int hash) {
        for (int way = 0; way < WAYS; way++) {
            if (signature(bucket, way) == hash && isTaken(bucket, way) && isSame(keyAddress, keyAddress(bucket, way))) {
                return way;
            }
        }
        return -1;
    }

    private static boolean isSame(long first, long second) {
        long word0 = Memory.getLong(first);
        long difference = word0 ^ Memory.getLong(second);
        for (int word = 1; word < FlowKey.SHORT_WORDS; word++) {
            difference |= Memory.getLong(first + 8L * word) ^ Memory.getLong(second + 8L * word);
        }
        if (difference != 0) {
            return false;
        }
        if (FlowKey.significantWords(word0) == FlowKey.SHORT_WORDS) {
            return true;
        }
        for (int word = FlowKey.SHORT_WORDS; word < FlowKey.PACKET_WORDS; word++) {
            difference |= Memory.getLong(first + 8L * word) ^ Memory.getLong(second + 8L * word);
        }
        return difference == 0;
    }

    /** An empty way, or the next one in turn that was not used since the turn before. */
    private int victim(int bucket) {
        for (int way = 0; way < WAYS; way++) {
            if (!isTaken(bucket, way)) {
                return way;
            }
        }
        long address = bucketAddress(bucket);
        int touched = Memory.getInt(address + TOUCHED);
        int hand = Memory.getInt(address + HAND);
        while ((touched >>> hand & 1) != 0) {
            touched &= ~(1 << hand);
            hand = hand + 1 & WAYS - 1;
        }
        Memory.putInt(address + TOUCHED, touched);
        Memory.putInt(address + HAND, hand + 1 & WAYS - 1);
        return hand;
    }

    /** Stores only what changes, so that a bucket that is only read stays clean. */
    private void touch(int bucket, int way) {
        long address = bucketAddress(bucket) + TOUCHED;
        int touched = Memory.getInt(address);
        if ((touched >>> way & 1) == 0) {
            Memory.putInt(address, touched | 1 << way);
        }
    }

    private boolean isTaken(int bucket, int way) {
        return Memory.getLong(referenceAddress(bucket, way)) != MISS;
    }

    private int signature(int bucket, int way) {
        return Memory.getInt(signatureAddress(bucket, way));
    }

    private long bucketAddress(int bucket) {
        return buckets + (long) bucket * BUCKET_BYTES;
    }

    private long signatureAddress(int bucket, int way) {
        return bucketAddress(bucket) + 4L * way;
    }

    private long referenceAddress(int bucket, int way) {
        return bucketAddress(bucket) + REFERENCES + 8L * way;
    }

    private long keyAddress(int bucket, int way) {
        return bucketAddress(bucket) + KEYS + (long) way * FlowKey.PACKET_BYTES;
    }

    @Override
    public void close() {
        block.close();
    }
}
