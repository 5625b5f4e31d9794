package io.weft.southbound.tap;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import io.weft.southbound.linux.WordReader;
import io.weft.southbound.linux.WordWriter;
import io.weft.southbound.offload.PartialSources;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.PortStatus.State;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A port whose device the switch makes. When somebody deletes the device (with the namespace it had moved to, say), the port makes it anew
 * in the switch's own namespace. A port that rests while its device is down shows no receive queue then, and drops what is sent to it.
 *
 * <p>Thread-safety: the conductor; {@link #status} any thread.
 */
final class TapPort implements PortDevice {
    private static final System.Logger LOG = System.getLogger(TapPort.class.getName());
    private static final int BEQUEST_VERSION = 1;
    private static final long RETRY_NS = 200_000_000;
    private static final int UNKNOWN_MTU_LIMIT = 65_535;

    private final String type;
    private final PortConfig config;
    private final int queueCount;
    private final boolean restsWhileDown;
    private final PacketMemory memory;
    private final NetDevice device;
    private final List<TapDevice> queues = new ArrayList<>();
    private TapRxQueue[] rxQueues = {};
    private TapTxQueue[] txQueues = {};
    private long retryAtNs;
    private boolean retryTimed;
    private int ownIndex;
    private boolean rests = true;
    private volatile PortStatus status;
    private boolean closed;

    /** @param type of the driver: a device is left to a port of the same one */
    TapPort(String type, PortConfig config, int queueCount, boolean restsWhileDown, PacketMemory memory)
            throws NativeException {
        this.type = type;
        this.config = config;
        this.queueCount = queueCount;
        this.restsWhileDown = restsWhileDown;
        this.memory = memory;
        device = new NetDevice(config.name());
        rest(restsWhileDown);
        status = new PortStatus(State.ABSENT, "device " + config.name() + " is not made yet", 0, 0, Map.of());
    }

    @Override
    public PortStatus status() {
        return status;
    }

    @Override
    public boolean maintain(long nowNs) {
        if (!isThere()) {
            boolean due = !queues.isEmpty() || !retryTimed || nowNs - retryAtNs >= 0;
            retryTimed = true;
            retryAtNs = nowNs + RETRY_NS;
            return due;
        }
        refresh();
        return rests != isToRest();
    }

    /** Packets whose checksum is partial come from a port that does not rest. */
    private void rest(boolean now) {
        if (rests && !now) {
            PartialSources.of(memory).opened();
        } else if (!rests && now) {
            PartialSources.of(memory).closed();
        }
        rests = now;
    }

    private boolean isThere() {
        return !queues.isEmpty() && !queues.getFirst().currentName().isEmpty();
    }

    private boolean isToRest() {
        return restsWhileDown && !status.isUp();
    }

    @Override
    public boolean mac(long address) {
        boolean taken = isThere() && queues.getFirst().mac(address);
        if (taken) {
            refresh();
        }
        return taken;
    }

    @Override
    public void attach() {
        if (restsWhileDown && isThere()) {
            rest(isToRest()); // the queues stay what they are, and what waits in them stays, too
            return;
        }
        detach();
        try {
            for (int i = 0; i < queueCount; i++) {
                queues.add(new TapDevice(config.name(), queueCount > 1));
            }
            ownIndex = device.index();
            if (config.mtu() > 0) {
                device.mtu(config.mtu());
            }
        } catch (NativeException e) {
            detach();
            status = new PortStatus(State.ERROR, e.getMessage(), 0, 0, Map.of());
            return;
        }
        makeQueues();
    }

    private void makeQueues() {
        rxQueues = new TapRxQueue[queueCount];
        txQueues = new TapTxQueue[queueCount];
        for (int i = 0; i < queueCount; i++) {
            rxQueues[i] = new TapRxQueue(queues.get(i).fd(), memory);
            txQueues[i] = new TapTxQueue(queues.get(i).fd(), memory);
        }
        refresh();
        rest(isToRest());
    }

    /** Goes on with what another process left; a device of another number of queues is made anew. */
    void inherit(Bequest left) {
        try {
            WordReader from = new WordReader("port " + config.name(), left.description());
            from.version(BEQUEST_VERSION);
            ownIndex = from.number();
            IntStream.of(left.descriptors()).mapToObj(TapDevice::new).forEach(queues::add);
            if (queues.size() != queueCount) {
                attach();
                return;
            }
            makeQueues();
        } catch (NativeException e) {
            LOG.log(System.Logger.Level.WARNING, "port " + config.name() + " is made anew: " + e.getMessage());
            IntStream.of(left.descriptors()).forEach(Libc::close);
            attach();
        }
    }

    @Override
    public Optional<Bequest> bequeath() {
        if (!isThere()) {
            return Optional.empty();
        }
        int[] descriptors = queues.stream().mapToInt(TapDevice::fd).toArray();
        byte[] description =
                new WordWriter().number(BEQUEST_VERSION).number(ownIndex).toBytes();
        return Optional.of(new Bequest(type, description, descriptors, new int[0]));
    }

    /** A device that moved to another namespace cannot be asked for its MTU and link from here: it then counts as up. */
    private void refresh() {
        TapDevice first = queues.getFirst();
        Map<String, String> details = new TreeMap<>();
        details.put("n_rxq", Integer.toString(queueCount));
        details.put("tso", "true");
        details.put("uso", Boolean.toString(first.hasUdpSegmentation()));
        State state = State.UP;
        String message = "TAP device in another network namespace";
        int mtu = 0;
        try {
            if (device.index() == ownIndex) {
                mtu = device.mtu();
                state = device.isUp() ? State.UP : State.LINK_DOWN;
                message = state == State.UP ? "TAP device" : "device " + config.name() + " is down";
                details.put("ifindex", Integer.toString(ownIndex));
            }
        } catch (NativeException e) {
            // It moved away between two questions: as if it had before the first.
            mtu = 0;
        }
        details.put("netns", mtu == 0 ? "other" : "own");
        boolean drops = restsWhileDown && state != State.UP;
        int maxFrame = drops ? 0 : (mtu == 0 ? UNKNOWN_MTU_LIMIT : mtu) + 18;
        for (TapTxQueue queue : txQueues) {
            queue.maxFrame(maxFrame);
        }
        status = new PortStatus(state, message, first.mac(), mtu, details);
    }

    private void detach() {
        try (FrameCache frames = new FrameCache(memory)) {
            for (TapRxQueue queue : rxQueues) {
                queue.reclaim(frames);
            }
        }
        for (TapTxQueue queue : txQueues) {
            queue.close();
        }
        rxQueues = new TapRxQueue[0];
        txQueues = new TapTxQueue[0];
        queues.forEach(TapDevice::close);
        queues.clear();
    }

    @Override
    public RxQueue[] rxQueues() {
        return Arrays.copyOf(rxQueues, rests ? 0 : rxQueues.length, RxQueue[].class);
    }

    @Override
    public TxQueue[] txQueues() {
        return Arrays.copyOf(txQueues, txQueues.length, TxQueue[].class);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            rest(true);
            detach();
            device.close();
            status = new PortStatus(State.ABSENT, "closed", 0, 0, Map.of());
        }
    }
}
