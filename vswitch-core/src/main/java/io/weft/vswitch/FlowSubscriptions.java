package io.weft.vswitch;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.FlowEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who watches flow tables and how full they are. The conductor reports; each subscriber has a bounded queue. */
final class FlowSubscriptions implements FlowEvents {
    private static final int MIN_CAPACITY = 16;
    private static final int TABLE_EVENTS = 1024;
    private static final int MAX_CAPACITY = 1 << 20;

    private record Subscriber(String bridge, EventQueue<FlowEvent> queue) {}

    private record Identity(int table, int priority, Match match) {
        static Identity of(FlowEntry entry) {
            return new Identity(entry.table(), entry.priority(), entry.match());
        }
    }

    private record TableSubscriber(String bridge, EventQueue<TableStatus> queue) {}

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final List<TableSubscriber> tableSubscribers = new CopyOnWriteArrayList<>();

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

    Subscription addForTables(String bridge, Consumer<TableStatus> listener) {
        EventQueue<TableStatus> queue = new EventQueue<>(
                "tables " + bridge,
                TABLE_EVENTS,
                listener,
                () -> null,
                closed -> tableSubscribers.removeIf(subscriber -> subscriber.queue() == closed));
        tableSubscribers.add(new TableSubscriber(bridge, queue));
        return queue;
    }

    @Override
    public void filled(String bridge, TableStatus status) {
        for (TableSubscriber subscriber : tableSubscribers) {
            if (subscriber.bridge().equals(bridge)) {
                subscriber.queue().offer(status);
            }
        }
    }

    @Override
    public void changed(String bridge, FlowChanges changes) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.bridge().equals(bridge)) {
                report(bridge, changes, subscriber.queue());
            }
        }
    }

    /** What ended first, so that an entry that was deleted and added again in one version is there at the end. */
    private static void report(String bridge, FlowChanges changes, EventQueue<FlowEvent> queue) {
        Set<Identity> replaced = new HashSet<>();
        for (FlowEntry entry : changes.removed()) {
            if (entry.isHidden()) {
                continue;
            }
            if (entry.removalReason() != null) {
                queue.offer(new FlowEvent(FlowEvent.Kind.REMOVED, bridge, entry));
            } else {
                replaced.add(Identity.of(entry));
            }
        }
        for (FlowEntry entry : changes.added()) {
            FlowEntry old = changes.modified().get(entry);
            if (entry.isHidden() || old != null && isSame(old, entry)) {
                continue;
            }
            boolean replaces = old == null && replaced.contains(Identity.of(entry));
            FlowEvent.Kind kind = old == null ? FlowEvent.Kind.ADDED : FlowEvent.Kind.MODIFIED;
            queue.offer(new FlowEvent(kind, bridge, entry, replaces));
        }
    }

    /** A modification that only started the hard timeout anew is nothing to tell of. */
    private static boolean isSame(FlowEntry old, FlowEntry successor) {
        return old.cookie() == successor.cookie() && old.actions().equals(successor.actions());
    }

    void close() {
        subscribers.forEach(subscriber -> subscriber.queue().close());
        tableSubscribers.forEach(subscriber -> subscriber.queue().close());
    }
}
