package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;

/**
 * The entries of a {@link MegaflowCache}, in two blocks: what a short key wants of an entry is one pair of cache lines.
 *
 * <pre>
 * entry, 128 bytes:
 *   0  the first 8 words of the masked key; of a free entry, a word that no masked key has
 *  64  packets
 *  72  bytes
 *  80  last used, ns
 *  88  stamp (4)     92  subtable, -1 when free (4)
 *  96  hash (4)     100  next free entry (4)
 * 104  the owner's number for it (4)
 *
 * tail, 64 bytes:  the other 8 words of the masked key
 * </pre>
 */
final class MegaflowEntries implements AutoCloseable {
    private static final int STRIDE = 128;
    private static final int PACKETS = FlowKey.SHORT_WORDS * 8;
    private static final int BYTES = PACKETS + 8;
    private static final int USED_NS = PACKETS + 16;
    private static final int STAMP = PACKETS + 24;
    private static final int SUBTABLE = PACKETS + 28;
    private static final int HASH = PACKETS + 32;
    private static final int NEXT_FREE = PACKETS + 36;
    private static final int OWNER = PACKETS + 40;
    private static final int TAIL_BYTES = FlowKey.PACKET_BYTES - PACKETS;

    /** The subtable of an entry that is in none. */
    static final int FREE = -1;

    private final int capacity;
    private final Memory.Block block;
    private final Memory.Block tailBlock;
    private final long base;
    private final long tails;
    private int firstFree;
    private int size;

    MegaflowEntries(int capacity) {
        this.capacity = capacity;
        block = Memory.allocate((long) capacity * STRIDE, STRIDE);
        tailBlock = Memory.allocate((long) capacity * TAIL_BYTES);
        base = block.address();
        tails = tailBlock.address();
        for (int index = 0; index < capacity; index++) {
            Memory.putLong(key(index), -1);
            Memory.putInt(key(index) + STAMP, 1);
            Memory.putInt(key(index) + SUBTABLE, FREE);
            Memory.putInt(key(index) + NEXT_FREE, index + 1);
        }
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == capacity;
    }

    /** The address of the first words of the masked key. */
    long key(int index) {
        return base + (long) index * STRIDE;
    }

    /** The address of the words behind those of a short key. */
    long tail(int index) {
        return tails + (long) index * TAIL_BYTES;
    }

    /** A word of the masked key. */
    long word(int index, int word) {
        return Memory.getLong(wordAddress(index, word));
    }

    void word(int index, int word, long value) {
        Memory.putLong(wordAddress(index, word), value);
    }

    private long wordAddress(int index, int word) {
        return word < FlowKey.SHORT_WORDS ? key(index) + 8L * word : tail(index) + 8L * (word - FlowKey.SHORT_WORDS);
    }

    boolean isUsed(int index) {
        return subtable(index) != FREE;
    }

    int subtable(int index) {
        return Memory.getInt(key(index) + SUBTABLE);
    }

    int hash(int index) {
        return Memory.getInt(key(index) + HASH);
    }

    int stamp(int index) {
        return Memory.getInt(key(index) + STAMP);
    }

    long reference(int index) {
        return (long) stamp(index) << 32 | index;
    }

    boolean isCurrent(long reference) {
        return (int) (reference >>> 32) == Memory.getInt(key((int) reference) + STAMP);
    }

    /** Takes a free entry, with counters at zero; there must be one. */
    int take(int subtable, int hash) {
        int index = firstFree;
        long entry = key(index);
        firstFree = Memory.getInt(entry + NEXT_FREE);
        Memory.putLong(entry + PACKETS, 0);
        Memory.putLong(entry + BYTES, 0);
        Memory.putLong(entry + USED_NS, 0);
        Memory.putInt(entry + SUBTABLE, subtable);
        Memory.putInt(entry + HASH, hash);
        size++;
        return index;
    }

    void free(int index) {
        long entry = key(index);
        int next = Memory.getInt(entry + STAMP) + 1;
        Memory.putLong(entry, -1);
        Memory.putInt(entry + STAMP, next == 0 ? 1 : next);
        Memory.putInt(entry + SUBTABLE, FREE);
        Memory.putInt(entry + NEXT_FREE, firstFree);
        firstFree = index;
        size--;
    }

    void count(int index, long packets, long bytes, long nowNs) {
        long entry = key(index);
        Memory.putLong(entry + PACKETS, Memory.getLong(entry + PACKETS) + packets);
        Memory.putLong(entry + BYTES, Memory.getLong(entry + BYTES) + bytes);
        Memory.putLong(entry + USED_NS, nowNs);
    }

    void count(int index, long packets, long bytes) {
        long entry = key(index);
        Memory.putLong(entry + PACKETS, Memory.getLong(entry + PACKETS) + packets);
        Memory.putLong(entry + BYTES, Memory.getLong(entry + BYTES) + bytes);
    }

    long packets(int index) {
        return Memory.getLong(key(index) + PACKETS);
    }

    long bytes(int index) {
        return Memory.getLong(key(index) + BYTES);
    }

    /** Reads both cache lines of an entry; -1 is none. */
    long touch(int index) {
        long entry = key(Math.max(index, 0));
        return Memory.getLong(entry) + Memory.getLong(entry + PACKETS);
    }

    int owner(int index) {
        return Memory.getInt(key(index) + OWNER);
    }

    void owner(int index, int number) {
        Memory.putInt(key(index) + OWNER, number);
    }

    void used(int index, long nowNs) {
        Memory.putLong(key(index) + USED_NS, nowNs);
    }

    long usedNs(int index) {
        return Memory.getLong(key(index) + USED_NS);
    }

    @Override
    public void close() {
        tailBlock.close();
        block.close();
    }
}
