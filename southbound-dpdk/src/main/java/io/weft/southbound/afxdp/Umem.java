package io.weft.southbound.afxdp;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import io.weft.vswitch.packet.PacketMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * A packet memory registered with the kernel, and the socket that all others share it from.
 *
 * <p>The sharing socket must be bound, so it has a device nobody else can have: the loopback device of a network namespace of its own,
 * made by a thread that ends at once; the socket keeps the namespace alive. Where the process may not make namespaces, the loopback
 * device of its own namespace serves, once a namespace.
 *
 * <p>Thread-safety: {@link #acquire} and {@link #release} are guarded by the class's monitor.
 */
final class Umem {
    private static final Map<PacketMemory, Umem> OPEN = new HashMap<>();
    private static final String NAME = "packet memory";
    private static final int LOOPBACK_INDEX = 1;
    private static final int RING_SIZE = 64;

    private final PacketMemory memory;
    private final int socket;
    private int users = 1;

    private Umem(PacketMemory memory, int socket) {
        this.memory = memory;
        this.socket = socket;
    }

    /** The UMEM of {@code memory}, registered on first use; give it back with {@link #release}. */
    static Umem acquire(PacketMemory memory) throws NativeException {
        synchronized (OPEN) {
            Umem open = OPEN.get(memory);
            if (open != null) {
                open.users++;
                return open;
            }
            Umem made = new Umem(memory, openApart(memory));
            OPEN.put(memory, made);
            return made;
        }
    }

    /** The UMEM of {@code memory}, which another process registered: {@code socket} is its owner, and owned from now on. */
    static Umem inherit(PacketMemory memory, int socket) {
        synchronized (OPEN) {
            Umem open = OPEN.get(memory);
            if (open != null) {
                Libc.close(socket); // another port brought one
                open.users++;
                return open;
            }
            Umem made = new Umem(memory, socket);
            OPEN.put(memory, made);
            return made;
        }
    }

    void release() {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(memory);
                Libc.close(socket);
            }
        }
    }

    PacketMemory memory() {
        return memory;
    }

    /** The descriptor that other sockets name when they bind. */
    int socket() {
        return socket;
    }

    private static int openApart(PacketMemory memory) throws NativeException {
        int[] opened = {-1};
        NativeException[] failure = {null};
        Thread apart = Thread.ofPlatform().name("umem-owner").start(() -> {
            try {
                if (Libc.unshare(LinuxConstants.CLONE_NEWNET) >= 0) {
                    try (NetDevice loopback = new NetDevice("lo")) {
                        loopback.setUp();
                    }
                }
                opened[0] = open(memory);
            } catch (NativeException e) {
                failure[0] = e;
            }
        });
        boolean interrupted = false;
        while (apart.isAlive()) {
            try {
                apart.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure[0] != null) {
            throw failure[0];
        }
        return opened[0];
    }

    private static int open(PacketMemory memory) throws NativeException {
        int fd = XskSocket.open(NAME);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment registration = arena.allocate(32, 8);
            registration.set(ValueLayout.JAVA_LONG, 0, memory.base());
            registration.set(ValueLayout.JAVA_LONG, 8, memory.bytes());
            registration.set(ValueLayout.JAVA_INT, 16, memory.frameSize());
            registration.set(ValueLayout.JAVA_INT, 24, XskDescriptor.UMEM_METADATA_VALID);
            registration.set(ValueLayout.JAVA_INT, 28, XskDescriptor.METADATA_LENGTH);
            check(Libc.setsockopt(fd, XskDescriptor.SOL_XDP, XskDescriptor.UMEM_REG, registration.address(), 32));
            XskSocket.ringSize(fd, XskDescriptor.FILL_RING, RING_SIZE, NAME);
            XskSocket.ringSize(fd, XskDescriptor.COMPLETION_RING, RING_SIZE, NAME);
            XskSocket.ringSize(fd, XskDescriptor.RX_RING, RING_SIZE, NAME);
            int flags = XskDescriptor.BIND_COPY | XskDescriptor.BIND_NEED_WAKEUP | XskDescriptor.BIND_SCATTER_GATHER;
            XskSocket.bind(fd, LOOPBACK_INDEX, 0, flags, 0, NAME);
            return fd;
        } catch (NativeException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /** Names the likely reason: locked memory without privilege, or a kernel without TX metadata (before 6.8). */
    private static void check(int result) throws NativeException {
        int errno = -result;
        if (errno == LinuxConstants.ENOBUFS || errno == LinuxConstants.EPERM) {
            throw new NativeException(
                    "XDP_UMEM_REG",
                    NAME,
                    errno,
                    "registering the packet memory: the limit of locked memory (ulimit -l)"
                            + " is too low; run with CAP_IPC_LOCK (as root) or raise it");
        }
        if (errno == LinuxConstants.EINVAL) {
            throw new NativeException(
                    "XDP_UMEM_REG",
                    NAME,
                    errno,
                    "registering the packet memory: this kernel does not know TX metadata"
                            + " (Linux 6.8 or later is needed)");
        }
        Libc.check(result, "XDP_UMEM_REG", NAME);
    }
}
