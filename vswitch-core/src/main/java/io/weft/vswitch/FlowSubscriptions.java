package io.weft.vswitch;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.FlowEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who watches flow tables. The conductor reports; each subscriber has a bounded queue. */
final class FlowSubscriptions implements FlowEvents {
    private static final int MIN_CAPACITY = 16;
    private static final int MAX_CAPACITY = 1 << 20;

    private record Subscriber(String bridge, EventQueue<FlowEvent> queue) {}

    private record Identity(int table, int priority, Match match) {
        static Identity of(FlowEntry entry) {
            return new Identity(entry.table(), entry.priority(), entry.match());
        }
    }

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    Subscription add(String bridge, int capacity, Consumer<FlowEvent> listener) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY) {
            throw new ConfigException("capacity", "" + capacity, MIN_CAPACITY + " to " + MAX_CAPACITY + " events");
        }
        EventQueue<FlowEvent> queue = new EventQueue<>(
                "flows " + bridge,
                capacity,
                listener,
                () -> new FlowEvent(FlowEvent.Kind.RESYNC, bridge, null),
                closed -> subscribers.removeIf(subscriber -> subscriber.queue() == closed));
        subscribers.add(new Subscriber(bridge, queue));
        return queue;
    }

    @Override
    public void changed(String bridge, FlowChanges changes) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.bridge().equals(bridge)) {
                report(bridge, changes, subscriber.queue());
            }
        }
    }

    private static void report(String bridge, FlowChanges changes, EventQueue<FlowEvent> queue) {
        Map<Identity, FlowEntry> removed = new HashMap<>();
        changes.removed().forEach(entry -> removed.put(Identity.of(entry), entry));
        for (FlowEntry entry : changes.added()) {
            FlowEntry old = removed.remove(Identity.of(entry));
            queue.offer(new FlowEvent(old == null ? FlowEvent.Kind.ADDED : FlowEvent.Kind.MODIFIED, bridge, entry));
        }
        for (FlowEntry entry : changes.removed()) {
            if (removed.containsKey(Identity.of(entry))) {
                queue.offer(new FlowEvent(FlowEvent.Kind.REMOVED, bridge, entry));
            }
        }
    }

    void close() {
        subscribers.forEach(subscriber -> subscriber.queue().close());
    }
}
