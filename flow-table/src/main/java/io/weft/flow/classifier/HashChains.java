package io.weft.flow.classifier;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * A hash table of chains for one writer and any number of readers without locks.
 *
 * <p>A reader that starts at {@link #head} and follows {@code next} meets every node that was in the table when it started and still is,
 * and possibly some that came or went meanwhile. When the table changes size, all nodes are copied, so that readers of the old table see
 * it complete and unchanging.
 */
final class HashChains<N extends Link<N>> {
    private static final int SMALLEST = 4;

    private volatile AtomicReferenceArray<N> buckets = new AtomicReferenceArray<>(SMALLEST);
    private int size;

    /** The first node of the chain that holds {@code hash}, or null. The chain holds other hashes too. */
    N head(long hash) {
        AtomicReferenceArray<N> table = buckets;
        return table.get((int) hash & table.length() - 1);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Writer: puts {@code node} after {@code previous}, or first if that is null; both in the chain of the same hash. */
    void insert(N node, N previous) {
        if (previous == null) {
            AtomicReferenceArray<N> table = buckets;
            int bucket = (int) node.hash & table.length() - 1;
            node.next = table.get(bucket);
            table.set(bucket, node);
        } else {
            node.next = previous.next;
            previous.next = node;
        }
        size++;
        if (size > buckets.length()) {
            resize(buckets.length() * 2);
        }
    }

    /** Writer: takes out {@code node}, which stands after {@code previous}, or first if that is null. */
    void remove(N node, N previous) {
        if (previous == null) {
            AtomicReferenceArray<N> table = buckets;
            table.set((int) node.hash & table.length() - 1, node.next);
        } else {
            previous.next = node.next;
        }
        size--;
        if (buckets.length() > SMALLEST && size < buckets.length() / 8) {
            resize(buckets.length() / 4);
        }
    }

    private void resize(int length) {
        AtomicReferenceArray<N> old = buckets;
        AtomicReferenceArray<N> table = new AtomicReferenceArray<>(length);
        AtomicReferenceArray<N> tails = new AtomicReferenceArray<>(length);
        for (int bucket = 0; bucket < old.length(); bucket++) {
            for (N node = old.get(bucket); node != null; node = node.next) {
                N copy = node.copy();
                int target = (int) copy.hash & length - 1;
                N tail = tails.getPlain(target);
                if (tail == null) {
                    table.setPlain(target, copy);
                } else {
                    tail.next = copy;
                }
                tails.setPlain(target, copy);
            }
        }
        buckets = table;
    }

    /** Gives every node to {@code visitor}. */
    void forEach(Consumer<N> visitor) {
        AtomicReferenceArray<N> table = buckets;
        for (int bucket = 0; bucket < table.length(); bucket++) {
            for (N node = table.get(bucket); node != null; node = node.next) {
                visitor.accept(node);
            }
        }
    }
}
