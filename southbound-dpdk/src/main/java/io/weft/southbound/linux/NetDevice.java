package io.weft.southbound.linux;

import static io.weft.southbound.linux.LinuxConstants.AF_INET;
import static io.weft.southbound.linux.LinuxConstants.ENODEV;
import static io.weft.southbound.linux.LinuxConstants.SOCK_CLOEXEC;
import static io.weft.southbound.linux.LinuxConstants.SOCK_DGRAM;

import io.weft.flow.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A network device by name, in the network namespace this object was made in: questions and settings through netdevice(7) and the
 * ethtool request. Each question asks the kernel anew.
 *
 * <p>Thread-safety: one owner (the request block is reused). Close it to return its socket and block.
 */
public final class NetDevice implements AutoCloseable {
    /** Bytes of a device name, the final zero included. */
    public static final int NAME_LENGTH = 16;

    private static final int REQUEST_LENGTH = 40;
    private static final int ETHTOOL_LENGTH = 256;

    private final String name;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment request = arena.allocate(REQUEST_LENGTH, 8);
    private final MemorySegment ethtool = arena.allocate(ETHTOOL_LENGTH, 8);
    private final int socket;
    private boolean closed;

    public NetDevice(String name) throws NativeException {
        this.name = name;
        int fd = Libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            arena.close();
        }
        socket = Libc.check(fd, "socket", name);
    }

    public String name() {
        return name;
    }

    /** Writes {@code name}, cut to 15 bytes and zero-terminated, at the start of an ifreq block of 40 bytes. */
    public static void putName(MemorySegment request, String name) {
        request.fill((byte) 0);
        byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, request, 0, Math.min(bytes.length, NAME_LENGTH - 1));
    }

    /** The interface index, or 0 when there is no such device. */
    public int index() throws NativeException {
        int result = ask(LinuxConstants.SIOCGIFINDEX);
        return result == -ENODEV ? 0 : value(result, "SIOCGIFINDEX");
    }

    /** MTU in bytes. */
    public int mtu() throws NativeException {
        return value(ask(LinuxConstants.SIOCGIFMTU), "SIOCGIFMTU");
    }

    public void mtu(int bytes) throws NativeException {
        putName(request, name);
        Memory.putInt(argument(), bytes);
        Libc.check(Libc.ioctl(socket, LinuxConstants.SIOCSIFMTU, request.address()), "SIOCSIFMTU", name);
    }

    /** The 48-bit address. */
    public long mac() throws NativeException {
        Libc.check(ask(LinuxConstants.SIOCGIFHWADDR), "SIOCGIFHWADDR", name);
        return Memory.getMacNetwork(argument() + 2);
    }

    /** Whether the administrator's switch is on. */
    public boolean isUp() throws NativeException {
        return (flags() & LinuxConstants.IFF_UP) != 0;
    }

    /** Whether the device is up and has a link (carrier). Asked of the driver, since the flag follows up to a second late. */
    public boolean isRunning() throws NativeException {
        int flags = flags();
        boolean link = ethtool(LinuxConstants.ETHTOOL_GLINK, 0) >= 0
                ? Memory.getInt(ethtool.address() + 4) != 0
                : (flags & LinuxConstants.IFF_RUNNING) != 0;
        return link && (flags & LinuxConstants.IFF_UP) != 0;
    }

    /** Turns the administrator's switch on. */
    public void setUp() throws NativeException {
        int flags = flags();
        if ((flags & LinuxConstants.IFF_UP) == 0) {
            Memory.putInt(argument(), flags | LinuxConstants.IFF_UP);
            Libc.check(Libc.ioctl(socket, LinuxConstants.SIOCSIFFLAGS, request.address()), "SIOCSIFFLAGS", name);
        }
    }

    /** Gives the device an IPv4 address, with the network mask of its class. */
    public void address(int ipv4) throws NativeException {
        putName(request, name);
        Memory.putByte(argument(), AF_INET);
        Memory.putIntNetwork(argument() + 4, ipv4);
        Libc.check(Libc.ioctl(socket, LinuxConstants.SIOCSIFADDR, request.address()), "SIOCSIFADDR", name);
    }

    /** Receive queues in use; at least 1. */
    public int rxQueueCount() {
        // struct ethtool_channels: command, 4 maxima, then rx, tx, other, combined
        if (ethtool(LinuxConstants.ETHTOOL_GCHANNELS, 0) < 0) {
            return 1;
        }
        long at = ethtool.address();
        return Math.max(1, Memory.getInt(at + 20) + Memory.getInt(at + 32));
    }

    /** The name of the device's driver in the kernel, such as {@code veth}; empty when it does not say. */
    public String driver() {
        return ethtool(LinuxConstants.ETHTOOL_GDRVINFO, 0) < 0 ? "" : ethtool.getString(4);
    }

    /** Whether TCP segmentation offload is on. */
    public boolean isTso() {
        return ethtool(LinuxConstants.ETHTOOL_GTSO, 0) >= 0 && Memory.getInt(ethtool.address() + 4) != 0;
    }

    /**
     * Keeps VLAN tags in the frame and frames apart (no hardware VLAN stripping or insertion, no merging of segments): XDP sees neither.
     *
     * @return whether the device is now so; false when the driver refused
     */
    public boolean keepFramesWhole() {
        int unwanted = LinuxConstants.ETH_FLAG_RXVLAN | LinuxConstants.ETH_FLAG_LRO;
        if (ethtool(LinuxConstants.ETHTOOL_GFLAGS, 0) < 0) {
            return false;
        }
        int flags = Memory.getInt(ethtool.address() + 4);
        return (flags & unwanted) == 0 || ethtool(LinuxConstants.ETHTOOL_SFLAGS, flags & ~unwanted) >= 0;
    }

    private int flags() throws NativeException {
        return value(ask(LinuxConstants.SIOCGIFFLAGS), "SIOCGIFFLAGS") & 0xFFFF;
    }

    private int ask(long question) {
        putName(request, name);
        return Libc.ioctl(socket, question, request.address());
    }

    private int value(int result, String function) throws NativeException {
        Libc.check(result, function, name);
        return Memory.getInt(argument());
    }

    private int ethtool(int command, int value) {
        putName(request, name);
        ethtool.fill((byte) 0);
        Memory.putInt(ethtool.address(), command);
        Memory.putInt(ethtool.address() + 4, value);
        Memory.putLong(argument(), ethtool.address());
        return Libc.ioctl(socket, LinuxConstants.SIOCETHTOOL, request.address());
    }

    private long argument() {
        return request.address() + NAME_LENGTH;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.close(socket);
            arena.close();
        }
    }
}
