package io.weft.vswitch.track;

import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A timeout for each state, in milliseconds. A zone without a policy has {@link #DEFAULT}.
 *
 * <p>Thread-safety: immutable.
 */
public final class TimeoutPolicy {
    /** The longest timeout, in seconds: that of the database's schema. */
    public static final long MOST_SECONDS = 4_294_967_295L;

    /** What Open vSwitch uses where nothing is said. */
    public static final TimeoutPolicy DEFAULT = new TimeoutPolicy(Map.of());

    private final long[] timeoutsMs = new long[Timeout.values().length];

    private TimeoutPolicy(Map<Timeout, Long> seconds) {
        for (Timeout timeout : Timeout.values()) {
            timeoutsMs[timeout.ordinal()] = 1000 * seconds.getOrDefault(timeout, (long) timeout.defaultSeconds());
        }
    }

    /**
     * A policy of keys as {@code tcp_syn_sent} and seconds from 0 to {@link #MOST_SECONDS}; what it does not name has its default.
     *
     * @throws IllegalArgumentException naming every key and value that is not allowed
     */
    public static TimeoutPolicy of(Map<String, Long> secondsByKey) {
        StringJoiner faults = new StringJoiner("; ");
        Map<Timeout, Long> seconds = new java.util.EnumMap<>(Timeout.class);
        secondsByKey.forEach((key, value) -> {
            Timeout timeout = Timeout.ofKey(key);
            if (timeout == null) {
                faults.add("timeout \"" + key + "\" does not exist; allowed: "
                        + String.join(
                                ", ",
                                Arrays.stream(Timeout.values())
                                        .map(Timeout::key)
                                        .toList()));
            } else if (value < 0 || value > MOST_SECONDS) {
                faults.add("timeout " + key + " of " + value + " seconds: allowed are 0 to " + MOST_SECONDS);
            } else {
                seconds.put(timeout, value);
            }
        });
        if (faults.length() > 0) {
            throw new IllegalArgumentException(faults.toString());
        }
        return new TimeoutPolicy(seconds);
    }

    /** The timeout in milliseconds. */
    public long timeoutMs(Timeout timeout) {
        return timeoutsMs[timeout.ordinal()];
    }
}
