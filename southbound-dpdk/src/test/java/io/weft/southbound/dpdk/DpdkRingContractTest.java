package io.weft.southbound.dpdk;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortDriverContract;
import io.weft.vswitch.port.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A ring whose ends are joined: what the port sends it receives. */
class DpdkRingContractTest extends PortDriverContract {
    private final PortDriver driver = new DpdkDriver();
    private final List<byte[]> arrived = new ArrayList<>();

    @BeforeEach
    void requireDpdk() {
        Dpdk.require("net_ring");
    }

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected Map<String, String> badOptions() {
        return Map.of("n_rxq", "65", "n_rxq_desc", "100", "n_txq_desc", "8192", "dpdk-devargs", ",");
    }

    @Override
    protected PortDevice open(List<byte[]> toReceive) throws PortException {
        arrived.clear();
        Map<String, String> options = Map.of("dpdk-devargs", Dpdk.device("net_ring"), "n_rxq_desc", "64");
        PortDevice port = driver.open(new PortConfig("p0", "dpdk", options, 9000), context);
        if (!toReceive.isEmpty()) {
            transmit(port, toReceive);
        }
        return port;
    }

    @Override
    protected List<byte[]> sent(PortDevice port) {
        long[] packets = new long[32];
        int count = port.rxQueues()[0].receive(frames, packets, packets.length);
        while (count > 0) {
            for (int i = 0; i < count; i++) {
                arrived.add(take(packets[i]));
            }
            count = port.rxQueues()[0].receive(frames, packets, packets.length);
        }
        return arrived;
    }
}
