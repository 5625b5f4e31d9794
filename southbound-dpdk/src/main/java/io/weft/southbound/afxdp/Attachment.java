package io.weft.southbound.afxdp;

import io.weft.southbound.bpf.XdpRedirect;
import io.weft.southbound.bpf.XdpRedirect.Mode;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import io.weft.southbound.linux.Promiscuity;
import io.weft.southbound.linux.WordReader;
import io.weft.southbound.linux.WordWriter;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A port's hold on a device as it is now: program, sockets, queues. Made whole or not at all; when the device changes, the port drops it
 * and makes another.
 *
 * <p>Thread-safety: the conductor, while no agent runs a queue.
 */
final class Attachment implements AutoCloseable {
    private static final int DRAIN_TRIES = 50;

    /** Descriptors before those of the sockets, without that of the UMEM. */
    private static final int FIXED_DESCRIPTORS = 4;

    private final Umem umem;
    private final int ifindex;
    private final XdpRedirect program;
    private final XskSocket[] sockets;
    private final AfXdpRxQueue[] rxQueues;
    private final AfXdpTxQueue[] txQueues;
    private final Promiscuity promiscuity;
    private final Mode mode;
    private final int depth;

    /** @param queues queues to serve, from 0 */
    Attachment(Umem umem, NetDevice device, int ifindex, int queues, AfXdpOptions options) throws NativeException {
        this.umem = umem;
        this.ifindex = ifindex;
        depth = options.depth();
        sockets = new XskSocket[queues];
        rxQueues = new AfXdpRxQueue[queues];
        txQueues = new AfXdpTxQueue[queues];
        promiscuity = new Promiscuity(device.name(), ifindex);
        try {
            program = new XdpRedirect(device.name(), queues);
        } catch (NativeException e) {
            promiscuity.close();
            throw e;
        }
        try (FrameCache frames = new FrameCache(umem.memory())) {
            for (int i = 0; i < queues; i++) {
                sockets[i] = new XskSocket(umem, device.name(), ifindex, i, options.depth());
                rxQueues[i] = new AfXdpRxQueue(sockets[i], umem.memory(), options.depth());
                txQueues[i] = new AfXdpTxQueue(sockets[i], umem.memory());
                // So that nothing is lost between now and the first round of the agent.
                rxQueues[i].refill(frames);
                program.connect(i, sockets[i].fd());
            }
            mode = attachProgram(options.modes());
        } catch (NativeException e) {
            closeSockets();
            throw e;
        }
    }

    /**
     * Goes on with what another process left: {@link #bequeath} wrote {@code from}.
     *
     * @param descriptors in its order, owned from now on, whatever comes
     */
    Attachment(Umem umem, String device, WordReader from, int... descriptors) throws NativeException {
        this.umem = umem;
        ifindex = from.number();
        mode = Mode.values()[from.number()];
        depth = from.number();
        int queues = from.number();
        sockets = new XskSocket[queues];
        rxQueues = new AfXdpRxQueue[queues];
        txQueues = new AfXdpTxQueue[queues];
        promiscuity = new Promiscuity(descriptors[0]);
        program = new XdpRedirect(device, descriptors[1], descriptors[2], descriptors[3]);
        for (int i = 0; i < queues; i++) {
            sockets[i] = new XskSocket(descriptors[FIXED_DESCRIPTORS + i], device, depth);
            rxQueues[i] = new AfXdpRxQueue(sockets[i], umem.memory(), depth);
            rxQueues[i].inherit(from);
            txQueues[i] = new AfXdpTxQueue(sockets[i], umem.memory());
            txQueues[i].inherit(from);
        }
    }

    /** Writes what it is, for the next process; nothing of it may be used any more. */
    Bequest bequeath(String type, int version) {
        WordWriter to = new WordWriter().number(version).number(ifindex).number(mode.ordinal());
        to.number(depth).number(sockets.length);
        for (int i = 0; i < sockets.length; i++) {
            rxQueues[i].bequeath(to);
            txQueues[i].bequeath(to);
        }
        IntStream fixed =
                IntStream.of(umem.socket(), promiscuity.fd(), program.map(), program.program(), program.link());
        int[] descriptors = IntStream.concat(fixed, Arrays.stream(sockets).mapToInt(XskSocket::fd))
                .toArray();
        return new Bequest(type, to.toBytes(), descriptors, frames());
    }

    /** Every frame that is not ours now, by number. */
    private int[] frames() {
        List<int[]> parts = new ArrayList<>();
        for (int i = 0; i < rxQueues.length; i++) {
            parts.add(rxQueues[i].held());
            parts.add(txQueues[i].held());
        }
        int[] all = new int[parts.stream().mapToInt(part -> part.length).sum()];
        int count = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, all, count, part.length);
            count += part.length;
        }
        return all;
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

    RxQueue[] rxQueues() {
        return Arrays.copyOf(rxQueues, rxQueues.length, RxQueue[].class);
    }

    TxQueue[] txQueues() {
        return Arrays.copyOf(txQueues, txQueues.length, TxQueue[].class);
    }

    /** Tells the queues how long a frame of the device may be. */
    void mtu(int mtu) {
        for (int i = 0; i < rxQueues.length; i++) {
            rxQueues[i].mtu(mtu, mode == Mode.GENERIC);
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
        }
        closeSockets();
    }

    private void closeSockets() {
        program.close();
        promiscuity.close();
        try (FrameCache frames = new FrameCache(umem.memory())) {
            for (int i = 0; i < sockets.length && sockets[i] != null; i++) {
                sockets[i].close();
                rxQueues[i].reclaim(frames);
                txQueues[i].reclaim(frames);
            }
        }
    }
}
