package io.weft.northbound.control;

/** Ends the calls of a listener. Idempotent; after the return at most a call that was under way still happens. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
