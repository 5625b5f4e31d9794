package io.weft.vswitch.port.memory;

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
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/**
 * A port without a device: what the far end injects is received, what the switch transmits the far end polls.
 *
 * <pre>
 *   far end (tests, benchmarks)            switch (PMD)
 *   inject ---&gt; ring per rx queue ---&gt; receive
 *   poll   &lt;--- ring per tx queue &lt;--- transmit
 *   or in a loop:      LoopTraffic ---&gt; receive        transmit ---&gt; freed and counted
 * </pre>
 *
 * The rings are the wire: what is on it survives {@link #attach}, and returns to the packet memory at {@link #close}.
 *
 * <p>Thread-safety: the far end's methods may be called by any thread (under this object's monitor); the PMD's side is free of locks.
 */
public final class MemoryPort implements PortDevice {
    private static final int MAX_FRAME = 65_535;

    private final PacketMemory memory;
    private final FrameCache frames;
    private final MemoryOptions options;
    private final LoopTraffic traffic;
    private final PacketRing[] inbound;
    private final PacketRing[] outbound;
    private final SinkTxQueue[] sinks;
    private final AtomicLong missed = new AtomicLong();
    private final int mtu;
    private final Runnable onClose;
    private final NanoClock clock;
    private final BurstTimes burstTimes = new BurstTimes();
    private final LossLog losses = new LossLog();
    private RxQueue[] rxQueues = {};
    private TxQueue[] txQueues = {};
    private boolean attached;
    private volatile boolean linkUp = true;
    private boolean closed;

    MemoryPort(PortConfig config, PortContext context, Runnable onClose) throws PortException {
        options = MemoryOptions.of(config);
        memory = context.memory();
        frames = new FrameCache(memory);
        mtu = config.mtu();
        this.onClose = onClose;
        clock = context.clock();
        traffic = options.flows() == 0
                ? null
                : new LoopTraffic(options.flows(), options.frameLength(), options.isReverse());
        sinks = new SinkTxQueue[options.isSink() ? options.txQueues() : 0];
        Arrays.setAll(sinks, i -> new SinkTxQueue());
        inbound = rings(options.rxQueues(), options.ringSize());
        outbound = rings(options.txQueues(), options.ringSize());
    }

    private static PacketRing[] rings(int count, int size) {
        PacketRing[] rings = new PacketRing[count];
        for (int i = 0; i < count; i++) {
            rings[i] = new PacketRing(size);
        }
        return rings;
    }

    // --- the far end

    /** Puts a frame on the wire for receive queue 0; false, and counted as missed, when it is full, down or memory is exhausted. */
    public boolean inject(byte[] frame) {
        return inject(0, frame);
    }

    /** Puts a frame of up to 65,535 bytes on the wire for receive queue {@code queue}. */
    public synchronized boolean inject(int queue, byte[] frame) {
        long packet = closed || !linkUp ? Packet.NONE : packetOf(frame);
        if (packet == Packet.NONE) {
            missed.incrementAndGet();
            return false;
        }
        return injectPacket(queue, packet);
    }

    /** Puts a packet of the switch's memory on the wire, which then owns it; when refused it is freed and counted as missed. */
    public synchronized boolean injectPacket(int queue, long packet) {
        if (!closed && linkUp && inbound[queue].offer(packet)) {
            return true;
        }
        missed.incrementAndGet();
        free(packet);
        return false;
    }

    /** Puts {@code count} packets of the switch's memory on the wire, as {@link #injectPacket}; returns how many were taken. */
    public synchronized int injectPackets(int queue, long[] packets, int count) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            taken += injectPacket(queue, packets[i]) ? 1 : 0;
        }
        return taken;
    }

    /** A plain packet with these bytes in the switch's memory, or {@link Packet#NONE} when that is exhausted. The caller owns it. */
    public synchronized long packetOf(byte[] frame) {
        if (frame.length > MAX_FRAME) {
            throw new IllegalArgumentException("a frame of " + frame.length + " bytes; at most " + MAX_FRAME);
        }
        long base = frame.length <= memory.frameCapacity() ? frames.allocate() : frames.allocateLarge();
        if (base == 0) {
            return Packet.NONE;
        }
        Memory.copyFrom(frame, 0, base + PacketMemory.DATA_OFFSET, frame.length);
        return Packet.of(base + PacketMemory.DATA_OFFSET, frame.length);
    }

    /** The bytes of the next frame that the switch sent, all segments of a chain, or null when there is none. */
    public synchronized byte[] poll() {
        long packet = pollPacket();
        if (packet == Packet.NONE) {
            return null;
        }
        byte[] frame = bytes(packet);
        free(packet);
        return frame;
    }

    /** The next packet that the switch sent, with its offload state, or {@link Packet#NONE}. The caller owns it and must {@link #free} it. */
    public synchronized long pollPacket() {
        for (PacketRing ring : outbound) {
            long packet = ring.poll();
            if (packet != Packet.NONE) {
                return packet;
            }
        }
        return Packet.NONE;
    }

    /** Takes up to {@code limit} packets that the switch sent, as {@link #pollPacket}; returns how many. */
    public synchronized int pollPackets(long[] packets, int limit) {
        int count = 0;
        while (count < limit) {
            long packet = pollPacket();
            if (packet == Packet.NONE) {
                break;
            }
            packets[count++] = packet;
        }
        return count;
    }

    private byte[] bytes(long packet) {
        byte[] frame = new byte[memory.length(packet)];
        try (Memory.Block block = Memory.allocate(Math.max(1, frame.length))) {
            frames.gather(packet, block.address());
            Memory.copyTo(block.address(), frame, 0, frame.length);
        }
        return frame;
    }

    /** Frees a packet that {@link #pollPacket} or {@link #packetOf} gave. */
    public synchronized void free(long packet) {
        frames.free(packet);
        if (closed) {
            frames.close();
        }
    }

    /** Frames that wait to be polled. */
    public int pending() {
        int sum = 0;
        for (PacketRing ring : outbound) {
            sum += ring.size();
        }
        return sum;
    }

    /** Raises or cuts the link; while it is down nothing is received or sent. */
    public void setLink(boolean up) {
        linkUp = up;
    }

    /** Packets that a port with {@code tx=sink} has accepted. */
    public long sunk() {
        long sum = 0;
        for (SinkTxQueue sink : sinks) {
            sum += sink.packetCount();
        }
        return sum;
    }

    // --- the switch's end

    @Override
    public PortStatus status() {
        Map<String, String> details = options.rate() == 0
                ? Map.of("rx_missed", Long.toString(missed.get()))
                : Map.of(
                        "rx_missed",
                        Long.toString(missed.get()),
                        "burst_times",
                        burstTimes.text(),
                        "losses",
                        losses.text());
        if (!linkUp) {
            return new PortStatus(PortStatus.State.LINK_DOWN, "the far end cut the link", 0, mtu, details);
        }
        String message = traffic == null ? "in-process rings" : "endless traffic of " + traffic.flows() + " flows";
        return new PortStatus(PortStatus.State.UP, message, 0, mtu, details);
    }

    @Override
    public boolean maintain(long nowNs) {
        return attached != linkUp;
    }

    @Override
    public void attach() {
        attached = linkUp;
        if (!linkUp) {
            rxQueues = new RxQueue[0];
            txQueues = new TxQueue[0];
            return;
        }
        rxQueues = new RxQueue[inbound.length];
        txQueues = new TxQueue[outbound.length];
        for (int i = 0; i < inbound.length; i++) {
            rxQueues[i] = traffic == null ? new RingRxQueue(inbound[i], missed) : endless(i);
        }
        for (int i = 0; i < outbound.length; i++) {
            txQueues[i] = options.isSink() ? sinks[i] : new LinkTxQueue(new RingTxQueue(outbound[i]), () -> linkUp);
        }
    }

    private RxQueue endless(int queue) {
        LoopRxQueue frames = new LoopRxQueue(traffic, queue * (traffic.flows() / inbound.length));
        return options.rate() == 0
                ? frames
                : new PacedRxQueue(frames, options.rate(), options.ringSize(), clock, burstTimes, losses);
    }

    @Override
    public RxQueue[] rxQueues() {
        return rxQueues.clone();
    }

    @Override
    public TxQueue[] txQueues() {
        return txQueues.clone();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        attached = false;
        linkUp = false;
        rxQueues = new RxQueue[0];
        txQueues = new TxQueue[0];
        drain(inbound);
        drain(outbound);
        frames.close();
        if (traffic != null) {
            traffic.close();
        }
        onClose.run();
    }

    private void drain(PacketRing[] rings) {
        for (PacketRing ring : rings) {
            for (long packet = ring.poll(); packet != Packet.NONE; packet = ring.poll()) {
                frames.free(packet);
            }
        }
    }
}
