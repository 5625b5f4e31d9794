package io.weft.vswitch.revalidate;

import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Entries of one table and of one mask that lookups found, with those lookups. The values of the matches stand in one array, so that
 * thousands of entries are compared with one that came in microseconds. The revalidator's own.
 */
final class FoundEntries {
    private final MatchMask mask;
    private final int words;
    private Followers[] list = new Followers[1];
    private long[] values;
    private int size;

    FoundEntries(MatchMask mask) {
        this.mask = mask;
        words = mask.wordCount();
        values = new long[words];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Followers followers) {
        if (size == list.length) {
            list = Arrays.copyOf(list, 2 * size);
            values = Arrays.copyOf(values, 2 * size * words);
        }
        for (int i = 0; i < words; i++) {
            values[size * words + i] = followers.found.match().valueAt(i);
        }
        followers.listed = size;
        list[size++] = followers;
    }

    void remove(Followers followers) {
        int last = --size;
        int at = followers.listed;
        if (at != last) {
            list[at] = list[last];
            list[at].listed = at;
            System.arraycopy(values, last * words, values, at * words, words);
        }
        list[last] = null;
    }

    void forEach(Consumer<Followers> visitor) {
        for (int i = 0; i < size; i++) {
            visitor.accept(list[i]);
        }
    }

    /** Calls {@code visitor} for the lookups whose entry has a match that overlaps {@code match}: others have seen something else. */
    void forEachThatOverlaps(Match match, Consumer<Followers> visitor) {
        long[] asked = new long[words];
        long[] wanted = new long[words];
        for (int i = 0; i < words; i++) {
            int word = mask.word(i);
            // what a lookup makes of clauses is another word in its second half
            asked[i] = word == Sight.CONJUNCTION_WORD ? 0 : mask.maskAt(i) & match.mask(word);
            wanted[i] = match.value(word) & asked[i];
        }
        for (int i = 0; i < size; i++) {
            if (overlaps(i * words, asked, wanted)) {
                visitor.accept(list[i]);
            }
        }
    }

    private boolean overlaps(int at, long[] asked, long[] wanted) {
        for (int i = 0; i < words; i++) {
            if ((values[at + i] & asked[i]) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
