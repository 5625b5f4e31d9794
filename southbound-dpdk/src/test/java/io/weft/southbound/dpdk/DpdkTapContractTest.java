package io.weft.southbound.dpdk;

import io.weft.southbound.lab.KernelDriverContract;
import io.weft.southbound.lab.Lab;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** DPDK's TAP device, whose other side is a raw socket on the device itself. */
class DpdkTapContractTest extends KernelDriverContract {
    private final PortDriver driver = new DpdkDriver();

    @BeforeEach
    void requireDpdk() {
        Dpdk.require("net_tap");
    }

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected Map<String, String> badOptions() {
        return Map.of("n_rxq", "none");
    }

    @Override
    protected PortDevice openUp() throws PortException {
        Map<String, String> options = Map.of("dpdk-devargs", Dpdk.device("net_tap") + ",iface=d0", "n_rxq_desc", "64");
        PortDevice port = driver.open(new PortConfig("p0", "dpdk", options, 0), context);
        Lab.await("the device is up: " + port.status().message(), () -> {
            port.maintain(clock.nanoTime());
            return port.status().isUp();
        });
        return port;
    }

    @Override
    protected String farEnd() {
        return "d0";
    }

    /** DPDK's TAP device of 22.11 cannot be told to take more. */
    @Override
    protected int longestFrame() {
        return 1514;
    }

    /** What was sent lies in the device's queue until it is read, and is only then counted. */
    @Override
    protected long received() {
        return Long.MAX_VALUE / 2 + System.nanoTime();
    }

    @Override
    protected boolean keepsInputAcrossAttach() {
        return false;
    }
}
