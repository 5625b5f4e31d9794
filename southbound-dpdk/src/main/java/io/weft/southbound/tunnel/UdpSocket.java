package io.weft.southbound.tunnel;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;

/** Opens the UDP sockets of tunnels. Cold: every call names what failed. */
final class UdpSocket {
    static final int AF_INET6 = 10;
    static final int SOL_SOCKET = 1;
    static final int SOL_IP = 0;
    static final int SOL_IPV6 = 41;
    static final int IP_TOS = 1;
    static final int IP_TTL = 2;
    static final int IP_PKTINFO = 8;
    static final int IPV6_PKTINFO = 50;
    static final int IPV6_HOPLIMIT = 52;
    static final int IPV6_TCLASS = 67;
    static final int SO_RXQ_OVFL = 40;

    private static final int EAFNOSUPPORT = 97;
    private static final int SOL_UDP = 17;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_NO_CHECK = 11;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IP_RECVTTL = 12;
    private static final int IP_RECVTOS = 13;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_RECVTCLASS = 66;
    private static final int UDP_NO_CHECK6_TX = 101;
    private static final int UDP_NO_CHECK6_RX = 102;
    private static final int PMTUDISC_DONT = 0;
    private static final int PMTUDISC_DO = 2;
    private static final int BUFFER = 16 << 20;

    private final int fd;
    private final String what;

    private UdpSocket(int family, String what) throws NativeException {
        this.what = what;
        fd = Libc.check(
                Libc.socket(
                        family, LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_CLOEXEC | LinuxConstants.O_NONBLOCK, 0),
                "socket",
                what);
    }

    /** Receives at a UDP port of every address of the host, IPv6 and IPv4, and tells how datagrams came. */
    static int receiving(int port) throws NativeException {
        String what = "UDP port " + port;
        UdpSocket socket;
        boolean six = true;
        try {
            socket = new UdpSocket(AF_INET6, what);
        } catch (NativeException e) {
            if (e.errno() != EAFNOSUPPORT) {
                throw e;
            }
            six = false;
            socket = new UdpSocket(LinuxConstants.AF_INET, what);
        }
        try {
            socket.listen(six, port);
            return socket.fd;
        } catch (NativeException e) {
            Libc.close(socket.fd);
            throw e;
        }
    }

    private void listen(boolean six, int port) throws NativeException {
        set(SOL_IP, IP_RECVTOS, 1);
        set(SOL_IP, IP_RECVTTL, 1);
        if (six) {
            set(SOL_IPV6, IPV6_V6ONLY, 0);
            set(SOL_IPV6, IPV6_RECVPKTINFO, 1);
            set(SOL_IPV6, IPV6_RECVHOPLIMIT, 1);
            set(SOL_IPV6, IPV6_RECVTCLASS, 1);
            set(SOL_UDP, UDP_NO_CHECK6_RX, 1);
        } else {
            set(SOL_IP, IP_PKTINFO, 1);
        }
        set(SOL_SOCKET, SO_RXQ_OVFL, 1);
        buffer(SO_RCVBUFFORCE, SO_RCVBUF);
        try (Memory.Block address = Memory.allocate(MessageDescriptor.ADDRESS6)) {
            Memory.putLong(address.address(), six ? AF_INET6 : LinuxConstants.AF_INET);
            Memory.putShortNetwork(address.address() + 2, port);
            int length = six ? MessageDescriptor.ADDRESS6 : MessageDescriptor.ADDRESS4;
            Libc.check(Libc.bind(fd, address.address(), length), "bind", what);
        }
    }

    /** Sends from a UDP port that the kernel chooses, and that no other socket has. */
    static int sending(boolean six, boolean df, boolean checksum) throws NativeException {
        UdpSocket socket = new UdpSocket(six ? AF_INET6 : LinuxConstants.AF_INET, "tunnels");
        try {
            int discover = df ? PMTUDISC_DO : PMTUDISC_DONT;
            if (six) {
                socket.set(SOL_IPV6, IPV6_V6ONLY, 1);
                socket.set(SOL_IPV6, IPV6_MTU_DISCOVER, discover);
                socket.set(SOL_UDP, UDP_NO_CHECK6_TX, checksum ? 0 : 1);
            } else {
                socket.set(SOL_IP, IP_MTU_DISCOVER, discover);
                socket.set(SOL_SOCKET, SO_NO_CHECK, checksum ? 0 : 1);
            }
            socket.buffer(SO_SNDBUFFORCE, SO_SNDBUF);
            socket.set(SOL_SOCKET, SO_RCVBUF, 1); // nobody reads
            socket.bind(six);
            return socket.fd;
        } catch (NativeException e) {
            Libc.close(socket.fd);
            throw e;
        }
    }

    /** To a port of its own at once, so that one after the other differs. */
    private void bind(boolean six) throws NativeException {
        try (Memory.Block address = Memory.allocate(MessageDescriptor.ADDRESS6)) {
            Memory.putLong(address.address(), six ? AF_INET6 : LinuxConstants.AF_INET);
            int length = six ? MessageDescriptor.ADDRESS6 : MessageDescriptor.ADDRESS4;
            Libc.check(Libc.bind(fd, address.address(), length), "bind", what);
        }
    }

    private void set(int level, int option, int value) throws NativeException {
        Libc.check(trySet(level, option, value), "setsockopt " + level + " " + option, what);
    }

    private int trySet(int level, int option, int value) {
        try (Memory.Block block = Memory.allocate(Integer.BYTES)) {
            Memory.putInt(block.address(), value);
            return Libc.setsockopt(fd, level, option, block.address(), Integer.BYTES);
        }
    }

    /** A large buffer, or as large as is allowed to one who is not root. */
    private void buffer(int force, int polite) throws NativeException {
        if (trySet(SOL_SOCKET, force, BUFFER) < 0) {
            set(SOL_SOCKET, polite, BUFFER);
        }
    }
}
