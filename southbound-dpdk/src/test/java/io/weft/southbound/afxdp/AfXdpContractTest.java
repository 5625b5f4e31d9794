package io.weft.southbound.afxdp;

import io.weft.southbound.lab.KernelDriverContract;
import io.weft.southbound.lab.Lab;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import java.util.Map;

/** AF_XDP on one end of a veth pair, a raw socket on the other. */
class AfXdpContractTest extends KernelDriverContract {
    private final PortDriver driver = new AfXdpDriver();
    private boolean made;

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected Map<String, String> badOptions() {
        return Map.of("n_rxq", "65", "n_rxq_desc", "100", "xdp-mode", "sideways");
    }

    @Override
    protected PortDevice openUp() throws PortException {
        if (!made) {
            made = true;
            lab.run("ip link add p0 mtu " + MTU + " type veth peer name far mtu " + MTU);
            lab.run("ip link set far up");
        }
        PortDevice port = driver.open(new PortConfig("p0", "afxdp", Map.of("n_rxq_desc", "256"), MTU), context);
        // Until the kernel has noticed the link it drops what is sent.
        Lab.await("far end has a link", () -> lab.run("ip link show dev far").contains("state UP"));
        return port;
    }

    @Override
    protected String farEnd() {
        return "far";
    }

    @Override
    protected long received() {
        return statistic("p0", 1);
    }

    @Override
    protected boolean keepsInputAcrossAttach() {
        return false;
    }
}
