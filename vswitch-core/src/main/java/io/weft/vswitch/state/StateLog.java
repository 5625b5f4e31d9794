package io.weft.vswitch.state;

/** Takes note of what changes, in the order in which it was published. The conductor's; never waits. */
public interface StateLog {
    /** For a switch whose state ends with its process. */
    StateLog NONE = item -> {};

    void note(StateItem item);
}
