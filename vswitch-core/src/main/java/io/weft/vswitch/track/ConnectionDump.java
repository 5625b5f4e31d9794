package io.weft.vswitch.track;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/** A dump at its reader's pace: goes through the table slice by slice, and holds nothing between two of them. One thread at a time. */
final class ConnectionDump implements Iterator<Connection> {
    /** Connections that wait here. */
    private static final int AHEAD = 256;

    private final Slice slice;
    private final Deque<Connection> ahead = new ArrayDeque<>(AHEAD);
    private int from;

    /** Reads on. */
    interface Slice {
        /** Gives connections from record {@code from} on to {@code sink} until that says false; returns where to go on, or -1 at the end. */
        int read(int from, Predicate<Connection> sink);
    }

    ConnectionDump(Slice slice) {
        this.slice = slice;
    }

    @Override
    public boolean hasNext() {
        while (ahead.isEmpty() && from >= 0) {
            from = slice.read(from, connection -> {
                ahead.add(connection);
                return ahead.size() < AHEAD;
            });
        }
        return !ahead.isEmpty();
    }

    @Override
    public Connection next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ahead.remove();
    }
}
