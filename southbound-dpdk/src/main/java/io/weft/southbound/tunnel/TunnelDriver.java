package io.weft.southbound.tunnel;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import io.weft.vswitch.tunnel.TunnelConfig;
import io.weft.vswitch.tunnel.TunnelOptions;
import io.weft.vswitch.tunnel.TunnelType;
import java.util.List;

/** Ports that are ends of tunnels. Thread-safe: stateless. */
class TunnelDriver implements PortDriver {
    private final TunnelType type;
    private final String summary;

    TunnelDriver(TunnelType type, String summary) {
        this.type = type;
        this.summary = summary;
    }

    @Override
    public String type() {
        return type.text();
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public List<PortOption> options() {
        return TunnelOptions.of(type);
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        config.requireKnown(options());
        TunnelConfig tunnel = TunnelOptions.read(type, config.options());
        return new TunnelPort(tunnel, UdpUnderlay.of(context), context.memory());
    }
}
