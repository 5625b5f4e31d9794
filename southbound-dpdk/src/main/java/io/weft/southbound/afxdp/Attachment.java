package io.weft.southbound.afxdp;

import io.weft.southbound.bpf.XdpRedirect;
import io.weft.southbound.bpf.XdpRedirect.Mode;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import io.weft.vswitch.packet.FrameCache;
import java.util.List;

/**
 * A port's hold on a device as it is now: program, sockets, queues. Made whole or not at all; when the device changes, the port drops it
 * and makes another.
 *
 * <p>Thread-safety: the conductor, while no agent runs a queue.
 */
final class Attachment implements AutoCloseable {
    private static final int DRAIN_TRIES = 50;

    private final Umem umem;
    private final int ifindex;
    private final XdpRedirect program;
    private final XskSocket[] sockets;
    private final AfXdpRxQueue[] rxQueues;
    private final AfXdpTxQueue[] txQueues;
    private final Mode mode;

    /** @param queues queues to serve, from 0 */
    Attachment(Umem umem, NetDevice device, int ifindex, int queues, AfXdpOptions options) throws NativeException {
        this.umem = umem;
        this.ifindex = ifindex;
        sockets = new XskSocket[queues];
        rxQueues = new AfXdpRxQueue[queues];
        txQueues = new AfXdpTxQueue[queues];
        program = new XdpRedirect(device.name(), queues);
        try {
            for (int i = 0; i < queues; i++) {
                sockets[i] = new XskSocket(umem, device.name(), ifindex, i, options.depth());
                program.connect(i, sockets[i].fd());
            }
            mode = attachProgram(options.modes());
        } catch (NativeException e) {
            closeSockets();
            throw e;
        }
        for (int i = 0; i < queues; i++) {
            rxQueues[i] = new AfXdpRxQueue(sockets[i], umem.memory(), options.depth(), mode == Mode.GENERIC);
            txQueues[i] = new AfXdpTxQueue(sockets[i], umem.memory());
        }
    }

    private Mode attachProgram(List<Mode> modes) throws NativeException {
        NativeException last = null;
        for (Mode candidate : modes) {
            try {
                program.attach(ifindex, candidate);
                return candidate;
            } catch (NativeException e) {
                if (e.errno() == LinuxConstants.EBUSY || e.errno() == LinuxConstants.EPERM) {
                    throw e;
                }
                last = last == null ? e : last;
            }
        }
        throw last;
    }

    int ifindex() {
        return ifindex;
    }

    Mode mode() {
        return mode;
    }

    AfXdpRxQueue[] rxQueues() {
        return rxQueues.clone();
    }

    AfXdpTxQueue[] txQueues() {
        return txQueues.clone();
    }

    /** Tells the queues how long a frame of the device may be. */
    void mtu(int mtu) {
        for (int i = 0; i < rxQueues.length; i++) {
            rxQueues[i].mtu(mtu);
            txQueues[i].maxFrame(maxFrame(mtu));
        }
    }

    /** Bytes of the longest frame of a device with that MTU, as the kernel's own check: Ethernet header and one VLAN tag beyond it. */
    static int maxFrame(int mtu) {
        return mtu + 18;
    }

    /** Lets go of the device: first no more input, then what was to be sent, then the sockets; every frame returns to the packet memory. */
    @Override
    public void close() {
        try (FrameCache frames = new FrameCache(umem.memory())) {
            for (int i = 0; i < DRAIN_TRIES; i++) {
                boolean outstanding = false;
                for (AfXdpTxQueue queue : txQueues) {
                    queue.flush(frames);
                    outstanding |= queue.isOutstanding();
                }
                if (!outstanding) {
                    break;
                }
            }
            closeSockets();
            for (int i = 0; i < sockets.length; i++) {
                rxQueues[i].reclaim(frames);
                txQueues[i].reclaim(frames);
            }
        }
    }

    private void closeSockets() {
        program.close();
        for (XskSocket socket : sockets) {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
