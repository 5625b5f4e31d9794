package io.weft.cli.ofctl;

import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.FlowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code monitor BRIDGE watch:SPEC} asks for: words with {@code !} switch something off, the rest selects flows.
 *
 * @param off of {@code initial}, {@code add}, {@code delete}, {@code modify}, {@code own}, {@code actions}
 * @param filter as for dump-flows
 */
record WatchSpec(Set<String> off, String filter) {
    private static final Set<String> WORDS = Set.of("initial", "add", "delete", "modify", "own", "actions");

    /** @throws UsageException for a word that cannot be switched off */
    static WatchSpec parse(String text) {
        Set<String> off = new TreeSet<>();
        List<String> filter = new ArrayList<>();
        for (String word : text.split("[, \t]+", -1)) {
            if (word.startsWith("!")) {
                if (!WORDS.contains(word.substring(1))) {
                    throw new UsageException(
                            "unknown word \"" + word + "\"; allowed: !" + String.join(", !", new TreeSet<>(WORDS)));
                }
                off.add(word.substring(1));
            } else if (!word.isEmpty()) {
                filter.add(word);
            }
        }
        return new WatchSpec(off, String.join(",", filter));
    }

    /** Whether the present flows come first. */
    boolean initial() {
        return !off.contains("initial");
    }

    boolean actions() {
        return !off.contains("actions");
    }

    /** Whether such an event is printed; what the monitor itself changes there is none of, so {@code !own} hides nothing. */
    boolean shows(FlowEvent.Kind kind, boolean isInitial) {
        return switch (kind) {
            case ADDED -> isInitial || !off.contains("add");
            case DELETED -> !off.contains("delete");
            case MODIFIED -> !off.contains("modify");
            case RESYNC_BEGIN, RESYNC_END, PAUSED, RESUMED -> true;
        };
    }
}
