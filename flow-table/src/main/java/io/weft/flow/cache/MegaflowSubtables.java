package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import java.util.Arrays;

/**
 * The subtables of a {@link MegaflowCache}: one {@link Subtable} for each mask, with the entries that have it in a hash table with linear probing.
 *
 * <pre>
 * slot, 8 bytes:  hash (high 32 bits), index of the entry + 1 (low 32 bits); 0 is an empty slot.
 *                 The low bits of the hash are its home, so a slot can be moved without reading its entry.
 * </pre>
 *
 * Before the first descriptor lies one for no subtable, {@link MegaflowEntries#FREE}, whose mask is empty: an entry that is free, and whose key
 * no masked key equals, matches nothing without being asked whether it is free.
 */
final class MegaflowSubtables implements AutoCloseable {
    private static final int FEWEST_SLOTS = 16;

    /** Entries of a subtable that do not stay in the second-level cache. */
    private static final int MANY = 4096;

    private final MegaflowEntries entries;
    private final SubtableHash hash;
    private final Memory.Block block;
    private final Memory.Block[] slotBlocks;
    private final long first;

    /** Addresses of the descriptors in use, the most hit first; then those that are free. */
    private final long[] order;

    private int count;

    /** Subtables with entries inserted since they were forgotten last, each once. */
    private final long[] fresh;

    private int freshCount;

    /** Never read: keeps the reads that only fetch memory into the cache from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touchedWords;

    MegaflowSubtables(MegaflowEntries entries, int capacity, long seed) {
        this.entries = entries;
        hash = new SubtableHash(seed);
        block = Memory.allocate((capacity + 1L) * Subtable.LENGTH);
        first = block.address() + Subtable.LENGTH;
        slotBlocks = new Memory.Block[capacity];
        order = new long[capacity];
        fresh = new long[capacity];
        Arrays.setAll(order, this::subtable);
    }

    int count() {
        return count;
    }

    int lookup(long key) {
        return lookup(order, count, key);
    }

    void forgetNew() {
        freshCount = 0;
    }

    /** Looks where something was inserted since the last {@link #forgetNew}. */
    int lookupNew(long key) {
        return lookup(fresh, freshCount, key);
    }

    private int lookup(long[] among, int length, long key) {
        for (int i = 0; i < length; i++) {
            long subtable = among[i];
            int index = probe(subtable, hash.of(subtable, key), key);
            if (index != MegaflowCache.MISS) {
                hit(subtable, 1);
                return index;
            }
        }
        return MegaflowCache.MISS;
    }

    /**
     * Looks the keys at the first {@code open} positions in {@code pending} up in one subtable, and leaves in {@code pending} those that
     * were not found; returns how many.
     */
    int lookup(int rank, long keys, long[] references, int[] pending, long[] hashes, int open) {
        long subtable = order[rank];
        if (Subtable.isShort(subtable)) {
            hash.ofAll(subtable, keys, pending, hashes, open);
        } else {
            for (int i = 0; i < open; i++) {
                hashes[i] = hash.of(subtable, keys + (long) pending[i] * FlowKey.PACKET_BYTES);
            }
        }
        if (Memory.getInt(subtable + Subtable.SIZE) > MANY) {
            touch(subtable, hashes, open);
        }
        int left = 0;
        for (int i = 0; i < open; i++) {
            int position = pending[i];
            int index = probe(subtable, (int) hashes[i], keys + (long) position * FlowKey.PACKET_BYTES);
            if (index == MegaflowCache.MISS) {
                pending[left++] = position;
            } else {
                references[position] = entries.reference(index);
            }
        }
        hit(subtable, open - left);
        return left;
    }

    /** Reads the home slots of all hashes, then their entries, so that these memory accesses overlap. */
    private void touch(long subtable, long[] hashes, int open) {
        long slots = Memory.getLong(subtable + Subtable.SLOTS);
        int slotMask = Memory.getInt(subtable + Subtable.SLOT_MASK);
        for (int i = 0; i < open; i++) {
            int hash = (int) hashes[i];
            hashes[i] = (long) Memory.getInt(slots + 8L * (hash & slotMask)) << 32 | hash & 0xFFFF_FFFFL;
        }
        long sum = 0;
        for (int i = 0; i < open; i++) {
            sum += entries.touch((int) (hashes[i] >>> 32) - 1);
        }
        touchedWords = sum;
    }

    private static void hit(long subtable, int hits) {
        Memory.putLong(subtable + Subtable.HITS, Memory.getLong(subtable + Subtable.HITS) + hits);
    }

    /** Adds a hit to the subtable of an entry that another cache found. */
    void hit(int index, int hits) {
        hit(subtable(entries.subtable(index)), hits);
    }

    /** Whether an entry, if there is one at {@code index}, matches the key. */
    boolean matches(int index, long key) {
        return matches(subtable(entries.subtable(index)), index, key);
    }

    private boolean matches(long subtable, int index, long key) {
        return Subtable.matches(subtable, entries.key(index), key)
                && (Subtable.isShort(subtable) || Subtable.matchesTail(subtable, entries.tail(index), key));
    }

    /** Follows the slots from the home of {@code hash}. */
    private int probe(long subtable, int hash, long key) {
        long slots = Memory.getLong(subtable + Subtable.SLOTS);
        int slotMask = Memory.getInt(subtable + Subtable.SLOT_MASK);
        int position = hash & slotMask;
        for (long slot = Memory.getLong(slots + 8L * position); slot != 0; ) {
            int index = (int) slot - 1;
            if ((int) (slot >>> 32) == hash && matches(subtable, index, key)) {
                return index;
            }
            position = position + 1 & slotMask;
            slot = Memory.getLong(slots + 8L * position);
        }
        return MegaflowCache.MISS;
    }

    /** The number of the subtable with this mask, or MISS. */
    int find(long[] mask) {
        for (int rank = 0; rank < count; rank++) {
            if (Subtable.hasMask(order[rank], mask)) {
                return id(order[rank]);
            }
        }
        return MegaflowCache.MISS;
    }

    private int id(long subtable) {
        return (int) ((subtable - first) / Subtable.LENGTH);
    }

    private long subtable(int id) {
        return first + (long) id * Subtable.LENGTH;
    }

    /** The entry of a subtable that has this key under its mask, or MISS. */
    int find(int id, long[] key) {
        long subtable = subtable(id);
        long slots = Memory.getLong(subtable + Subtable.SLOTS);
        int slotMask = Memory.getInt(subtable + Subtable.SLOT_MASK);
        int wanted = hash.of(subtable, key);
        for (int position = wanted & slotMask; ; position = position + 1 & slotMask) {
            long slot = Memory.getLong(slots + 8L * position);
            if (slot == 0) {
                return MegaflowCache.MISS;
            }
            if ((int) (slot >>> 32) == wanted && isSame(subtable, (int) slot - 1, key)) {
                return (int) slot - 1;
            }
        }
    }

    private boolean isSame(long subtable, int index, long[] key) {
        long difference = 0;
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            difference |= key[word] & Subtable.mask(subtable, word) ^ entries.word(index, word);
        }
        return difference == 0;
    }

    /** A new subtable for this mask, or MISS when there are as many as may be. */
    int add(long[] mask) {
        if (count == order.length) {
            return MegaflowCache.MISS;
        }
        long subtable = order[count++];
        Subtable.describe(subtable, mask);
        allocateSlots(subtable, FEWEST_SLOTS);
        return id(subtable);
    }

    private void allocateSlots(long subtable, int slots) {
        Memory.Block slotBlock = Memory.allocate(8L * slots);
        slotBlocks[id(subtable)] = slotBlock;
        Memory.putLong(subtable + Subtable.SLOTS, slotBlock.address());
        Memory.putInt(subtable + Subtable.SLOT_MASK, slots - 1);
    }

    /** Adds an entry that is not there yet; one must be free. */
    int insert(int id, long[] key) {
        long subtable = subtable(id);
        int size = Memory.getInt(subtable + Subtable.SIZE) + 1;
        if (4L * size > Memory.getInt(subtable + Subtable.SLOT_MASK)) {
            grow(subtable);
        }
        Memory.putInt(subtable + Subtable.SIZE, size);
        int home = hash.of(subtable, key);
        int index = entries.take(id, home);
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            entries.word(index, word, key[word] & Subtable.mask(subtable, word));
        }
        place(subtable, (long) home << 32 | index + 1);
        noteNew(subtable);
        return index;
    }

    private void noteNew(long subtable) {
        for (int i = freshCount - 1; i >= 0; i--) {
            if (fresh[i] == subtable) {
                return;
            }
        }
        fresh[freshCount++] = subtable;
    }

    private void grow(long subtable) {
        int slots = Memory.getInt(subtable + Subtable.SLOT_MASK) + 1;
        try (Memory.Block old = slotBlocks[id(subtable)]) {
            allocateSlots(subtable, 2 * slots);
            for (int position = 0; position < slots; position++) {
                long slot = Memory.getLong(old.address() + 8L * position);
                if (slot != 0) {
                    place(subtable, slot);
                }
            }
        }
    }

    private static void place(long subtable, long slot) {
        long slots = Memory.getLong(subtable + Subtable.SLOTS);
        int slotMask = Memory.getInt(subtable + Subtable.SLOT_MASK);
        int position = (int) (slot >>> 32) & slotMask;
        while (Memory.getLong(slots + 8L * position) != 0) {
            position = position + 1 & slotMask;
        }
        Memory.putLong(slots + 8L * position, slot);
    }

    /** Takes the entry out of its subtable, and the subtable away if it was the last. */
    void remove(int index) {
        long subtable = subtable(entries.subtable(index));
        long slots = Memory.getLong(subtable + Subtable.SLOTS);
        int slotMask = Memory.getInt(subtable + Subtable.SLOT_MASK);
        int position = entries.hash(index) & slotMask;
        while ((int) Memory.getLong(slots + 8L * position) != index + 1) {
            position = position + 1 & slotMask;
        }
        closeGap(slots, slotMask, position);
        int size = Memory.getInt(subtable + Subtable.SIZE) - 1;
        Memory.putInt(subtable + Subtable.SIZE, size);
        if (size == 0) {
            drop(subtable);
        }
    }

    /** Moves later slots forward, so that no probe ends too early and nothing is left behind. */
    private static void closeGap(long slots, int slotMask, int removed) {
        int gap = removed;
        for (int position = gap + 1 & slotMask; ; position = position + 1 & slotMask) {
            long slot = Memory.getLong(slots + 8L * position);
            if (slot == 0) {
                break;
            }
            int home = (int) (slot >>> 32) & slotMask;
            if ((position - home & slotMask) >= (position - gap & slotMask)) {
                Memory.putLong(slots + 8L * gap, slot);
                gap = position;
            }
        }
        Memory.putLong(slots + 8L * gap, 0);
    }

    private void drop(long subtable) {
        freshCount = 0; // entries come and go at different times: who removes looks for nothing new
        slotBlocks[id(subtable)].close();
        slotBlocks[id(subtable)] = null;
        int rank = 0;
        while (order[rank] != subtable) {
            rank++;
        }
        System.arraycopy(order, rank + 1, order, rank, --count - rank);
        order[count] = subtable;
    }

    void rank() {
        for (int i = 1; i < count; i++) {
            long subtable = order[i];
            long hits = hits(subtable);
            int at = i;
            for (; at > 0 && hits(order[at - 1]) < hits; at--) {
                order[at] = order[at - 1];
            }
            order[at] = subtable;
        }
        for (int i = 0; i < count; i++) {
            Memory.putLong(order[i] + Subtable.HITS, hits(order[i]) >> 1);
        }
    }

    private static long hits(long subtable) {
        return Memory.getLong(subtable + Subtable.HITS);
    }

    /** Whether all but one in {@code share} of the hits, as they fade, were in the first subtable. */
    boolean isFirstEnough(int share) {
        long others = 0;
        for (int i = 1; i < count; i++) {
            others += hits(order[i]);
        }
        return count > 0 && others * share <= hits(order[0]) + others;
    }

    void copy(int index, long[] key, long[] mask) {
        long subtable = subtable(entries.subtable(index));
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            key[word] = entries.word(index, word);
            mask[word] = Subtable.mask(subtable, word);
        }
    }

    @Override
    public void close() {
        for (Memory.Block slots : slotBlocks) {
            if (slots != null) {
                slots.close();
            }
        }
        block.close();
    }
}
