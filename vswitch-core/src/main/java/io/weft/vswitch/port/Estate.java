package io.weft.vswitch.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ports that a process before left, by name. A driver takes its own when it opens the port; what nobody takes is to be closed.
 *
 * <p>Thread-safety: guarded by its monitor.
 */
public final class Estate {
    private final Map<String, Bequest> left = new TreeMap<>();

    /** Nothing was left. */
    public static Estate none() {
        return new Estate();
    }

    /** Adds what was left after all. */
    public synchronized void add(Map<String, Bequest> bequests) {
        left.putAll(bequests);
    }

    /** What was left of a port of that name and type; whoever takes it owns it. */
    public synchronized Optional<Bequest> take(String port, String type) {
        Bequest bequest = left.get(port);
        if (bequest == null || !bequest.type().equals(type)) {
            return Optional.empty();
        }
        left.remove(port);
        return Optional.of(bequest);
    }

    /** Takes all that nobody took. */
    public synchronized List<Bequest> takeRest() {
        List<Bequest> rest = List.copyOf(left.values());
        left.clear();
        return rest;
    }

    /** The frames that devices hold which nobody took yet. */
    public synchronized int[] frames() {
        int[] all = new int
                [left.values().stream()
                        .mapToInt(bequest -> bequest.frames().length)
                        .sum()];
        int count = 0;
        for (Bequest bequest : left.values()) {
            System.arraycopy(bequest.frames(), 0, all, count, bequest.frames().length);
            count += bequest.frames().length;
        }
        return all;
    }
}
