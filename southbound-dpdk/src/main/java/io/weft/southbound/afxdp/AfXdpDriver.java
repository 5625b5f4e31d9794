package io.weft.southbound.afxdp;

import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.Arrays;
import java.util.List;

/** Type {@code afxdp}: an existing network device through AF_XDP sockets. */
public final class AfXdpDriver implements PortDriver {
    @Override
    public String type() {
        return "afxdp";
    }

    @Override
    public String summary() {
        return "An existing network device, taken over through AF_XDP sockets that share the switch's packet memory.";
    }

    @Override
    public List<PortOption> options() {
        return AfXdpOptions.ALL;
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        AfXdpOptions options = AfXdpOptions.parse(config);
        if (config.name().isEmpty() || config.name().length() > 15) {
            throw new PortException("name", config.name(), "1 to 15 characters for a network device");
        }
        try {
            Bequest left = context.estate().take(config.name(), type()).orElse(null);
            if (left != null) {
                return inherit(config, options, context, left);
            }
            AfXdpPort port = new AfXdpPort(config, options, Umem.acquire(context.memory()));
            port.attach();
            return port;
        } catch (NativeException e) {
            throw new PortException("type", e.getMessage());
        }
    }

    private static AfXdpPort inherit(PortConfig config, AfXdpOptions options, PortContext context, Bequest left)
            throws NativeException {
        int[] descriptors = left.descriptors();
        Umem umem = Umem.inherit(context.memory(), descriptors[0]);
        AfXdpPort port = new AfXdpPort(config, options, umem);
        port.inherit(left.description(), Arrays.copyOfRange(descriptors, 1, descriptors.length), left.frames());
        return port;
    }
}
