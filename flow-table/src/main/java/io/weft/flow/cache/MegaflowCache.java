package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;

/**
 * Wildcarded results of translation: an entry stands for every packet that equals its key in the bits of its mask. Tuple space search over
 * the packet words, off heap; see the package essay for the layout.
 *
 * <p>Of a short key off heap only the first {@link FlowKey#SHORT_WORDS} words are read; the others count as zero, whatever lies there.
 *
 * <p>Overlapping entries must agree, as those of a translator do whose masks hold every bit it looked at: the first one found is
 * the answer.
 *
 * <p>An entry is named by its index, 0 to {@link #capacity} - 1, and for longer memory by a <em>reference</em>, which also carries the
 * entry's stamp: {@link #isCurrent} tells whether it still names the same entry. No reference is 0.
 *
 * <p>Thread-safety: none; its PMD owns it. Lookups, counting and removal allocate nothing.
 */
public final class MegaflowCache implements AutoCloseable {
    /** No entry matches. */
    public static final int MISS = -1;

    /** Not inserted: its mask would be one more than the quota. */
    public static final int REFUSED_MASKS = -2;

    /** Not inserted: all entries are in use. */
    public static final int REFUSED_FULL = -3;

    /** The reference that names nothing. */
    public static final long NONE = 0;

    /** The usual quota on masks: bounds what a lookup can cost, whatever traffic arrives. */
    public static final int DEFAULT_SUBTABLES = 256;

    private static final int BURST = 64;

    private final MegaflowEntries entries;
    private final MegaflowSubtables subtables;
    private final int[] pending = new int[BURST];
    private final long[] hashes = new long[BURST];

    /** A cache whose hash function is the same in every run. */
    public MegaflowCache(int capacity, int maxSubtables) {
        this(capacity, maxSubtables, 0);
    }

    /**
     * @param capacity entries, at least 1; takes 192 bytes each at once and up to 32 more when in use
     * @param maxSubtables how many different masks there may be, at least 1
     * @param seed makes the hash function unpredictable to those who send the packets
     */
    public MegaflowCache(int capacity, int maxSubtables, long seed) {
        if (capacity < 1 || maxSubtables < 1) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + ", maxSubtables " + maxSubtables + ": must be at least 1");
        }
        entries = new MegaflowEntries(capacity);
        subtables = new MegaflowSubtables(entries, maxSubtables, seed);
    }

    /**
     * Adds an entry. If there is one with the same mask and masked key, that one is the result and keeps its counters.
     *
     * @param key at least {@link FlowKey#PACKET_WORDS} words, zero after a short key; bits outside the mask do not matter
     * @param mask as many words
     * @return the index of the entry, or {@link #REFUSED_MASKS} or {@link #REFUSED_FULL}
     */
    public int insert(long[] key, long[] mask) {
        return insert(key, mask, true);
    }

    /** Adds an entry as {@link #insert(long[], long[])} does; when {@code mayAddMask} is false, only where another entry has the mask. */
    public int insert(long[] key, long[] mask, boolean mayAddMask) {
        int subtable = subtables.find(mask);
        if (subtable != MISS) {
            int existing = subtables.find(subtable, key);
            if (existing != MISS) {
                return existing;
            }
        }
        if (entries.isFull()) {
            return REFUSED_FULL;
        }
        if (subtable == MISS && mayAddMask) {
            subtable = subtables.add(mask);
        }
        return subtable == MISS ? REFUSED_MASKS : subtables.insert(subtable, key);
    }

    /** Removes an entry; every reference to it stops being current. The index must be in use. */
    public void remove(int index) {
        requireUsed(index);
        subtables.remove(index);
        entries.free(index);
    }

    /** Removes everything; every reference stops being current. */
    public void clear() {
        for (int index = 0; index < entries.capacity(); index++) {
            if (entries.isUsed(index)) {
                remove(index);
            }
        }
    }

    /** The index of an entry that the key at {@code keyAddress} matches, or {@link #MISS}. */
    public int lookup(long keyAddress) {
        return subtables.lookup(keyAddress);
    }

    /** {@link #lookupNew} shall find entries that are inserted from now on. */
    public void forgetNew() {
        subtables.forgetNew();
    }

    /** As {@link #lookup} for who knows that no entry older than the last {@link #forgetNew} matches: looks only where there are newer ones. */
    public int lookupNew(long keyAddress) {
        return subtables.lookupNew(keyAddress);
    }

    /**
     * Looks up those of {@code count} keys, {@link FlowKey#PACKET_BYTES} apart, whose reference is not current, and writes the
     * references of the entries found, {@link #NONE} where there is none. Subtable by subtable for all of them, so that their memory
     * accesses overlap.
     *
     * @return how many are {@link #NONE}
     */
    public int lookupBurst(long keys, long[] references, int count) {
        int missing = 0;
        for (int first = 0; first < count; first += BURST) {
            missing += lookupChunk(keys, references, first, Math.min(count, first + BURST));
        }
        return missing;
    }

    private int lookupChunk(long keys, long[] references, int first, int end) {
        int open = 0;
        for (int i = first; i < end; i++) {
            if (!entries.isCurrent(references[i])) {
                references[i] = NONE;
                pending[open++] = i;
            }
        }
        return lookupFrom(0, keys, references, pending, open);
    }

    /**
     * Looks up the keys at the first {@code open} positions in {@code pending}, 64 at most, in the subtable that was hit most, writes the references of those
     * found, and leaves in {@code pending} those that were not.
     *
     * @return how many are left
     */
    public int lookupFirst(long keys, long[] references, int[] pending, int open) {
        return subtables.count() == 0 ? open : subtables.lookup(0, keys, references, pending, hashes, open);
    }

    /** The same in the subtables from the one ranked {@code first} on. */
    public int lookupFrom(int first, long keys, long[] references, int[] pending, int open) {
        int left = open;
        for (int rank = first; left > 0 && rank < subtables.count(); rank++) {
            left = subtables.lookup(rank, keys, references, pending, hashes, left);
        }
        return left;
    }

    /** Whether the entry at {@code index}, if there is one, matches the key at {@code key}. */
    public boolean matches(int index, long key) {
        return subtables.matches(index, key);
    }

    /** Reads from an entry what {@link #matches} and {@link #count} will want of it, so that the processor has it by then. */
    long touch(int index) {
        return entries.touch(index);
    }

    /** Counts a hit of an entry that was found elsewhere, {@code weight} times, for {@link #rank}. */
    public void hit(int index, int weight) {
        subtables.hit(index, weight);
    }

    /** Whether the subtable that was hit most had all hits but one in {@code share}, as {@link #rank} lets them fade. */
    public boolean isFirstEnough(int share) {
        return subtables.isFirstEnough(share);
    }

    /**
     * Moves the subtables that were hit most to the front, and halves the hits, so that old ones fade. Call it every some thousand
     * lookups.
     */
    public void rank() {
        subtables.rank();
    }

    /** Entries there is room for. */
    public int capacity() {
        return entries.capacity();
    }

    /** Entries in use. */
    public int size() {
        return entries.size();
    }

    /** Different masks in use. */
    public int subtableCount() {
        return subtables.count();
    }

    /** Whether {@code index}, from 0 to {@link #capacity} - 1, is an entry. */
    public boolean isUsed(int index) {
        return entries.isUsed(index);
    }

    /** A number that changes when the entry at {@code index} is removed; never 0. */
    public int stamp(int index) {
        return entries.stamp(index);
    }

    /** The entry at {@code index}, as it is now: {@code stamp << 32 | index}. */
    public long reference(int index) {
        return entries.reference(index);
    }

    /** Whether {@code reference}, from this cache or {@link #NONE}, names an entry that has not been removed since. */
    public boolean isCurrent(long reference) {
        return entries.isCurrent(reference);
    }

    /** The index in a reference. */
    public static int index(long reference) {
        return (int) reference;
    }

    /** Adds traffic to an entry, used at {@code nowNs}. */
    public void count(int index, long packets, long bytes, long nowNs) {
        entries.count(index, packets, bytes, nowNs);
    }

    /** Adds traffic to an entry. */
    public void count(int index, long packets, long bytes) {
        entries.count(index, packets, bytes);
    }

    /** Packets since the entry was inserted. */
    public long packets(int index) {
        return entries.packets(index);
    }

    /** Bytes since the entry was inserted. */
    public long bytes(int index) {
        return entries.bytes(index);
    }

    /** A number that the owner gave the entry at {@code index}. */
    public int owner(int index) {
        return entries.owner(index);
    }

    /** Gives the entry a number that lies with its counters. */
    public void owner(int index, int number) {
        entries.owner(index, number);
    }

    /** Notes when the entry was used last. */
    public void used(int index, long nowNs) {
        entries.used(index, nowNs);
    }

    /** When the entry was used last, 0 if it was not. */
    public long usedNs(int index) {
        return entries.usedNs(index);
    }

    /** Writes what the entry matches into the first {@link FlowKey#PACKET_WORDS} words of {@code key} and {@code mask}. */
    public void copy(int index, long[] key, long[] mask) {
        requireUsed(index);
        subtables.copy(index, key, mask);
    }

    private void requireUsed(int index) {
        if (index < 0 || index >= entries.capacity() || !entries.isUsed(index)) {
            throw new IllegalArgumentException("megaflow " + index + " is not in use");
        }
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        subtables.close();
        entries.close();
    }
}
