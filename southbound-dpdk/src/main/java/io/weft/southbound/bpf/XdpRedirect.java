package io.weft.southbound.bpf;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;

/**
 * The XDP program of one device: hands every frame to the AF_XDP socket of its receive queue, or to the host's stack where that queue
 * has no socket.
 *
 * <pre>
 *   r2 = context.rx_queue_index
 *   r1 = sockets                      one map a device, since the queue is the key
 *   r3 = XDP_PASS                     verdict without a socket
 *   return redirect_map(r1, r2, r3)
 * </pre>
 *
 * It is attached by a link, which the kernel removes with the process.
 */
public final class XdpRedirect implements AutoCloseable {
    /** How the program sits on the device. */
    public enum Mode {
        /** In the device driver, before an skb is built. */
        NATIVE(4),
        /** In the generic receive path, on any device. */
        GENERIC(2);

        private final int linkFlags;

        Mode(int linkFlags) {
            this.linkFlags = linkFlags;
        }

        /** As in {@code options:xdp-mode}. */
        public String text() {
            return this == NATIVE ? "native" : "generic";
        }
    }

    private static final int RX_QUEUE_INDEX = 16;
    private static final int XDP_PASS = 2;
    /** Accepts frames in several buffers; without it a native attachment above one page of MTU is refused. */
    private static final int HAS_FRAGS = 32;

    private final String device;
    private final int map;
    private final int program;
    private int link = -1;

    /** Loads the program for {@code queues} receive queues; nothing is attached yet. */
    public XdpRedirect(String device, int queues) throws NativeException {
        this.device = device;
        map = Bpf.createMap(Bpf.MAP_XSKMAP, queues, device);
        try {
            program = Bpf.loadProgram(code(map), Bpf.PROGRAM_XDP, Bpf.ATTACH_XDP, HAS_FRAGS, device);
        } catch (NativeException e) {
            Libc.close(map);
            throw e;
        }
    }

    /** Goes on with what another process loaded and attached. */
    public XdpRedirect(String device, int map, int program, int link) {
        this.device = device;
        this.map = map;
        this.program = program;
        this.link = link;
    }

    /** The descriptor of the map. */
    public int map() {
        return map;
    }

    /** The descriptor of the program. */
    public int program() {
        return program;
    }

    /** The descriptor of the link, which holds the program on the device; -1 when it is not attached. */
    public int link() {
        return link;
    }

    static byte[] code(int map) {
        return new Assembler()
                .loadWord(Assembler.R2, Assembler.R1, RX_QUEUE_INDEX)
                .loadMap(Assembler.R1, map)
                .move(Assembler.R3, XDP_PASS)
                .call(Assembler.REDIRECT_MAP)
                .exit()
                .toBytes();
    }

    /** Frames of {@code queue} go to the socket from now on. */
    public void connect(int queue, int socket) throws NativeException {
        Bpf.updateMap(map, queue, socket, device);
    }

    /** Puts the program on the device. */
    public void attach(int ifindex, Mode mode) throws NativeException {
        try {
            link = Bpf.createLink(program, ifindex, Bpf.ATTACH_XDP, mode.linkFlags, device);
        } catch (NativeException e) {
            if (e.errno() == LinuxConstants.EBUSY || e.errno() == LinuxConstants.EEXIST) {
                throw new NativeException(
                        e.function(),
                        device,
                        LinuxConstants.EBUSY,
                        "another XDP program or another switch holds device " + device + "; waiting until it lets go");
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (link >= 0) {
            Libc.close(link);
            link = -1;
        }
        Libc.close(program);
        Libc.close(map);
    }
}
