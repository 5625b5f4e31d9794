package io.weft.vswitch;

import io.weft.vswitch.fragment.FragmentCount;
import io.weft.vswitch.fragment.FragmentTable;
import io.weft.vswitch.track.ConnectionTracker;
import io.weft.vswitch.track.TableEvent;
import io.weft.vswitch.track.TrackReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that the connection tracker counts: what happens to connections, what it finds out about packets, what becomes of fragments. The
 * list is made from the enums that count.
 *
 * @param name in the counters file and in tools, such as {@code ct_created}
 * @param text what is counted, for people: a clause without a full stop
 */
public record TrackerEvent(String name, String text) {
    /** Every one, in the order of the counters file. */
    public static final List<TrackerEvent> ALL = all();

    private static List<TrackerEvent> all() {
        List<TrackerEvent> events = new ArrayList<>();
        for (TableEvent event : TableEvent.values()) {
            events.add(new TrackerEvent(event.counterName(), event.text()));
        }
        for (TrackReason reason : TrackReason.values()) {
            events.add(new TrackerEvent(reason.counterName(), "packets: " + reason.text()));
        }
        for (FragmentCount count : FragmentCount.values()) {
            events.add(fragments("v4", count));
        }
        for (FragmentCount count : FragmentCount.values()) {
            events.add(fragments("v6", count));
        }
        return List.copyOf(events);
    }

    private static TrackerEvent fragments(String family, FragmentCount count) {
        return new TrackerEvent(
                "frag_" + family + "_" + count.name().toLowerCase(Locale.ROOT),
                "IP" + family + " fragments: " + count.meaning());
    }

    /** How often each of {@link #ALL} happened in this process; none without a tracker. */
    static long[] totals(ConnectionTracker tracker, FragmentTable fragments) {
        long[] totals = new long[ALL.size()];
        if (tracker == null) {
            return totals;
        }
        int index = 0;
        for (TableEvent event : TableEvent.values()) {
            totals[index++] = tracker.connections(event);
        }
        for (TrackReason reason : TrackReason.values()) {
            totals[index++] = tracker.packets(reason);
        }
        long[] counted = fragments.counts();
        System.arraycopy(counted, 0, totals, index, counted.length);
        return totals;
    }

    /** The names of {@link #ALL}. */
    static List<String> names() {
        return ALL.stream().map(TrackerEvent::name).toList();
    }
}
