package io.weft.vswitch.track;

/**
 * Connections that others have announced. They end with the process.
 *
 * <p>Bounded: {@value #MOST}. A connection has one at a time: the last that it announced. An expectation is met once, and ends after {@value #PATIENCE_MS} ms, as in Linux, or with the connection that announced it.
 *
 * <p>Thread-safety: any. While nothing is expected, a look costs one read. Allocation: none but the expectations.
 */
final class Expectations {
    static final int MOST = 1024;
    static final long PATIENCE_MS = 300_000;

    private final ConnectionTable table;
    private final Expectation[] places = new Expectation[MOST];

    /** Places from here on are empty. */
    private int end;

    private volatile boolean any;

    Expectations(ConnectionTable table) {
        this.table = table;
    }

    /** What a packet without connection begins, or null. */
    Expectation find(Tuple packet, long nowMs) {
        return any ? search(packet, nowMs) : null;
    }

    private synchronized Expectation search(Tuple packet, long nowMs) {
        int place = place(packet);
        if (place < 0) {
            return null;
        }
        Expectation found = places[place];
        if (isOver(found, nowMs)) {
            clear(place);
            return null;
        }
        return found;
    }

    private int place(Tuple packet) {
        for (int i = 0; i < end; i++) {
            if (places[i] != null && places[i].matches(packet)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isOver(Expectation one, long nowMs) {
        return one.deadlineMs() <= nowMs || table.find(one.parent(), table.hash(one.parent())) == ConnectionTable.NONE;
    }

    private void clear(int place) {
        places[place] = null;
        while (end > 0 && places[end - 1] == null) {
            end--;
        }
        any = end > 0;
    }

    /**
     * Expects a connection.
     *
     * @param replaces whether the same, announced by another connection, gives way
     * @return false when it does not, or there is no room
     */
    synchronized boolean add(Expectation one, boolean replaces, long nowMs) {
        int place = place(one.tuple());
        if (place >= 0) {
            boolean isOwn = places[place].parent().isSame(one.parent());
            if (!replaces && !isOwn && !isOver(places[place], nowMs)) {
                return false;
            }
            clear(place);
        }
        for (int i = 0; i < end; i++) {
            if (places[i] != null && places[i].parent().isSame(one.parent())) {
                clear(i);
            }
        }
        place = free(nowMs);
        if (place < 0) {
            return false;
        }
        places[place] = one;
        end = Math.max(end, place + 1);
        any = true;
        return true;
    }

    /** An empty place, or -1. */
    private int free(long nowMs) {
        if (end == MOST) {
            for (int i = 0; i < MOST; i++) {
                if (places[i] == null) {
                    return i;
                }
                if (isOver(places[i], nowMs)) {
                    clear(i);
                    return i;
                }
            }
        }
        return end < MOST ? end : -1;
    }

    /** It has begun. */
    synchronized void met(Expectation one) {
        for (int i = 0; i < end; i++) {
            if (one.equals(places[i])) {
                clear(i);
            }
        }
    }
}
