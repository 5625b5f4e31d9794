package io.weft.vswitch.conductor;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the keys {@code pmd-...} of the whole switch's {@code other_config} say, as in ovs-vswitchd.conf.db(5).
 *
 * @param sleepMaxUs {@code pmd-sleep-max}: how long a PMD without packets sleeps at most between two looks at queues that cannot wake it; 0:
 *     it never sleeps
 * @param algorithm {@code pmd-rxq-assign}
 * @param isolates {@code pmd-rxq-isolate}: whether a PMD with a pinned queue polls no others
 * @param balances {@code pmd-auto-lb}: whether queues are placed anew when a PMD has too much to do
 * @param loadPercent {@code pmd-auto-lb-load-threshold}: how much is too much
 * @param improvementPercent {@code pmd-auto-lb-improvement-threshold}: how much more even it must become by that
 * @param intervalS {@code pmd-auto-lb-rebal-interval}, in seconds: how often that is looked at
 */
record PmdKnobs(
        int sleepMaxUs,
        RxPlacement.Algorithm algorithm,
        boolean isolates,
        boolean balances,
        int loadPercent,
        int improvementPercent,
        long intervalS) {
    static final String SLEEP_MAX = "pmd-sleep-max";
    static final int LONGEST_SLEEP_US = 10_000;
    static final String ASSIGN = "pmd-rxq-assign";
    static final Set<String> ALGORITHMS = Set.of("cycles", "roundrobin", "group");
    static final String ISOLATE = "pmd-rxq-isolate";
    static final String BALANCE = "pmd-auto-lb";
    static final String LOAD = "pmd-auto-lb-load-threshold";
    static final String IMPROVEMENT = "pmd-auto-lb-improvement-threshold";
    static final String INTERVAL = "pmd-auto-lb-rebal-interval";
    static final int LONGEST_INTERVAL_MIN = 20_000;
    private static final int DEFAULT_SLEEP_US = 2_000;
    private static final int DEFAULT_LOAD = 95;
    private static final int DEFAULT_IMPROVEMENT = 25;

    /** Of keys that {@link ConfigLaws} has accepted. */
    static PmdKnobs of(Map<String, String> otherConfig) {
        int intervalMin = number(otherConfig, INTERVAL, 1);
        return new PmdKnobs(
                number(otherConfig, SLEEP_MAX, DEFAULT_SLEEP_US),
                RxPlacement.Algorithm.valueOf(
                        otherConfig.getOrDefault(ASSIGN, "cycles").toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(otherConfig.getOrDefault(ISOLATE, "true")),
                Boolean.parseBoolean(otherConfig.getOrDefault(BALANCE, "false")),
                number(otherConfig, LOAD, DEFAULT_LOAD),
                number(otherConfig, IMPROVEMENT, DEFAULT_IMPROVEMENT),
                60L * Math.max(1, intervalMin));
    }

    private static int number(Map<String, String> otherConfig, String key, int otherwise) {
        String text = otherConfig.get(key);
        return text == null ? otherwise : Integer.parseInt(text.trim());
    }
}
