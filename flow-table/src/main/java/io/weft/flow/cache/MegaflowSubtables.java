package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import java.util.Arrays;

/**
 * The subtables of a {@link MegaflowCache}: one for each mask, with the entries that have it in a hash table with linear probing.
 *
 * <pre>
 * descriptor, 320 bytes:
 *   0  hits since the last ranking, plus half of those before
 *   8  address of the slots
 *  16  slots - 1 (4)      20  entries (4)
 *  24  words in the mask (4)    28  of these, how many lie in a short key (4)
 *  32  for each of them: its byte offset in a key (8), its mask (8)
 *
 * slot, 8 bytes:  hash (high 32 bits), index of the entry + 1 (low 32 bits); 0 is an empty slot.
 *                 The low bits of the hash are its home, so a slot can be moved without reading its entry.
 * </pre>
 */
final class MegaflowSubtables implements AutoCloseable {
    private static final int STRIDE = 320;
    private static final int HITS = 0;
    private static final int SLOTS = 8;
    private static final int SLOT_MASK = 16;
    private static final int SIZE = 20;
    private static final int WORD_COUNT = 24;
    private static final int SHORT_COUNT = 28;
    private static final int PAIRS = 32;
    private static final int PAIR_BYTES = 16;
    private static final int FEWEST_SLOTS = 16;

    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;

    private final MegaflowEntries entries;
    private final long seed;
    private final Memory.Block block;
    private final Memory.Block[] slotBlocks;
    /** Addresses of the descriptors in use, the most hit first; then those that are free. */
    private final long[] order;

    private int count;

    MegaflowSubtables(MegaflowEntries entries, int capacity, long seed) {
        this.entries = entries;
        this.seed = seed ^ 0x9E37_79B9_7F4A_7C15L;
        block = Memory.allocate((long) capacity * STRIDE);
        slotBlocks = new Memory.Block[capacity];
        order = new long[capacity];
        Arrays.setAll(order, i -> block.address() + (long) i * STRIDE);
    }

    int count() {
        return count;
    }

    int lookup(long keyAddress) {
        for (int rank = 0; rank < count; rank++) {
            long subtable = order[rank];
            int hash = hash(subtable, keyAddress);
            long slots = Memory.getLong(subtable + SLOTS);
            int slotMask = Memory.getInt(subtable + SLOT_MASK);
            int index = probe(subtable, hash, Memory.getLong(slots + 8L * (hash & slotMask)), keyAddress);
            if (index != MegaflowCache.MISS) {
                Memory.putLong(subtable + HITS, Memory.getLong(subtable + HITS) + 1);
                return index;
            }
        }
        return MegaflowCache.MISS;
    }

    /**
     * Looks the keys at the first {@code open} positions in {@code pending} up in one subtable, and leaves in {@code pending} those that
     * were not found; returns how many.
     */
    int lookup(int rank, long keys, long[] references, int[] pending, long[] probes, int open) {
        long subtable = order[rank];
        long slots = Memory.getLong(subtable + SLOTS);
        int slotMask = Memory.getInt(subtable + SLOT_MASK);
        for (int i = 0; i < open; i++) {
            probes[i] = hash(subtable, keys + (long) pending[i] * FlowKey.PACKET_BYTES);
        }
        int left = 0;
        for (int i = 0; i < open; i++) {
            int position = pending[i];
            int hash = (int) probes[i];
            long slot = Memory.getLong(slots + 8L * (hash & slotMask));
            int index = probe(subtable, hash, slot, keys + (long) position * FlowKey.PACKET_BYTES);
            if (index == MegaflowCache.MISS) {
                pending[left++] = position;
            } else {
                references[position] = entries.reference(index);
            }
        }
        Memory.putLong(subtable + HITS, Memory.getLong(subtable + HITS) + open - left);
        return left;
    }

    private int hash(long subtable, long keyAddress) {
        int present = presentWords(subtable, keyAddress);
        int words = Memory.getInt(subtable + WORD_COUNT);
        long hash = seed;
        for (int i = 0; i < present; i++) {
            long pair = pair(subtable, i);
            hash = mix(hash, Memory.getLong(keyAddress + Memory.getLong(pair)) & Memory.getLong(pair + 8));
        }
        for (int i = present; i < words; i++) {
            hash = mix(hash, 0);
        }
        return (int) hash;
    }

    /** How many words of the mask may be read from a key; what follows a short key in memory is not part of it, and counts as zero. */
    private static int presentWords(long subtable, long keyAddress) {
        boolean isShort = FlowKey.significantWords(Memory.getLong(keyAddress)) == FlowKey.SHORT_WORDS;
        return Memory.getInt(subtable + (isShort ? SHORT_COUNT : WORD_COUNT));
    }

    private static long pair(long subtable, int i) {
        return subtable + PAIRS + (long) i * PAIR_BYTES;
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    /** Follows the slots from {@code slot}, the home of {@code hash}. */
    private int probe(long subtable, int hash, long slot, long keyAddress) {
        if (slot == 0) {
            return MegaflowCache.MISS;
        }
        long slots = Memory.getLong(subtable + SLOTS);
        int slotMask = Memory.getInt(subtable + SLOT_MASK);
        int position = hash & slotMask;
        long candidate = slot;
        while (candidate != 0) {
            int index = (int) candidate - 1;
            if ((int) (candidate >>> 32) == hash && isSame(subtable, entries.key(index), keyAddress)) {
                return index;
            }
            position = position + 1 & slotMask;
            candidate = Memory.getLong(slots + 8L * position);
        }
        return MegaflowCache.MISS;
    }

    private static boolean isSame(long subtable, long entry, long keyAddress) {
        int present = presentWords(subtable, keyAddress);
        int words = Memory.getInt(subtable + WORD_COUNT);
        long difference = 0;
        for (int i = 0; i < present; i++) {
            long pair = pair(subtable, i);
            long word = Memory.getLong(keyAddress + Memory.getLong(pair)) & Memory.getLong(pair + 8);
            difference |= word ^ Memory.getLong(entry + 8L * i);
        }
        for (int i = present; i < words; i++) {
            difference |= Memory.getLong(entry + 8L * i);
        }
        return difference == 0;
    }

    /** The subtable with this mask, as an offset from the block, or MISS. */
    int find(long[] mask) {
        for (int rank = 0; rank < count; rank++) {
            if (hasMask(order[rank], mask)) {
                return id(order[rank]);
            }
        }
        return MegaflowCache.MISS;
    }

    private static boolean hasMask(long subtable, long[] mask) {
        int words = Memory.getInt(subtable + WORD_COUNT);
        int next = 0;
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            if (mask[word] != 0) {
                long pair = pair(subtable, next);
                if (next == words || Memory.getLong(pair) != 8L * word || Memory.getLong(pair + 8) != mask[word]) {
                    return false;
                }
                next++;
            }
        }
        return next == words;
    }

    private int id(long subtable) {
        return (int) ((subtable - block.address()) / STRIDE);
    }

    private long subtable(int id) {
        return block.address() + (long) id * STRIDE;
    }

    /** The entry of a subtable that has this key under its mask, or MISS. */
    int find(int id, long[] key) {
        long subtable = subtable(id);
        long slots = Memory.getLong(subtable + SLOTS);
        int slotMask = Memory.getInt(subtable + SLOT_MASK);
        int hash = hash(subtable, key);
        for (int position = hash & slotMask; ; position = position + 1 & slotMask) {
            long slot = Memory.getLong(slots + 8L * position);
            if (slot == 0) {
                return MegaflowCache.MISS;
            }
            if ((int) (slot >>> 32) == hash && isSame(subtable, entries.key((int) slot - 1), key)) {
                return (int) slot - 1;
            }
        }
    }

    private int hash(long subtable, long[] key) {
        int words = Memory.getInt(subtable + WORD_COUNT);
        long hash = seed;
        for (int i = 0; i < words; i++) {
            hash = mix(hash, maskedWord(subtable, i, key));
        }
        return (int) hash;
    }

    private static long maskedWord(long subtable, int i, long[] key) {
        long pair = pair(subtable, i);
        return key[(int) Memory.getLong(pair) >> 3] & Memory.getLong(pair + 8);
    }

    private static boolean isSame(long subtable, long entry, long[] key) {
        int words = Memory.getInt(subtable + WORD_COUNT);
        for (int i = 0; i < words; i++) {
            if (Memory.getLong(entry + 8L * i) != maskedWord(subtable, i, key)) {
                return false;
            }
        }
        return true;
    }

    /** A new subtable for this mask, or MISS when there are as many as may be. */
    int add(long[] mask) {
        if (count == order.length) {
            return MegaflowCache.MISS;
        }
        long subtable = order[count++];
        int words = 0;
        int shortWords = 0;
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            if (mask[word] != 0) {
                shortWords += word < FlowKey.SHORT_WORDS ? 1 : 0;
                long pair = pair(subtable, words++);
                Memory.putLong(pair, 8L * word);
                Memory.putLong(pair + 8, mask[word]);
            }
        }
        Memory.putLong(subtable + HITS, 0);
        Memory.putInt(subtable + SIZE, 0);
        Memory.putInt(subtable + WORD_COUNT, words);
        Memory.putInt(subtable + SHORT_COUNT, shortWords);
        allocateSlots(subtable, FEWEST_SLOTS);
        return id(subtable);
    }

    private void allocateSlots(long subtable, int slots) {
        Memory.Block slotBlock = Memory.allocate(8L * slots);
        slotBlocks[id(subtable)] = slotBlock;
        Memory.putLong(subtable + SLOTS, slotBlock.address());
        Memory.putInt(subtable + SLOT_MASK, slots - 1);
    }

    /** Adds an entry that is not there yet; one must be free. */
    int insert(int id, long[] key) {
        long subtable = subtable(id);
        int size = Memory.getInt(subtable + SIZE) + 1;
        if (2L * size > Memory.getInt(subtable + SLOT_MASK)) {
            grow(subtable);
        }
        Memory.putInt(subtable + SIZE, size);
        int hash = hash(subtable, key);
        int index = entries.take(id, hash);
        for (int i = 0; i < Memory.getInt(subtable + WORD_COUNT); i++) {
            Memory.putLong(entries.key(index) + 8L * i, maskedWord(subtable, i, key));
        }
        place(subtable, (long) hash << 32 | index + 1);
        return index;
    }

    private void grow(long subtable) {
        int slots = Memory.getInt(subtable + SLOT_MASK) + 1;
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
        long slots = Memory.getLong(subtable + SLOTS);
        int slotMask = Memory.getInt(subtable + SLOT_MASK);
        int position = (int) (slot >>> 32) & slotMask;
        while (Memory.getLong(slots + 8L * position) != 0) {
            position = position + 1 & slotMask;
        }
        Memory.putLong(slots + 8L * position, slot);
    }

    /** Takes the entry out of its subtable, and the subtable away if it was the last. */
    void remove(int index) {
        int id = entries.subtable(index);
        long subtable = subtable(id);
        long slots = Memory.getLong(subtable + SLOTS);
        int slotMask = Memory.getInt(subtable + SLOT_MASK);
        int position = entries.hash(index) & slotMask;
        while ((int) Memory.getLong(slots + 8L * position) != index + 1) {
            position = position + 1 & slotMask;
        }
        closeGap(slots, slotMask, position);
        int size = Memory.getInt(subtable + SIZE) - 1;
        Memory.putInt(subtable + SIZE, size);
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
            long hits = Memory.getLong(subtable + HITS);
            int at = i;
            for (; at > 0 && Memory.getLong(order[at - 1] + HITS) < hits; at--) {
                order[at] = order[at - 1];
            }
            order[at] = subtable;
        }
        for (int i = 0; i < count; i++) {
            Memory.putLong(order[i] + HITS, Memory.getLong(order[i] + HITS) >> 1);
        }
    }

    void copy(int index, long[] key, long[] mask) {
        Arrays.fill(key, 0, FlowKey.PACKET_WORDS, 0);
        Arrays.fill(mask, 0, FlowKey.PACKET_WORDS, 0);
        long subtable = subtable(entries.subtable(index));
        for (int i = 0; i < Memory.getInt(subtable + WORD_COUNT); i++) {
            long pair = pair(subtable, i);
            int word = (int) Memory.getLong(pair) >> 3;
            key[word] = Memory.getLong(entries.key(index) + 8L * i);
            mask[word] = Memory.getLong(pair + 8);
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
