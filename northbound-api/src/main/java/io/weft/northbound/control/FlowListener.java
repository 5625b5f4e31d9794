package io.weft.northbound.control;

/** Receives the changes of a bridge's tables, in order. */
public interface FlowListener {
    /** Called by the switch's own thread: must return at once and never throw. */
    void changed(FlowEvent event);

    /** Changes were lost on the way: only a dump tells what is there now. Called as {@link #changed}. */
    void lost();

    /** Nothing follows: the bridge is gone or the switch stops; {@code reason} is a sentence. */
    void ended(String reason);
}
