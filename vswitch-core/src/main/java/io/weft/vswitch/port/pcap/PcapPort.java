package io.weft.vswitch.port.pcap;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortStatus;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import io.weft.vswitch.port.memory.SinkTxQueue;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Receives from one capture file and transmits to another. A file that is absent or unusable is tried again once a second; the replay goes on
 * where it was when queues are re-attached.
 *
 * <p>Thread-safety: the conductor; {@link #status} any thread.
 */
final class PcapPort implements PortDevice {
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final PortConfig config;
    private final PortContext context;
    private final Path rxPath;
    private final Path txPath;
    private final PcapPacing pacing;
    private final long loops;
    private final long epochOffsetNs;
    private PcapCapture capture;
    private PcapWriter writer;
    private volatile PcapRxQueue rx;
    private volatile PcapTxQueue pcapTx;
    private TxQueue tx;
    private volatile PortStatus.State state = PortStatus.State.ABSENT;
    private volatile String fault = "not opened yet";
    private long triedNs;
    private boolean attached;
    private boolean closed;

    PcapPort(PortConfig config, PortContext context) throws PortException {
        config.requireKnown(PcapDriver.OPTIONS);
        this.config = config;
        this.context = context;
        rxPath = path("rx_pcap");
        txPath = path("tx_pcap");
        pacing = PcapPacing.of(config);
        loops = config.option("loop", "1").equals("infinite") ? PcapRxQueue.INFINITE : loopCount();
        if (rxPath == null && txPath == null) {
            throw new PortException("options:rx_pcap", "options: at least one of rx_pcap and tx_pcap must name a file");
        }
        epochOffsetNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())
                - context.clock().nanoTime();
        tryOpen();
    }

    private int loopCount() throws PortException {
        try {
            return config.intOption("loop", 1, Integer.MAX_VALUE, 1);
        } catch (PortException e) {
            throw new PortException(
                    "options:loop", config.option("loop", ""), "infinite, or 1 to " + Integer.MAX_VALUE);
        }
    }

    private Path path(String option) throws PortException {
        String text = config.option(option, null);
        if (text == null) {
            return null;
        }
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new PortException("options:" + option, text, "the path of a file");
        }
        return context.runDirectory().resolve(text);
    }

    private void tryOpen() {
        triedNs = context.clock().nanoTime();
        try {
            if (rxPath != null && capture == null) {
                openCapture();
            }
            if (txPath != null && writer == null) {
                openWriter();
            }
            fault = null;
            state = PortStatus.State.UP;
        } catch (NoSuchFileException e) {
            state = PortStatus.State.ABSENT;
            fault = "file " + e.getFile() + " is absent; waiting for it";
        } catch (IOException e) {
            state = PortStatus.State.ERROR;
            fault = e.getMessage();
        }
    }

    private void openCapture() throws IOException {
        try {
            capture = PcapCapture.load(rxPath);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("file " + rxPath + " " + e.getMessage(), e);
        }
        rx = new PcapRxQueue(capture, pacing, loops, context.clock());
    }

    private void openWriter() throws IOException {
        writer = new PcapWriter(txPath);
        pcapTx = new PcapTxQueue(writer, context.clock(), epochOffsetNs);
    }

    @Override
    public PortStatus status() {
        Map<String, String> details = new LinkedHashMap<>();
        PcapRxQueue replay = rx;
        PcapTxQueue capturing = pcapTx;
        StringBuilder message = new StringBuilder();
        if (replay != null) {
            details.put("rx_replayed", Long.toString(replay.replayed()));
            message.append("replayed ")
                    .append(replay.replayed())
                    .append(" frames of ")
                    .append(rxPath);
        }
        if (capturing != null) {
            details.put("tx_written", Long.toString(capturing.written()));
            message.append(message.isEmpty() ? "" : ", ").append("writing to ").append(txPath);
        }
        String writeFault = capturing == null ? null : capturing.fault();
        if (writeFault != null) {
            return new PortStatus(
                    PortStatus.State.ERROR, "file " + txPath + ": " + writeFault, 0, config.mtu(), details);
        }
        String why = fault;
        return new PortStatus(state, why == null ? message.toString() : why, 0, config.mtu(), details);
    }

    @Override
    public boolean maintain(long nowNs) {
        if (!closed && state != PortStatus.State.UP && nowNs - triedNs >= RETRY_NS) {
            tryOpen();
        }
        return attached != (state == PortStatus.State.UP);
    }

    @Override
    public void attach() {
        attached = state == PortStatus.State.UP;
        tx = txPath == null ? new SinkTxQueue() : pcapTx;
    }

    @Override
    public RxQueue[] rxQueues() {
        return attached && rx != null ? new RxQueue[] {rx} : new RxQueue[0];
    }

    @Override
    public TxQueue[] txQueues() {
        return attached ? new TxQueue[] {tx} : new TxQueue[0];
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        attached = false;
        state = PortStatus.State.LINK_DOWN;
        fault = "closed";
        if (capture != null) {
            capture.close();
        }
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                fault = "closed; file " + txPath + ": " + e.getMessage();
            }
        }
    }
}
