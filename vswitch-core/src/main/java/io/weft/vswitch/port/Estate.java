package io.weft.vswitch.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The ports that a process before left, by name. A driver takes its own when it opens the port; what nobody takes is to be closed.
 *
 * <p>Thread-safety: guarded by its monitor.
 */
public final class Estate {
    private final Map<String, Bequest> left;

    public Estate(Map<String, Bequest> bequests) {
        left = new TreeMap<>(bequests);
    }

    /** Nothing was left. */
    public static Estate none() {
        return new Estate(Map.of());
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
        return left.values().stream()
                .flatMapToInt(bequest -> IntStream.of(bequest.frames()))
                .toArray();
    }
}
