package io.weft.northbound.control;

/** Receives the packets that the {@code sample} actions of a bridge draw, in order. */
public interface SampleListener {
    /** Called by a thread of the switch: must return at once and never throw. */
    void arrived(PacketSample sample);

    /** Nothing follows: the bridge is gone or the switch stops; {@code reason} is a sentence. */
    void ended(String reason);
}
