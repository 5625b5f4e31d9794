package io.weft.vswitch.datapath;

import java.util.Arrays;

/** Megaflows of one mask, by open addressing. Its PMD. Allocation: when it grows. */
final class RecirculatedTable {
    private static final int FIRST_SLOTS = 16;

    private final long[] mask;

    /** The words in which the mask has bits. */
    private final int[] words;

    private RecirculatedFlow[] slots = new RecirculatedFlow[FIRST_SLOTS];
    private int size;

    RecirculatedTable(long[] mask) {
        this.mask = mask;
        int count = 0;
        int[] found = new int[mask.length];
        for (int word = 0; word < mask.length; word++) {
            if (mask[word] != 0) {
                found[count++] = word;
            }
        }
        words = Arrays.copyOf(found, count);
    }

    boolean hasMask(long[] other) {
        return Arrays.equals(mask, other);
    }

    int size() {
        return size;
    }

    RecirculatedFlow find(long[] key) {
        int last = slots.length - 1;
        for (int at = hash(key) & last; slots[at] != null; at = at + 1 & last) {
            if (isSame(slots[at].key, key)) {
                return slots[at];
            }
        }
        return null;
    }

    private int hash(long[] key) {
        long hash = 0;
        for (int word : words) {
            hash = (Long.rotateLeft(hash, 29) ^ key[word] & mask[word]) * 0x9e3779b97f4a7c15L;
        }
        return (int) (hash ^ hash >>> 32);
    }

    private boolean isSame(long[] one, long[] other) {
        long difference = 0;
        for (int word : words) {
            difference |= (one[word] ^ other[word]) & mask[word];
        }
        return difference == 0;
    }

    void add(RecirculatedFlow flow) {
        if (2 * ++size > slots.length) {
            RecirculatedFlow[] old = slots;
            slots = new RecirculatedFlow[2 * old.length];
            for (RecirculatedFlow one : old) {
                if (one != null) {
                    put(one);
                }
            }
        }
        put(flow);
    }

    private void put(RecirculatedFlow flow) {
        int last = slots.length - 1;
        int at = hash(flow.key) & last;
        while (slots[at] != null) {
            at = at + 1 & last;
        }
        slots[at] = flow;
    }

    /** Takes a flow out; those behind it that could not have their own place are put anew. */
    @SuppressWarnings("ReferenceEquality") // about which flow it is
    void remove(RecirculatedFlow flow) {
        int last = slots.length - 1;
        int at = hash(flow.key) & last;
        while (slots[at] != flow) {
            at = at + 1 & last;
        }
        slots[at] = null;
        size--;
        for (at = at + 1 & last; slots[at] != null; at = at + 1 & last) {
            RecirculatedFlow moved = slots[at];
            slots[at] = null;
            put(moved);
        }
    }
}
