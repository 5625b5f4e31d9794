package io.weft.northbound.server;

import io.weft.flow.match.Match;
import io.weft.northbound.control.FlowEvent;
import io.weft.northbound.control.FlowView;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * What changed while a receiver was too slow, for each flow in sum: a flow that came and went is not in it. When it is more than is kept,
 * only the fact is left. One thread at a time.
 */
final class FlowBacklog {
    /** Flows whose changes are kept. */
    static final int MOST = 65_536;

    private record Identity(int table, int priority, Match match) {
        static Identity of(FlowView flow) {
            return new Identity(flow.table(), flow.priority(), flow.match());
        }
    }

    private final Map<Identity, FlowEvent> sums = new LinkedHashMap<>();
    private boolean overflown;

    /** Forgets everything; only a dump helps now. */
    void overflow() {
        sums.clear();
        overflown = true;
    }

    boolean isOverflown() {
        return overflown;
    }

    void add(FlowEvent event) {
        if (overflown) {
            return;
        }
        Identity identity = Identity.of(event.flow());
        FlowEvent before = sums.remove(identity);
        FlowEvent sum = before == null ? event : sum(before, event);
        if (sum != null) {
            sums.put(identity, sum);
        }
        if (sums.size() > MOST) {
            overflow();
        }
    }

    /** The events in the order of their flows' last changes, to be sent in place of all that came; empties this. */
    Queue<FlowEvent> take() {
        Queue<FlowEvent> events = new ArrayDeque<>(sums.values());
        sums.clear();
        overflown = false;
        return events;
    }

    /** Both in sum, for a receiver that knows neither; null: nothing. */
    private static FlowEvent sum(FlowEvent first, FlowEvent second) {
        boolean isNew = first.kind() == FlowEvent.Kind.ADDED && !first.replaces();
        return switch (second.kind()) {
            case DELETED -> isNew ? null : second;
            case MODIFIED -> first.kind() == FlowEvent.Kind.ADDED ? added(second, first.replaces()) : second;
            case ADDED -> added(second, !isNew);
            case RESYNC_BEGIN, RESYNC_END, PAUSED, RESUMED -> second;
        };
    }

    private static FlowEvent added(FlowEvent event, boolean replaces) {
        return new FlowEvent(FlowEvent.Kind.ADDED, event.flow(), null, replaces);
    }
}
