package io.weft.vswitch.shape;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a port sends, as the user wants it: a record {@code QoS} of ovs-vswitchd.conf.db(5) with its queues.
 *
 * @param maxBps of the port, bit/s, 1 to {@link #MOST_BPS}
 * @param burstBits what may leave the port at once after a pause; 0: as little as keeps the rate
 * @param classes by queue number, 0 to {@link #MOST_QUEUE}; at most {@link #MOST_CLASSES}. Queue 0, which there always is, has the packets of queues that there are not.
 */
public record ShaperSettings(long maxBps, long burstBits, SortedMap<Integer, ClassSettings> classes) {
    /** The largest rate, bit/s. */
    public static final long MOST_BPS = TokenBucket.MOST_BPS;

    /** The largest queue number, as with linux-htb. */
    public static final int MOST_QUEUE = 61_439;

    /** Queues of a port. */
    public static final int MOST_CLASSES = 256;

    public ShaperSettings {
        SortedMap<Integer, ClassSettings> all = new TreeMap<>(Map.of(0, ClassSettings.DEFAULT));
        all.putAll(classes);
        classes = Collections.unmodifiableSortedMap(all);
    }
}
