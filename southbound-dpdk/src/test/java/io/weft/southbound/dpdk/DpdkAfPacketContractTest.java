package io.weft.southbound.dpdk;

import io.weft.southbound.lab.KernelDriverContract;
import io.weft.southbound.lab.Lab;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** DPDK's packet sockets on one end of a veth pair, a raw socket on the other. */
class DpdkAfPacketContractTest extends KernelDriverContract {
    private final PortDriver driver = new DpdkDriver();
    private boolean made;

    @BeforeEach
    void requireDpdk() {
        Dpdk.require("net_af_packet");
    }

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected Map<String, String> badOptions() {
        return Map.of("n_rxq_desc", "100");
    }

    @Override
    protected PortDevice openUp() throws PortException {
        if (!made) {
            made = true;
            lab.run("ip link add p0 type veth peer name far");
            lab.run("ip link set far up");
            lab.run("ip link set p0 up");
        }
        Map<String, String> options = Map.of("dpdk-devargs", Dpdk.device("net_af_packet") + ",iface=p0");
        PortDevice port = driver.open(new PortConfig("p0", "dpdk", options, 0), context);
        Lab.await("far end has a link", () -> lab.run("ip link show dev far").contains("state UP"));
        Lab.await("the device is up: " + port.status().message(), () -> {
            port.maintain(clock.nanoTime());
            return port.status().isUp();
        });
        return port;
    }

    @Override
    protected String farEnd() {
        return "far";
    }

    /** Its buffers take no longer frames than these. */
    @Override
    protected int longestFrame() {
        return 1514;
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
