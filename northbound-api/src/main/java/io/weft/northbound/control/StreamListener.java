package io.weft.northbound.control;

/**
 * Receives what the switch has to tell, in order.
 *
 * @param <E> the elements: {@link PacketIn}, {@link PacketSample}, {@link RemovedFlow}, {@link TableStatus}
 */
public interface StreamListener<E extends Lossy<E>> {
    /** Called by a thread of the switch: must return at once and never throw. */
    void arrived(E element);

    /** Nothing follows: the bridge is gone or the switch stops; {@code reason} is a sentence. */
    void ended(String reason);
}
