package io.weft.southbound.afxdp;

import io.weft.southbound.bpf.XdpRedirect.Mode;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import io.weft.southbound.linux.WordReader;
import io.weft.southbound.offload.PartialSources;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.PortStatus.State;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A port on an existing device.
 *
 * <pre>
 *   ABSENT --device appears--> (attach) --> UP / LINK_DOWN --device goes, or another takes its name--> (attach) --> ...
 *                                 \--> ERROR, say busy --every 200 ms--> (attach)
 * </pre>
 *
 * A device is known by its interface index, so one that was deleted and made again is another one.
 *
 * <p>Thread-safety: the conductor; {@link #status} any thread.
 */
final class AfXdpPort implements PortDevice {
    private static final System.Logger LOG = System.getLogger(AfXdpPort.class.getName());
    private static final int BEQUEST_VERSION = 2;
    private static final long RETRY_NS = 200_000_000;
    private static final int PATIENCE = 20;
    private static final long PATIENCE_NS = 2_000_000;

    private final PortConfig config;
    private final AfXdpOptions options;
    private final Umem umem;
    private final NetDevice device;
    private Attachment attachment;
    private long retryAtNs;
    private boolean retryTimed;
    private boolean failed;
    private volatile PortStatus status;
    private boolean closed;

    AfXdpPort(PortConfig config, AfXdpOptions options, Umem umem) throws NativeException {
        this.config = config;
        this.options = options;
        this.umem = umem;
        try {
            device = new NetDevice(config.name());
        } catch (NativeException e) {
            umem.release();
            throw e;
        }
        PartialSources.of(umem.memory()).opened();
        status = absent();
    }

    @Override
    public PortStatus status() {
        return status;
    }

    @Override
    public boolean maintain(long nowNs) {
        try {
            int ifindex = device.index();
            if (attachment != null) {
                if (ifindex != attachment.ifindex()) {
                    return true;
                }
                refresh();
                return false;
            }
            if (ifindex == 0) {
                status = absent();
                retryTimed = false;
                failed = false;
                return false;
            }
            return isRetryDue(nowNs);
        } catch (NativeException e) {
            // The device went between two questions.
            return attachment != null;
        }
    }

    /** The first try after the device appeared is at once. */
    private boolean isRetryDue(long nowNs) {
        if (retryTimed && nowNs - retryAtNs < 0) {
            return false;
        }
        retryTimed = true;
        retryAtNs = nowNs + RETRY_NS;
        return true;
    }

    @Override
    public void attach() {
        detach();
        try {
            int ifindex = device.index();
            if (ifindex == 0) {
                status = absent();
                return;
            }
            prepare();
            attachment = hold(ifindex);
            refresh();
            retryTimed = false;
            failed = false;
        } catch (NativeException e) {
            detach();
            failed = true;
            status = new PortStatus(State.ERROR, e.getMessage(), 0, 0, Map.of());
        }
    }

    /** The kernel releases the queues of a closed socket a moment later: the first try is patient. */
    private Attachment hold(int ifindex) throws NativeException {
        for (int patience = failed ? 0 : PATIENCE; ; patience--) {
            try {
                return new Attachment(umem, device, ifindex, queues(), options);
            } catch (NativeException e) {
                if (e.errno() != LinuxConstants.EBUSY || patience == 0) {
                    throw e;
                }
                LockSupport.parkNanos(PATIENCE_NS);
            }
        }
    }

    private int queues() {
        return options.queues() > 0 ? options.queues() : Math.min(device.rxQueueCount(), AfXdpOptions.MAX_QUEUES);
    }

    private void prepare() throws NativeException {
        if (config.mtu() > 0 && device.mtu() != config.mtu()) {
            device.mtu(config.mtu());
        }
        device.setUp();
        device.keepFramesWhole();
    }

    private void refresh() throws NativeException {
        int mtu = device.mtu();
        boolean running = device.isRunning();
        Map<String, String> details = details();
        Mode mode = attachment.mode();
        attachment.mtu(mtu);
        String message = running ? mode.text() + " mode" : "device " + config.name() + " has no link";
        int served = attachment.rxQueues().length;
        int present = device.rxQueueCount();
        if (served < present) {
            message += "; only " + served + " of " + present + " receive queues are served, frames of the others go to"
                    + " the host (ethtool -L " + config.name() + " combined " + served + ")";
        }
        status = new PortStatus(running ? State.UP : State.LINK_DOWN, message, device.mac(), mtu, details);
    }

    private Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("xdp-mode", attachment.mode().text());
        details.put("copy-mode", "true");
        details.put("n_rxq", Integer.toString(attachment.rxQueues().length));
        details.put("n_rxq_desc", Integer.toString(options.depth()));
        details.put("umem", (umem.memory().bytes() >> 20) + " MiB");
        details.put("tx-checksum", "metadata");
        details.put("tso", Boolean.toString(device.isTso()));
        details.put("driver_name", device.driver());
        details.put("ifindex", Integer.toString(attachment.ifindex()));
        return details;
    }

    private PortStatus absent() {
        return new PortStatus(State.ABSENT, "device " + config.name() + " is absent; waiting for it", 0, 0, Map.of());
    }

    /** Goes on with what another process left. Where that cannot be, the device is let go and attached anew, which loses what was in it. */
    void inherit(byte[] description, int[] descriptors, int... frames) {
        try {
            WordReader from = new WordReader("port " + config.name(), description);
            from.version(BEQUEST_VERSION);
            attachment = new Attachment(umem, config.name(), from, descriptors);
            refresh();
        } catch (NativeException e) {
            LOG.log(System.Logger.Level.WARNING, "port " + config.name() + " is attached anew: " + e.getMessage());
            attachment = null;
            IntStream.of(descriptors).forEach(Libc::close);
            umem.memory().giveBack(frames);
            attach();
        }
    }

    @Override
    public Optional<Bequest> bequeath() {
        return attachment == null ? Optional.empty() : Optional.of(attachment.bequeath("afxdp", BEQUEST_VERSION));
    }

    private void detach() {
        if (attachment != null) {
            attachment.close();
            attachment = null;
        }
    }

    @Override
    public RxQueue[] rxQueues() {
        return attachment == null ? new RxQueue[0] : attachment.rxQueues();
    }

    @Override
    public TxQueue[] txQueues() {
        return attachment == null ? new TxQueue[0] : attachment.txQueues();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            PartialSources.of(umem.memory()).closed();
            detach();
            device.close();
            umem.release();
            status = new PortStatus(State.ABSENT, "closed", 0, 0, Map.of());
        }
    }
}
