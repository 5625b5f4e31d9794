package io.weft.vswitch.conductor;

/** Knows which bridges a controller attends to. Asked on the conductor's thread; answers at once. */
public interface ControllerWatch {
    /** Whether somebody takes packets of the bridge. */
    boolean isAttached(String bridge);

    /** Whether somebody takes those that match nothing as well, as with OpenFlow 1.0 to 1.2. */
    boolean takesMisses(String bridge);
}
