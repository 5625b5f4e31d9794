package io.weft.vswitch.revalidate;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.datapath.Megaflow;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The lookups of one table that found the same entry, or all that found nothing: a row for each, of a megaflow and the number of its lookup.
 *
 * <p>What a lookup saw is copied word by word into columns, the first time that somebody asks for that word, so that thousands of rows are
 * compared with an entry without touching a megaflow. The revalidator's own.
 */
final class Followers {
    private static final Column[] NO_COLUMNS = {};

    final int place;
    final FlowEntry found;

    /** The place in the list of {@link FoundEntries}, its own. */
    int listed;

    private Megaflow[] megaflows = new Megaflow[1];
    private int[] visits = new int[1];
    private Column[] columns = NO_COLUMNS;
    private int size;

    /** What the lookups saw of a word: the bits that are known, and their values; other bits of a value are zero. */
    private static final class Column {
        final int word;
        long[] bits;
        long[] values;

        Column(int word, int capacity) {
            this.word = word;
            bits = new long[capacity];
            values = new long[capacity];
        }

        void set(int row, Megaflow megaflow, int visit) {
            long known = Sight.bits(megaflow, visit, word);
            bits[row] = known;
            values[row] = Sight.value(megaflow, visit, word) & known;
        }
    }

    /** @param found the entry, or null for lookups that found nothing */
    Followers(int place, FlowEntry found) {
        this.place = place;
        this.found = found;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a lookup; the megaflow notes its row. */
    void add(Megaflow megaflow, int visit) {
        if (size == visits.length) {
            int capacity = Math.max(4, 2 * size);
            megaflows = Arrays.copyOf(megaflows, capacity);
            visits = Arrays.copyOf(visits, capacity);
            for (Column column : columns) {
                column.bits = Arrays.copyOf(column.bits, capacity);
                column.values = Arrays.copyOf(column.values, capacity);
            }
        }
        for (Column column : columns) {
            column.set(size, megaflow, visit);
        }
        megaflows[size] = megaflow;
        visits[size] = visit;
        megaflow.rows[visit] = size++;
    }

    /** Removes a lookup; the last row takes its place. */
    void remove(Megaflow megaflow, int visit) {
        int row = megaflow.rows[visit];
        int last = --size;
        if (row != last) {
            megaflows[row] = megaflows[last];
            visits[row] = visits[last];
            megaflows[row].rows[visits[row]] = row;
            for (Column column : columns) {
                column.bits[row] = column.bits[last];
                column.values[row] = column.values[last];
            }
        }
        megaflows[last] = null;
    }

    void forEach(Consumer<Megaflow> visitor) {
        for (int row = 0; row < size; row++) {
            visitor.accept(megaflows[row]);
        }
    }

    /** Calls {@code visitor} for each lookup that may have seen what {@code match} asks for; a megaflow may be told more than once. */
    void forEachThatMayMatch(Match match, Consumer<Megaflow> visitor) {
        int count = 0;
        Column[] asked = new Column[match.wordCount()];
        long[] masks = new long[asked.length];
        long[] values = new long[asked.length];
        for (int i = 0; i < asked.length; i++) {
            int word = match.word(i);
            boolean isGiven = found != null && (match.maskAt(i) & ~found.match().mask(word)) == 0;
            if (!isGiven && Sight.isKnown(word)) { // what is given, the caller has compared with the entry found
                asked[count] = column(word);
                masks[count] = match.maskAt(i);
                values[count++] = match.valueAt(i);
            }
        }
        for (int row = 0; row < size; row++) {
            boolean mayMatch = true;
            for (int i = 0; i < count && mayMatch; i++) {
                mayMatch = ((asked[i].values[row] ^ values[i]) & asked[i].bits[row] & masks[i]) == 0;
            }
            if (mayMatch) {
                visitor.accept(megaflows[row]);
            }
        }
    }

    private Column column(int word) {
        for (Column column : columns) {
            if (column.word == word) {
                return column;
            }
        }
        Column column = new Column(word, visits.length);
        for (int row = 0; row < size; row++) {
            column.set(row, megaflows[row], visits[row]);
        }
        columns = Arrays.copyOf(columns, columns.length + 1);
        columns[columns.length - 1] = column;
        return column;
    }
}
