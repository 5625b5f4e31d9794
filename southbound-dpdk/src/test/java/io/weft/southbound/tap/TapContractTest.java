package io.weft.southbound.tap;

import io.weft.southbound.lab.KernelDriverContract;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import java.util.Map;

/** A TAP device, whose other side is a raw socket on the device itself. */
class TapContractTest extends KernelDriverContract {
    private final PortDriver driver = new TapDriver();

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
        PortDevice port = driver.open(new PortConfig("p0", "tap", Map.of(), MTU), context);
        lab.run("ip link set p0 up");
        port.maintain(clock.nanoTime());
        return port;
    }

    @Override
    protected String farEnd() {
        return "p0";
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
