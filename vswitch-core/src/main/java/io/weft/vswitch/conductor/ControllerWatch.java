package io.weft.vswitch.conductor;

/** Knows which bridges a controller attends to, that is, takes packets from. Asked on the conductor's thread; answers at once. */
@FunctionalInterface
public interface ControllerWatch {
    boolean isAttached(String bridge);
}
