package io.weft.southbound.dpdk;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;
import java.util.Optional;

/** Type {@code dpdk}: a network card or virtual device that DPDK drives. */
public final class DpdkDriver implements PortDriver {
    @Override
    public String type() {
        return "dpdk";
    }

    @Override
    public String summary() {
        return "A network card or virtual device that DPDK (" + DpdkAbi.supported()
                + ") drives, polled without the kernel.";
    }

    @Override
    public List<PortOption> options() {
        return DpdkOptions.ALL;
    }

    @Override
    public Optional<String> library() {
        return Eal.version();
    }

    /** Without DPDK, or with a device that cannot be had, the port exists and says so: a switch that restarts must not fail for it. */
    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        DpdkOptions options = DpdkOptions.parse(config);
        DpdkPort port = new DpdkPort(config, options, context);
        port.attach();
        return port;
    }
}
