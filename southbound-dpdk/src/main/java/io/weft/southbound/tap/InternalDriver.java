package io.weft.southbound.tap;

/** Type {@code internal}: the same device under the name that a bridge's local port has. */
public final class InternalDriver extends TapDriver {
    @Override
    public String type() {
        return "internal";
    }

    @Override
    public String summary() {
        return "The host's own interface on a bridge; a TAP device.";
    }

    /** Every bridge has one, and many hosts never use it. */
    @Override
    boolean restsWhileDown() {
        return true;
    }
}
