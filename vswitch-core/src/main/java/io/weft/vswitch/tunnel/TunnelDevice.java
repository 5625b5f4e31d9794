package io.weft.vswitch.tunnel;

import io.weft.vswitch.port.PortDevice;

/** An open port that is an end of tunnels. Its packets come through the receive queue of one of the ports that share its UDP port. */
public interface TunnelDevice extends PortDevice {
    /** What translation knows of it. */
    TunnelEnd end();

    /** From now on what arrives for it is its own; every PMD knows the port. Until {@link #close}. Conductor only. */
    void listen();
}
