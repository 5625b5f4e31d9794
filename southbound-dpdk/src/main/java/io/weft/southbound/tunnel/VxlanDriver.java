package io.weft.southbound.tunnel;

import io.weft.vswitch.tunnel.TunnelType;

/** Type {@code vxlan}: RFC 7348, with the Group Policy extension. */
public final class VxlanDriver extends TunnelDriver {
    public VxlanDriver() {
        super(TunnelType.VXLAN, "An end of VXLAN tunnels (RFC 7348), over the host's UDP.");
    }
}
