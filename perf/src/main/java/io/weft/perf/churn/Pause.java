package io.weft.perf.churn;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A time in which the packet thread did not get on, as {@code appctl dpif-netdev/pmd-pauses -v} has it, by the switch's clock.
 *
 * @param othersNs its processor ran other threads
 * @param stoppedNs it was stopped, or waited for a lock
 * @param workNs its own work explains
 */
record Pause(
        long endNs,
        long lengthNs,
        long othersNs,
        long stoppedNs,
        long workNs,
        long packets,
        long translations,
        long removals) {
    private static final int COLUMNS = 8;
    private static final Pattern LINE = Pattern.compile("[0-9 -]+");

    /** On its processor, and nothing done. */
    long elsewhereNs() {
        return lengthNs - othersNs - stoppedNs - workNs;
    }

    /** What the machine took. */
    long machineNs() {
        return othersNs + elsewhereNs();
    }

    /** What the switch took. */
    long switchNs() {
        return stoppedNs + workNs;
    }

    /** The lines of the command's answer that are pauses. */
    static List<Pause> parse(String answer) {
        List<Pause> pauses = new ArrayList<>();
        for (String line : answer.lines().map(String::strip).toList()) {
            String[] words = line.split(" ", -1);
            if (words.length == COLUMNS && LINE.matcher(line).matches()) {
                long[] n = new long[COLUMNS];
                for (int i = 0; i < COLUMNS; i++) {
                    n[i] = Long.parseLong(words[i]);
                }
                pauses.add(new Pause(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]));
            }
        }
        return pauses;
    }
}
