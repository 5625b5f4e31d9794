package io.weft.flow.table;

import java.util.Arrays;

/**
 * Entries by a number, the least on top. An entry may be in it several times and stays in it when its life ends: who takes it out looks
 * whether it still lives. {@link #compact} forgets the dead when they are many, so the heap is never more than twice as large as needed.
 */
final class EntryHeap {
    private static final int MIN_COMPACT = 1024;

    private long[] keys = new long[16];
    private FlowEntry[] entries = new FlowEntry[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(long key, FlowEntry entry) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            entries = Arrays.copyOf(entries, size * 2);
        }
        siftUp(size++, key, entry);
    }

    /** The least number; {@link Long#MAX_VALUE} when empty. */
    long leastKey() {
        return size == 0 ? Long.MAX_VALUE : keys[0];
    }

    /** Takes out the entry with the least number. */
    FlowEntry poll() {
        FlowEntry least = entries[0];
        size--;
        long key = keys[size];
        FlowEntry last = entries[size];
        entries[size] = null;
        if (size > 0) {
            siftDown(0, key, last);
        }
        return least;
    }

    /** Forgets entries whose life has ended, if {@code living} says that these are the most. */
    void compact(int living) {
        if (size < MIN_COMPACT || size / 2 < living) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!entries[i].isRemoved()) {
                keys[kept] = keys[i];
                entries[kept++] = entries[i];
            }
        }
        Arrays.fill(entries, kept, size, null);
        size = kept;
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i, keys[i], entries[i]);
        }
    }

    private void siftUp(int from, long key, FlowEntry entry) {
        int at = from;
        while (at > 0 && keys[(at - 1) >>> 1] > key) {
            int parent = (at - 1) >>> 1;
            keys[at] = keys[parent];
            entries[at] = entries[parent];
            at = parent;
        }
        keys[at] = key;
        entries[at] = entry;
    }

    private void siftDown(int from, long key, FlowEntry entry) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[child] >= key) {
                break;
            }
            keys[at] = keys[child];
            entries[at] = entries[child];
            at = child;
        }
        keys[at] = key;
        entries[at] = entry;
    }
}
