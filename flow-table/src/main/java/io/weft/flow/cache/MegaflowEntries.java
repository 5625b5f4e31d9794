package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;

/**
 * The entries of a {@link MegaflowCache}, in one block: three cache lines each.
 *
 * <pre>
 *   0  the masked key, only the words of the mask, in order           (16 x 8)
 * 128  packets
 * 136  bytes
 * 144  last used, ns
 * 152  stamp (4)     156  subtable, -1 when free (4)
 * 160  hash (4)      164  next free entry (4)
 * </pre>
 */
final class MegaflowEntries implements AutoCloseable {
    private static final int STRIDE = 192;
    private static final int PACKETS = FlowKey.PACKET_BYTES;
    private static final int BYTES = PACKETS + 8;
    private static final int USED_NS = PACKETS + 16;
    private static final int STAMP = PACKETS + 24;
    private static final int SUBTABLE = PACKETS + 28;
    private static final int HASH = PACKETS + 32;
    private static final int NEXT_FREE = PACKETS + 36;
    private static final int FREE = -1;

    private final int capacity;
    private final Memory.Block block;
    private final long base;
    private int firstFree;
    private int size;

    MegaflowEntries(int capacity) {
        this.capacity = capacity;
        block = Memory.allocate((long) capacity * STRIDE);
        base = block.address();
        for (int index = 0; index < capacity; index++) {
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

    /** The address of the masked key. */
    long key(int index) {
        return base + (long) index * STRIDE;
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
        Memory.zero(entry, FlowKey.PACKET_BYTES);
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

    void used(int index, long nowNs) {
        Memory.putLong(key(index) + USED_NS, nowNs);
    }

    long usedNs(int index) {
        return Memory.getLong(key(index) + USED_NS);
    }

    @Override
    public void close() {
        block.close();
    }
}
