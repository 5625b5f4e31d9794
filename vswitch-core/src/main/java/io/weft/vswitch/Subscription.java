package io.weft.vswitch;

/** A stream of events to one subscriber, on a thread of its own, through a bounded queue. */
public interface Subscription extends AutoCloseable {
    /** Events that this subscriber lost so far because it was slow. */
    long lost();

    /** No events after the one under way. Idempotent. */
    @Override
    void close();
}
