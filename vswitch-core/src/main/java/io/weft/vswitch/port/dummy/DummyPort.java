package io.weft.vswitch.port.dummy;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import io.weft.vswitch.port.memory.LinkTxQueue;
import io.weft.vswitch.port.memory.PacketRing;
import io.weft.vswitch.port.memory.RingRxQueue;
import io.weft.vswitch.port.memory.SinkTxQueue;
import io.weft.vswitch.port.pcap.PcapTxQueue;
import io.weft.vswitch.port.pcap.PcapWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A port for simulations: {@link #receive} plays the wire, {@code tx_pcap} shows what was sent, {@link #setAdminState} cuts the link.
 *
 * <p>Thread-safety: {@link #receive}, {@link #setAdminState} and {@link #status} any thread; the rest the conductor.
 */
public final class DummyPort implements PortDevice {
    /** Frames that wait for the switch at most. */
    public static final int QUEUE = 4096;

    private final PacketMemory memory;
    private final FrameCache frames;
    private final PacketRing wire = new PacketRing(QUEUE);
    private final AtomicLong missed = new AtomicLong();
    private final SinkTxQueue sink = new SinkTxQueue();
    private final PcapWriter writer;
    private final PcapTxQueue pcapTx;
    private final int mtu;
    private volatile long mac;
    private final String name;
    private final DummyLink link;
    private WireTxQueue wireTx;
    private final Runnable onClose;
    private volatile boolean up = true;
    private volatile String downReason = "administratively down";
    private boolean attached;
    private boolean closed;

    DummyPort(PortConfig config, PortContext context, int number, Runnable onClose) throws PortException {
        config.requireKnown(DummyDriver.OPTIONS);
        name = config.name();
        memory = context.memory();
        frames = new FrameCache(memory);
        mtu = config.mtu() == 0 ? 1500 : config.mtu();
        mac = 0xAA55_AA55_0000L | number & 0xFFFF;
        this.onClose = onClose;
        link = DummyLink.of(config, context.runDirectory());
        String file = config.option("tx_pcap", "");
        if (file.isEmpty()) {
            writer = null;
            pcapTx = null;
            return;
        }
        Path path = context.runDirectory().resolve(file);
        try {
            writer = new PcapWriter(path);
        } catch (IOException e) {
            closeLink();
            throw new PortException("options:tx_pcap", "options:tx_pcap: cannot write \"" + path + "\": " + e);
        }
        pcapTx = new PcapTxQueue(writer, context.clock(), 0);
    }

    public String name() {
        return name;
    }

    /**
     * Puts frames on the wire, in order; any length from 0 to 65,535 bytes, truncated headers included.
     *
     * @return how many were taken: the rest found the queue full, the port down, or no free memory, and is lost and counted as missed
     */
    public synchronized int receive(byte[]... packets) {
        int taken = 0;
        while (taken < packets.length && offer(packets[taken])) {
            taken++;
        }
        missed.addAndGet(packets.length - taken);
        return taken;
    }

    private boolean offer(byte[] frame) {
        if (closed || !up || wire.size() == wire.capacity() || frame.length > 65_535) {
            return false;
        }
        long base = frame.length <= memory.frameCapacity() ? frames.allocate() : frames.allocateLarge();
        if (base == 0) {
            return false;
        }
        Memory.copyFrom(frame, 0, base + PacketMemory.DATA_OFFSET, frame.length);
        return wire.offer(Packet.of(base + PacketMemory.DATA_OFFSET, frame.length));
    }

    /** Raises or cuts the link ({@code netdev-dummy/set-admin-state}); the switch notices at the next {@link #maintain}. */
    public void setAdminState(boolean isUp) {
        up = isUp;
    }

    @Override
    public PortStatus status() {
        Map<String, String> details = Map.of("rx_missed", Long.toString(missed.get()));
        String writeFault = pcapTx == null ? null : pcapTx.fault();
        if (writeFault != null) {
            return new PortStatus(PortStatus.State.ERROR, "tx_pcap: " + writeFault, mac, mtu, details);
        }
        return up
                ? new PortStatus(PortStatus.State.UP, "dummy", mac, mtu, details)
                : new PortStatus(PortStatus.State.LINK_DOWN, downReason, mac, mtu, details);
    }

    @Override
    public boolean mac(long address) {
        mac = address;
        return true;
    }

    @Override
    public boolean maintain(long nowNs) {
        if (link != null) {
            link.maintain();
        }
        return attached != up;
    }

    @Override
    public void attach() {
        attached = up;
    }

    @Override
    public RxQueue[] rxQueues() {
        if (!attached) {
            return new RxQueue[0];
        }
        RxQueue injected = new RingRxQueue(wire, missed);
        return new RxQueue[] {link == null ? injected : new WireRxQueue(injected, link)};
    }

    @Override
    public TxQueue[] txQueues() {
        if (!attached) {
            return new TxQueue[0];
        }
        TxQueue queue = pcapTx == null ? sink : pcapTx;
        if (link != null) {
            if (wireTx == null) {
                wireTx = new WireTxQueue(queue, link);
            }
            queue = wireTx;
        }
        return new TxQueue[] {new LinkTxQueue(queue, () -> up)};
    }

    /** {@code connected}, {@code disconnected}, or {@code unknown} for a port that listens; empty for one without a wire. */
    public String connection() {
        return link == null ? "" : link.state();
    }

    private void closeLink() {
        if (link == null) {
            return;
        }
        try {
            link.close();
        } catch (IOException e) {
            downReason = "closed; its socket: " + e.getMessage();
        }
        if (wireTx != null) {
            wireTx.close();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        attached = false;
        up = false;
        downReason = "closed";
        for (long packet = wire.poll(); packet != Packet.NONE; packet = wire.poll()) {
            frames.free(packet);
        }
        frames.close();
        closeLink();
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                downReason = "closed; tx_pcap: " + e.getMessage();
            }
        }
        onClose.run();
    }
}
