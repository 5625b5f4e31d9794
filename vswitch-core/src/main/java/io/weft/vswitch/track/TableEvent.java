package io.weft.vswitch.track;

import java.util.Locale;

/** What happens to connections, counted once each; to add one, add a constant. */
public enum TableEvent {
    CREATED("connections that were committed"),
    EXPIRED("connections that nobody used for their timeout"),
    EARLY_DROPPED("connections without an answer that gave their place in a full table to a new one"),
    FLUSHED("connections that were flushed"),
    REVERSED("connections that a forced commit ended, since they went the other way"),
    REOPENED("closed connections whose addresses and ports began a new one"),
    RACES_LOST("commits that found that another thread had just committed the same connection"),
    NATTED_GONE("translated packets whose connection was gone when they came again");

    private final String text;

    TableEvent(String text) {
        this.text = text;
    }

    /** What is counted, for people: a clause without a full stop. */
    public String text() {
        return text;
    }

    /** The name in tools' output, such as {@code ct_early_dropped}. */
    public String counterName() {
        return "ct_" + name().toLowerCase(Locale.ROOT);
    }
}
