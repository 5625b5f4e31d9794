package io.weft.southbound.dpdk;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortDriverContract;
import io.weft.vswitch.port.PortException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Captures read and written by DPDK. */
class DpdkPcapContractTest extends PortDriverContract {
    private final PortDriver driver = new DpdkDriver();
    private Path sent;

    @BeforeEach
    void requireDpdk() {
        Dpdk.require("net_pcap");
    }

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected Map<String, String> badOptions() {
        return Map.of("n_txq_desc", "0");
    }

    @Override
    protected PortDevice open(List<byte[]> toReceive) throws PortException {
        String name = Dpdk.device("net_pcap");
        Path received = directory.resolve(name + "-rx.pcap");
        sent = directory.resolve(name + "-tx.pcap");
        Captures.write(received, toReceive);
        String devargs = name + ",rx_pcap=" + received + ",tx_pcap=" + sent;
        Map<String, String> options = Map.of("dpdk-devargs", devargs);
        return driver.open(new PortConfig("p0", "dpdk", options, 9000), context);
    }

    @Override
    protected List<byte[]> sent(PortDevice port) {
        return Captures.read(sent);
    }

    @Override
    protected boolean keepsInputAcrossAttach() {
        return true;
    }
}
