package io.weft.vswitch.conductor;

import java.util.Map;

/**
 * What the keys {@code pmd-...} of the whole switch's {@code other_config} say, as in ovs-vswitchd.conf.db(5).
 *
 * @param sleepMaxUs {@code pmd-sleep-max}: how long a PMD without packets sleeps at most between two looks at queues that cannot wake it; 0:
 *     it never sleeps
 */
record PmdKnobs(int sleepMaxUs) {
    static final String SLEEP_MAX = "pmd-sleep-max";
    static final int LONGEST_SLEEP_US = 10_000;
    private static final int DEFAULT_SLEEP_US = 2_000;

    /** Of keys that {@link ConfigLaws} has accepted. */
    static PmdKnobs of(Map<String, String> otherConfig) {
        return new PmdKnobs(number(otherConfig, SLEEP_MAX, DEFAULT_SLEEP_US));
    }

    private static int number(Map<String, String> otherConfig, String key, int otherwise) {
        String text = otherConfig.get(key);
        return text == null ? otherwise : Integer.parseInt(text.trim());
    }
}
