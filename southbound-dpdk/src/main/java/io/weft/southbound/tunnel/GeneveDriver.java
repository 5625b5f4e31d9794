package io.weft.southbound.tunnel;

import io.weft.vswitch.tunnel.TunnelType;

/** Type {@code geneve}: RFC 8926, with options as {@code tun_metadata} fields. */
public final class GeneveDriver extends TunnelDriver {
    public GeneveDriver() {
        super(
                TunnelType.GENEVE,
                "An end of Geneve tunnels (RFC 8926), over the host's UDP; options are the fields that add-tlv-map maps.");
    }
}
