package io.weft.southbound.afxdp;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An AF_XDP socket bound to one queue of a device, with its four rings mapped.
 *
 * <p>Thread-safety: rings as in the package's drawing; {@link #dropped} any thread; {@link #close} when nobody runs the queue.
 */
final class XskSocket implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SEND_BUFFER = 16 << 20;
    private static final int STATISTICS_LENGTH = 48;
    private static final int OFFSETS_LENGTH = 128;
    private static final int RING_OFFSETS = 32;

    final Ring rx;
    final Ring tx;
    final Ring fill;
    final Ring completion;

    private final int fd;
    private final Memory.Block statistics = Memory.allocate(STATISTICS_LENGTH + 8);
    private long lastDropped;
    private boolean closed;

    /**
     * Opens a socket on the UMEM's packet memory.
     *
     * @param depth entries of each ring, a power of two
     */
    XskSocket(Umem umem, String device, int ifindex, int queue, int depth) throws NativeException {
        fd = open(device);
        Ring[] rings = new Ring[4];
        try {
            int[] options = {
                XskDescriptor.RX_RING, XskDescriptor.TX_RING, XskDescriptor.FILL_RING, XskDescriptor.COMPLETION_RING
            };
            for (int option : options) {
                ringSize(fd, option, depth, device);
            }
            // Above 32 frames a call; kernels before 6.17 do not know it and send 32.
            setInt(fd, XskDescriptor.SOL_XDP, XskDescriptor.MAX_TX_BUDGET, depth);
            setInt(fd, SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER);
            mapRings(rings, device, depth);
            bind(fd, ifindex, queue, XskDescriptor.BIND_SHARED_UMEM, umem.socket(), device);
        } catch (NativeException e) {
            closeAll(rings);
            throw e;
        }
        rx = rings[0];
        tx = rings[1];
        fill = rings[2];
        completion = rings[3];
    }

    /** Goes on with a bound socket of another process, which this one owns from now on. */
    XskSocket(int fd, String device, int depth) throws NativeException {
        this.fd = fd;
        Ring[] rings = new Ring[4];
        try {
            mapRings(rings, device, depth);
        } catch (NativeException e) {
            closeAll(rings);
            throw e;
        }
        rx = rings[0];
        tx = rings[1];
        fill = rings[2];
        completion = rings[3];
    }

    static int open(String device) throws NativeException {
        int fd = Libc.socket(LinuxConstants.AF_XDP, LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd == -LinuxConstants.EPERM) {
            throw new NativeException(
                    "socket(AF_XDP)", device, -fd, "AF_XDP for " + device + ": needs CAP_NET_RAW (run as root)");
        }
        return Libc.check(fd, "socket(AF_XDP)", device);
    }

    static void ringSize(int fd, int option, int size, String device) throws NativeException {
        Libc.check(setInt(fd, XskDescriptor.SOL_XDP, option, size), "setsockopt of a ring", device);
    }

    static void bind(int fd, int ifindex, int queue, int flags, int sharedFd, String device) throws NativeException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) LinuxConstants.AF_XDP);
            address.set(ValueLayout.JAVA_SHORT, 2, (short) flags);
            address.set(ValueLayout.JAVA_INT, 4, ifindex);
            address.set(ValueLayout.JAVA_INT, 8, queue);
            address.set(ValueLayout.JAVA_INT, 12, sharedFd);
            int result = Libc.bind(fd, address.address(), 16);
            if (result == -LinuxConstants.EBUSY) {
                throw new NativeException(
                        "bind",
                        device,
                        LinuxConstants.EBUSY,
                        "another AF_XDP socket (another switch) holds queue " + queue + " of device " + device
                                + "; waiting until it lets go");
            }
            Libc.check(result, "bind(AF_XDP) of queue " + queue, device);
        }
    }

    int fd() {
        return fd;
    }

    /** Frames the kernel dropped for want of a buffer or of room in the RX ring, since the socket was opened. */
    synchronized long dropped() {
        if (!closed) {
            long at = statistics.address();
            Memory.putInt(at + STATISTICS_LENGTH, STATISTICS_LENGTH);
            int result =
                    Libc.getsockopt(fd, XskDescriptor.SOL_XDP, XskDescriptor.STATISTICS, at, at + STATISTICS_LENGTH);
            if (result >= 0) {
                lastDropped = Memory.getLong(at) + Memory.getLong(at + 24);
            }
        }
        return lastDropped;
    }

    private void mapRings(Ring[] rings, String device, int depth) throws NativeException {
        long[] pages = {
            XskDescriptor.PAGE_RX, XskDescriptor.PAGE_TX, XskDescriptor.PAGE_FILL, XskDescriptor.PAGE_COMPLETION
        };
        try (Arena arena = Arena.ofConfined()) {
            long offsets = arena.allocate(OFFSETS_LENGTH, 8).address();
            long length =
                    arena.allocateFrom(ValueLayout.JAVA_INT, OFFSETS_LENGTH).address();
            Libc.check(
                    Libc.getsockopt(fd, XskDescriptor.SOL_XDP, XskDescriptor.MMAP_OFFSETS, offsets, length),
                    "XDP_MMAP_OFFSETS",
                    device);
            for (int i = 0; i < rings.length; i++) {
                int entry = i < 2 ? XskDescriptor.ENTRY : XskDescriptor.ADDRESS_ENTRY;
                boolean isOurs = pages[i] == XskDescriptor.PAGE_TX || pages[i] == XskDescriptor.PAGE_FILL;
                Ring.RingShape shape = new Ring.RingShape(depth, entry, isOurs);
                rings[i] = new Ring(fd, device, pages[i], offsets + (long) i * RING_OFFSETS, shape);
            }
        }
    }

    private static int setInt(int fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.setsockopt(
                    fd,
                    level,
                    option,
                    arena.allocateFrom(ValueLayout.JAVA_INT, value).address(),
                    Integer.BYTES);
        }
    }

    private void closeAll(Ring... rings) {
        Libc.close(fd);
        for (Ring ring : rings) {
            if (ring != null) {
                ring.close();
            }
        }
        statistics.close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            dropped();
            closed = true;
            closeAll(rx, tx, fill, completion);
        }
    }
}
