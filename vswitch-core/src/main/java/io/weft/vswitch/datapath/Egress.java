package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import java.util.Arrays;

/** The transmit side of one PMD: a buffer for each datapath port that has a transmit queue. */
final class Egress {
    private final FrameCache frames;
    private final DropCounters drops;
    private TxPort[] ports = new TxPort[64];
    private TxPort[] attached = {};
    private volatile boolean outstanding;

    Egress(FrameCache frames, DropCounters drops) {
        this.frames = frames;
        this.drops = drops;
    }

    /** Takes the packet for a datapath port. One that has no queue now is a drop. */
    void add(int datapathPort, long packet) {
        TxPort port = port(datapathPort);
        if (port == null) {
            frames.free(packet);
            drops.add(DropReason.TX_PORT_GONE, 1);
        } else {
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
        ports[datapathPort] = port;
        collect();
    }

    void detach(int datapathPort) {
        if (datapathPort < ports.length) {
            ports[datapathPort] = null;
            collect();
        }
    }

    private void collect() {
        attached = Arrays.stream(ports).filter(port -> port != null).toArray(TxPort[]::new);
    }

    /** Once a round, after all inputs were read. */
    void transmitAndFlush() {
        boolean left = false;
        for (TxPort port : attached) {
            port.transmit();
            port.flush();
            left |= port.isOutstanding();
        }
        if (left != outstanding) {
            outstanding = left;
        }
    }

    boolean isOutstanding() {
        return outstanding;
    }
}
