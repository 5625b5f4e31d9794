package io.weft.flow.classifier;

/**
 * The subtables in the order in which a lookup visits them: by the highest priority in them from high to low, then by {@link Precedence}.
 * Immutable, and carries the priorities with it: a lookup may stop at the first one that is too low, whatever the writer does meanwhile.
 */
final class Ranking {
    static final Ranking EMPTY = new Ranking(new Subtable[0], new int[0]);

    /** Not changed after construction. */
    final Subtable[] subtables;

    /** {@code tops[i]} is at least the priority of every entry of {@code subtables[i]}. */
    final int[] tops;

    private Ranking(Subtable[] subtables, int[] tops) {
        this.subtables = subtables;
        this.tops = tops;
    }

    /** This ranking without {@code subtable}, which need not be in it. */
    Ranking without(Subtable subtable) {
        int at = 0;
        while (at < subtables.length && subtables[at] != subtable) {
            at++;
        }
        if (at == subtables.length) {
            return this;
        }
        Subtable[] fewer = new Subtable[subtables.length - 1];
        int[] fewerTops = new int[fewer.length];
        System.arraycopy(subtables, 0, fewer, 0, at);
        System.arraycopy(subtables, at + 1, fewer, at, fewer.length - at);
        System.arraycopy(tops, 0, fewerTops, 0, at);
        System.arraycopy(tops, at + 1, fewerTops, at, fewer.length - at);
        return new Ranking(fewer, fewerTops);
    }

    /** This ranking, which lacks {@code subtable}, with it. */
    Ranking with(Subtable subtable) {
        int top = subtable.topPriority();
        int at = 0;
        while (at < subtables.length && (tops[at] > top || tops[at] == top && subtables[at].precedes(subtable))) {
            at++;
        }
        Subtable[] more = new Subtable[subtables.length + 1];
        int[] moreTops = new int[more.length];
        System.arraycopy(subtables, 0, more, 0, at);
        System.arraycopy(subtables, at, more, at + 1, subtables.length - at);
        System.arraycopy(tops, 0, moreTops, 0, at);
        System.arraycopy(tops, at, moreTops, at + 1, subtables.length - at);
        more[at] = subtable;
        moreTops[at] = top;
        return new Ranking(more, moreTops);
    }
}
