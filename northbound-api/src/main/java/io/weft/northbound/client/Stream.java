package io.weft.northbound.client;

import java.util.Iterator;

/**
 * What a switch streams, read at the caller's pace. {@link #hasNext} waits for the next element; a slow reader slows only the stream.
 * Both methods throw {@link io.weft.northbound.control.ControlException} when the stream breaks. Close it to leave early; idempotent.
 *
 * <p>Thread-safety: one reader; {@link #close} from any thread ends a waiting {@code hasNext} (with {@code false}).
 */
public interface Stream<T> extends Iterator<T>, AutoCloseable {
    @Override
    void close();
}
