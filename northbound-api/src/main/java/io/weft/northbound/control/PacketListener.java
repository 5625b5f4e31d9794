package io.weft.northbound.control;

/** Receives the packets that a bridge sends to the controller, in order. */
public interface PacketListener {
    /** Called by a thread of the switch: must return at once and never throw. */
    void arrived(PacketIn packet);

    /** Nothing follows: the bridge is gone or the switch stops; {@code reason} is a sentence. */
    void ended(String reason);
}
