package io.weft.cli.daemon;

import io.weft.southbound.linux.SharedMemory;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.Estate;
import java.io.IOException;

/** What a switch that begins gets from another one: packet memory at once, ports when it is ready for them. */
interface Legacy {
    /** The packet memory of both. */
    SharedMemory memory();

    int frames();

    int frameSize();

    /** From here on there is no way back: the other one stops, and leaves what it can in {@code estate}; nothing when it does not say what. */
    void ready(Estate estate) throws IOException;

    /** The ports that were wanted have been taken. */
    void finish(PacketMemory memory);
}
