package io.weft.cli.appctl;

import io.weft.cli.verb.UsageException;
import io.weft.flow.text.TupleText;
import io.weft.northbound.client.TrackerCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The words behind a command about connections: {@code [DATAPATH] [zone=N] [mark=V[/M]] [labels=V[/M]] [TUPLE [REPLY_TUPLE]]}, in any order, and what else the
 * command knows. The one datapath that there is may be named.
 */
final class TrackerWords {
    private static final String ZONE = "zone=";
    private static final String MARK = "mark=";
    private static final String LABELS = "labels=";
    private static final int LAST_ZONE = 65_535;

    private OptionalInt zone = OptionalInt.empty();
    private String mark = "";
    private String labels = "";
    private final List<String> tuples = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private TrackerWords() {}

    /** Reads words of which the caller takes the {@link #others}. */
    static TrackerWords read(List<String> words) {
        TrackerWords read = new TrackerWords();
        words.forEach(read::add);
        return read;
    }

    private void add(String word) {
        if (word.startsWith(ZONE) && !word.contains(",")) {
            zone = OptionalInt.of(number("zone", word.substring(ZONE.length()), LAST_ZONE));
        } else if (word.startsWith(MARK)) {
            mark = word.substring(MARK.length());
        } else if (word.startsWith(LABELS)) {
            labels = word.substring(LABELS.length());
        } else if (word.isEmpty() || TupleText.isMeant(word)) {
            tuples.add(word);
        } else if (!word.matches("(.*@)?ovs-(netdev|system|dummy)")) {
            others.add(word);
        }
    }

    /** The zone, where one was given. */
    OptionalInt zone() {
        return zone;
    }

    /** What chooses connections; no other word may be left. */
    TrackerCalls.Choice choice() {
        if (tuples.size() > 2) {
            throw new UsageException(
                    "more than two tuples; allowed: that of the original direction, and that of the reply");
        }
        return new TrackerCalls.Choice(
                zone, tuples.isEmpty() ? "" : tuples.getFirst(), tuples.size() < 2 ? "" : tuples.get(1), mark, labels);
    }

    /** Words that are none of these. */
    List<String> others() {
        return others;
    }

    /** Refuses the words that are left. */
    void nothingElse(String allowed) {
        if (!others.isEmpty()) {
            throw new UsageException("unknown word \"" + others.getFirst() + "\"; allowed: " + allowed);
        }
    }

    /** A number from 0 to {@code most}. */
    static int number(String field, String text, int most) {
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new UsageException(field + ": \"" + text + "\" is not allowed; allowed: 0 to " + most);
    }

    /** Zones with commas between them. */
    static List<Integer> zones(String text) {
        List<Integer> zones = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            zones.add(number("zone", one, LAST_ZONE));
        }
        return zones;
    }
}
