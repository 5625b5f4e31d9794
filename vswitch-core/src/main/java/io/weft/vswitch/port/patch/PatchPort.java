package io.weft.vswitch.port.patch;

import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.Map;

/** An end of a wire: always up, without queues. */
final class PatchPort implements PortDevice {
    private static final RxQueue[] NO_RX = {};
    private static final TxQueue[] NO_TX = {};

    private final PortStatus status;

    PatchPort(String peer) {
        status = new PortStatus(PortStatus.State.UP, "joined to " + peer, 0, 0, Map.of());
    }

    @Override
    public PortStatus status() {
        return status;
    }

    @Override
    public boolean maintain(long nowNs) {
        return false;
    }

    @Override
    public void attach() {
        // there is nothing to attach
    }

    @Override
    public RxQueue[] rxQueues() {
        return NO_RX;
    }

    @Override
    public TxQueue[] txQueues() {
        return NO_TX;
    }

    @Override
    public void close() {
        // there is nothing to close
    }
}
