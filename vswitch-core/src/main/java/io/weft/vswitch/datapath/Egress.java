package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.shape.Shaper;
import java.util.Arrays;

/** The transmit side of one PMD: a buffer for each datapath port that has a transmit queue. */
final class Egress {
    private final FrameCache frames;
    private final DropCounters drops;
    private TxPort[] ports = new TxPort[64];
    private TxPort[] attached = {};
    private volatile boolean outstanding;
    private final ShapedPorts shaped;

    Egress(FrameCache frames, DropCounters drops) {
        this.frames = frames;
        this.drops = drops;
        shaped = new ShapedPorts(frames, drops);
    }

    /** A round begins. */
    void begin(long nowNs) {
        shaped.begin(nowNs);
    }

    /** The ports of which packets wait. */
    ShapedPorts shaped() {
        return shaped;
    }

    /** Takes the packet for a queue of a datapath port. One that has no device now is a drop. */
    void add(int datapathPort, long packet, int queue) {
        TxPort port = port(datapathPort);
        if (port == null) {
            frames.free(packet);
            drops.add(DropReason.TX_PORT_GONE, 1);
        } else {
            port.select(queue);
            port.add(packet);
        }
    }

    /** The buffer of a datapath port, or null when it has no queue now. */
    TxPort port(int datapathPort) {
        return datapathPort < ports.length ? ports[datapathPort] : null;
    }

    void attach(int datapathPort, TxPort port) {
        if (datapathPort >= ports.length) {
            ports = Arrays.copyOf(ports, Integer.highestOneBit(datapathPort) * 2);
        }
        TxPort before = ports[datapathPort];
        ports[datapathPort] = port;
        if (before != null) {
            before.letGo();
        }
        collect();
    }

    void detach(int datapathPort) {
        if (datapathPort < ports.length && ports[datapathPort] != null) {
            ports[datapathPort].letGo();
            ports[datapathPort] = null;
            collect();
        }
    }

    private void collect() {
        attached = Arrays.stream(ports).filter(port -> port != null).toArray(TxPort[]::new);
    }

    /** Once a round, after all inputs were read. Returns packets that left after they had waited. */
    int transmitAndFlush() {
        int served = shaped.serve();
        boolean left = false;
        for (TxPort port : attached) {
            port.transmit();
            port.flush();
            left |= port.isOutstanding();
        }
        if (left != outstanding) {
            outstanding = left;
        }
        return served;
    }

    /** How long nothing that waits is due; {@link Long#MAX_VALUE} while nothing waits. */
    long restNs(long nowNs) {
        long dueNs = shaped.dueNs();
        return dueNs == Shaper.NEVER ? Long.MAX_VALUE : dueNs - nowNs;
    }

    /** After the PMD has ended and ports are closed. */
    void close() {
        for (TxPort port : attached) {
            port.close();
        }
    }

    boolean isOutstanding() {
        return outstanding;
    }
}
