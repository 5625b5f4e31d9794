package io.weft.vswitch.shape;

/** Takes packets that a {@link Shaper} gives up. */
@FunctionalInterface
public interface Loss {
    /** Why a packet is given up. */
    enum Why {
        /** There was no room: frames of the port, or bytes of the class. */
        FULL,
        /** It had waited too long, or its flow is being told to send less. */
        LATE
    }

    /** The packet is the caller's again. */
    void lost(long packet, Why why);
}
