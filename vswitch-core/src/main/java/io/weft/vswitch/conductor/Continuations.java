package io.weft.vswitch.conductor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the conductor does once something has happened elsewhere: it never waits, it looks again in its next round. */
final class Continuations {
    private record Waiting(BooleanSupplier happened, Runnable then) {}

    private final List<Waiting> list = new ArrayList<>();

    /** Runs {@code then} in the first round in which {@code happened}; in order among those that are due together. */
    void when(BooleanSupplier happened, Runnable then) {
        list.add(new Waiting(happened, then));
    }

    /** Runs what is due, and what becomes due by that; returns how much that was. */
    int run() {
        int work = 0;
        for (int i = 0; i < list.size(); ) {
            Waiting waiting = list.get(i);
            if (waiting.happened().getAsBoolean()) {
                list.remove(i);
                waiting.then().run();
                work++;
            } else {
                i++;
            }
        }
        return work;
    }

    boolean isEmpty() {
        return list.isEmpty();
    }
}
