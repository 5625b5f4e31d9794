package io.weft.northbound.control;

/** Receives the flows that end and are to be told of, in order. */
public interface RemovedFlowListener {
    /** Called by a thread of the switch: must return at once and never throw. */
    void removed(RemovedFlow flow);

    /** Nothing follows: the bridge is gone or the switch stops; {@code reason} is a sentence. */
    void ended(String reason);
}
