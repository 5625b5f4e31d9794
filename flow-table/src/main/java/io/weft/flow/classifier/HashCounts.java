package io.weft.flow.classifier;

/** How many entries of a subtable have a given hash of their first stages: tells a lookup that going on is in vain. */
final class HashCounts {
    private final HashChains<Count> chains = new HashChains<>();

    /** Whether some entry has {@code hash}. */
    boolean contains(long hash) {
        Count count = chains.head(hash);
        while (count != null && count.hash != hash) {
            count = count.next;
        }
        return count != null;
    }

    void add(long hash) {
        for (Count count = chains.head(hash); count != null; count = count.next) {
            if (count.hash == hash) {
                count.entries++;
                return;
            }
        }
        chains.insert(new Count(hash, 1), null);
    }

    void remove(long hash) {
        Count previous = null;
        Count count = chains.head(hash);
        while (count.hash != hash) {
            previous = count;
            count = count.next;
        }
        count.entries--;
        if (count.entries == 0) {
            chains.remove(count, previous);
        }
    }

    /** A hash and how often it occurs; only the writer reads the latter. */
    private static final class Count extends Link<Count> {
        private int entries;

        Count(long hash, int entries) {
            super(hash);
            this.entries = entries;
        }

        @Override
        Count copy() {
            return new Count(hash, entries);
        }
    }
}
