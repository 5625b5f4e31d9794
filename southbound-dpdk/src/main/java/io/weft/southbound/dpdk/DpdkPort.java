package io.weft.southbound.dpdk;

import io.weft.southbound.linux.NativeException;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.PortStatus.State;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.Arrays;
import java.util.Map;

/**
 * A port on a device of DPDK.
 *
 * <pre>
 *   (attach) --> UP / LINK_DOWN --the device says it was pulled out--> ABSENT --+
 *        \--> ERROR --every 2 s, or when the device was pulled out--> (attach) <-+
 * </pre>
 *
 * <p>Thread-safety: the conductor; {@link #status} any thread.
 */
final class DpdkPort implements PortDevice {
    private static final System.Logger LOG = System.getLogger(DpdkPort.class.getName());
    private static final long RETRY_NS = 2_000_000_000;
    private static final RxQueue[] NO_RX = {};
    private static final TxQueue[] NO_TX = {};

    private final PortConfig config;
    private final DpdkOptions options;
    private final PortContext context;
    private final PacketMemory memory;
    private Eal eal;
    private MbufPool pool;
    private RunningDevice running;
    private long retryAtNs;
    private boolean retryTimed;
    private volatile PortStatus status;
    private boolean closed;

    DpdkPort(PortConfig config, DpdkOptions options, PortContext context) {
        this.config = config;
        this.options = options;
        this.context = context;
        memory = context.memory();
        status = new PortStatus(State.ABSENT, "device " + options.device() + " is not attached yet", 0, 0, Map.of());
    }

    @Override
    public PortStatus status() {
        return status;
    }

    @Override
    public boolean maintain(long nowNs) {
        if (running == null) {
            boolean due = retryTimed && nowNs - retryAtNs >= 0;
            if (due || !retryTimed) {
                retryTimed = true;
                retryAtNs = nowNs + RETRY_NS;
            }
            return due;
        }
        if (running.isPulledOut()) {
            retryTimed = false;
            return true;
        }
        status = running.status();
        return false;
    }

    @Override
    public void attach() {
        if (running != null && !running.isPulledOut()) {
            running.renewQueues();
            return;
        }
        detach();
        try {
            prepare();
            EthDevice device = EthDevice.probe(eal, options.device(), options.devargs(MbufPool.room(memory)));
            running = start(device);
            status = running.status();
            retryTimed = false;
        } catch (NativeException | PortException e) {
            status = new PortStatus(State.ERROR, e.getMessage(), 0, 0, Map.of("devargs", options.devargs()));
        }
    }

    private void prepare() throws NativeException, PortException {
        if (pool == null) {
            eal = Eal.start(context.knobs().get());
            pool = MbufPool.acquire(eal, memory);
        }
    }

    private RunningDevice start(EthDevice device) throws NativeException {
        try {
            return new RunningDevice(eal, pool, memory, device, new DeviceSetup(config, options, context.pmdCount()));
        } catch (NativeException e) {
            remove(device);
            throw e;
        }
    }

    private void remove(EthDevice device) {
        try {
            device.remove();
        } catch (NativeException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}", e.getMessage());
        }
        pool.takeBack();
    }

    private void detach() {
        if (running != null) {
            EthDevice device = running.device();
            try (FrameCache frames = new FrameCache(memory)) {
                running.close(frames);
            }
            running = null;
            remove(device);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return running == null ? Map.of() : running.device().counters();
    }

    @Override
    public RxQueue[] rxQueues() {
        return running == null ? NO_RX : Arrays.copyOf(running.rxQueues(), running.rxQueues().length, RxQueue[].class);
    }

    @Override
    public TxQueue[] txQueues() {
        return running == null ? NO_TX : Arrays.copyOf(running.txQueues(), running.txQueues().length, TxQueue[].class);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            detach();
            if (pool != null) {
                pool.release();
            }
            status = new PortStatus(State.ABSENT, "closed", 0, 0, Map.of());
        }
    }
}
