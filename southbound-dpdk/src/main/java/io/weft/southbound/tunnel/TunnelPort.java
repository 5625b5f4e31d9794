package io.weft.southbound.tunnel;

import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.PortStatus.State;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import io.weft.vswitch.tunnel.TunnelConfig;
import io.weft.vswitch.tunnel.TunnelDevice;
import io.weft.vswitch.tunnel.TunnelEnd;
import java.util.Map;

/**
 * A tunnel port over UDP sockets that it shares with others.
 *
 * <p>Thread-safety: the conductor; {@link #status} any thread.
 */
final class TunnelPort implements TunnelDevice {
    private static final long RETRY_NS = 1_000_000_000;

    private final UdpUnderlay underlay;
    private final Listener listener;
    private final TunnelEnd end;
    private boolean leads;
    private long retryAtNs;
    private volatile PortStatus status;
    private boolean closed;

    TunnelPort(TunnelConfig config, UdpUnderlay underlay, PacketMemory memory) {
        this.underlay = underlay;
        listener = underlay.listener(config);
        end = new TunnelEnd(config, listener.decapsulator().arrivals());
        underlay.enter(memory);
        listener.join(this, memory);
        attach();
    }

    @Override
    public TunnelEnd end() {
        return end;
    }

    @Override
    public void listen() {
        listener.listen(end);
    }

    @Override
    public PortStatus status() {
        return status;
    }

    @Override
    public boolean maintain(long nowNs) {
        if (closed) {
            return false;
        }
        if (listener.queue() == null && nowNs - retryAtNs >= 0) {
            retryAtNs = nowNs + RETRY_NS;
            listener.open();
        }
        boolean wasUp = status.isUp();
        refresh();
        return leads != isToLead() || wasUp != status.isUp();
    }

    /** Whether the queue of the UDP port is to be this port's. */
    private boolean isToLead() {
        return listener.queue() != null && listener.isLedBy(this);
    }

    @Override
    public void attach() {
        leads = isToLead();
        refresh();
    }

    private void refresh() {
        TunnelConfig config = end.config();
        String port = Integer.toString(config.dstPort());
        status = listener.queue() == null
                ? new PortStatus(
                        State.ERROR, "UDP port " + port + " cannot be had: " + listener.fault(), 0, 0, Map.of())
                : new PortStatus(
                        State.UP,
                        config.type().text() + " over the host's UDP port " + port,
                        0,
                        0,
                        Map.of("underlay", "kernel", "dst_port", port));
    }

    @Override
    public RxQueue[] rxQueues() {
        return leads ? new RxQueue[] {listener.queue()} : new RxQueue[0];
    }

    @Override
    public TxQueue[] txQueues() {
        return underlay.senders();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            listener.leave(this);
            underlay.leave();
            status = new PortStatus(State.ABSENT, "closed", 0, 0, Map.of());
        }
    }
}
