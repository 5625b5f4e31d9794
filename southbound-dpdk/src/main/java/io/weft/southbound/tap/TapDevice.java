package io.weft.southbound.tap;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One queue of a TAP device: a descriptor of the tun driver ({@code Documentation/networking/tuntap.rst}). The device is made with its first queue and goes with
 * its last.
 */
final class TapDevice implements AutoCloseable {
    private static final String PATH = "/dev/net/tun";
    private static final long TUNSETIFF = 0x400454ca;
    private static final long TUNSETOFFLOAD = 0x400454d0;
    private static final long TUNGETIFF = 0x800454d2;
    private static final long TUNSETVNETHDRSZ = 0x400454d8;
    private static final long SIOCGIFHWADDR = 0x8927;
    private static final long SIOCSIFHWADDR = 0x8924;
    private static final short ARPHRD_ETHER = 1;

    private static final int IFF_TAP = 0x2;
    private static final int IFF_MULTI_QUEUE = 0x100;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int OFFLOAD_CHECKSUM_AND_TSO = 0x0f;
    private static final int OFFLOAD_USO = 0x60;
    private static final int REQUEST_LENGTH = 40;

    private final int fd;
    private final boolean udpSegmentation;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment request = arena.allocate(REQUEST_LENGTH, 8);
    private boolean closed;

    TapDevice(String name, boolean multiQueue) throws NativeException {
        fd = Libc.open(PATH, LinuxConstants.O_RDWR | LinuxConstants.O_NONBLOCK | LinuxConstants.O_CLOEXEC);
        if (fd < 0) {
            arena.close();
            throw new NativeException(
                    "open",
                    name,
                    -fd,
                    "TAP device " + name + ": cannot open " + PATH + ", error " + -fd
                            + " (needs CAP_NET_ADMIN and the tun module)");
        }
        try {
            NetDevice.putName(request, name);
            int flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | (multiQueue ? IFF_MULTI_QUEUE : 0);
            request.set(ValueLayout.JAVA_SHORT, NetDevice.NAME_LENGTH, (short) flags);
            check(Libc.ioctl(fd, TUNSETIFF, request.address()), name);
            long size = request.address();
            Memory.putInt(size, VnetHeader.LENGTH);
            Libc.check(Libc.ioctl(fd, TUNSETVNETHDRSZ, size), "TUNSETVNETHDRSZ", name);
            udpSegmentation = Libc.ioctl(fd, TUNSETOFFLOAD, OFFLOAD_CHECKSUM_AND_TSO | OFFLOAD_USO) >= 0;
            if (!udpSegmentation) {
                Libc.check(Libc.ioctl(fd, TUNSETOFFLOAD, OFFLOAD_CHECKSUM_AND_TSO), "TUNSETOFFLOAD", name);
            }
        } catch (NativeException e) {
            close();
            throw e;
        }
    }

    /** Goes on with a queue of another process, which this one owns from now on. */
    TapDevice(int fd) {
        this.fd = fd;
        udpSegmentation = Libc.ioctl(fd, TUNSETOFFLOAD, OFFLOAD_CHECKSUM_AND_TSO | OFFLOAD_USO) >= 0;
    }

    private static void check(int result, String name) throws NativeException {
        int errno = -result;
        if (errno == LinuxConstants.EBUSY) {
            throw new NativeException(
                    "TUNSETIFF",
                    name,
                    errno,
                    "another process (another switch) holds TAP device " + name + "; waiting until it lets go");
        }
        if (errno == LinuxConstants.EINVAL || errno == LinuxConstants.EEXIST) {
            throw new NativeException(
                    "TUNSETIFF", name, errno, "a device " + name + " of another kind exists; waiting until it goes");
        }
        if (errno == LinuxConstants.EPERM) {
            throw new NativeException(
                    "TUNSETIFF", name, errno, "TAP device " + name + ": needs CAP_NET_ADMIN (run as root)");
        }
        Libc.check(result, "TUNSETIFF", name);
    }

    int fd() {
        return fd;
    }

    boolean hasUdpSegmentation() {
        return udpSegmentation;
    }

    /** The device's present name in whatever namespace it is, or empty when it was deleted. */
    String currentName() {
        request.fill((byte) 0);
        return Libc.ioctl(fd, TUNGETIFF, request.address()) < 0 ? "" : request.getString(0);
    }

    /** The 48-bit address, asked through the descriptor, so in whatever namespace the device is; 0 when it was deleted. */
    long mac() {
        request.fill((byte) 0);
        return Libc.ioctl(fd, SIOCGIFHWADDR, request.address()) < 0
                ? 0
                : Memory.getMacNetwork(request.address() + NetDevice.NAME_LENGTH + 2);
    }

    /** Gives the device an address, in whatever namespace it is; returns whether the kernel took it. */
    boolean mac(long address) {
        request.fill((byte) 0);
        request.set(ValueLayout.JAVA_SHORT, NetDevice.NAME_LENGTH, ARPHRD_ETHER);
        Memory.putMacNetwork(request.address() + NetDevice.NAME_LENGTH + 2, address);
        return Libc.ioctl(fd, SIOCSIFHWADDR, request.address()) >= 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.close(fd);
            arena.close();
        }
    }
}
