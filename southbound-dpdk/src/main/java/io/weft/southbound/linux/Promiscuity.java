package io.weft.southbound.linux;

import io.weft.flow.memory.Memory;

/**
 * Holds a device in promiscuous mode (packet(7), {@code PACKET_MR_PROMISC}) as long as this object is open: unlike the device's flag it
 * counts its holders and goes with the process, so nothing is left behind.
 */
public final class Promiscuity implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOL_PACKET = 263;
    private static final int ADD_MEMBERSHIP = 1;
    private static final int PROMISCUOUS = 1;
    private static final int REQUEST_LENGTH = 16;

    private final int fd;

    public Promiscuity(String device, int ifindex) throws NativeException {
        // Protocol 0: the socket receives nothing.
        int type = LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_CLOEXEC;
        fd = Libc.check(Libc.socket(AF_PACKET, type, 0), "socket(AF_PACKET)", device);
        try (Memory.Block request = Memory.allocate(REQUEST_LENGTH)) {
            Memory.putInt(request.address(), ifindex);
            Memory.putInt(request.address() + 4, PROMISCUOUS);
            int result = Libc.setsockopt(fd, SOL_PACKET, ADD_MEMBERSHIP, request.address(), REQUEST_LENGTH);
            if (result < 0) {
                Libc.close(fd);
            }
            Libc.check(result, "PACKET_ADD_MEMBERSHIP", device);
        }
    }

    /** Goes on with what another process holds. */
    public Promiscuity(int fd) {
        this.fd = fd;
    }

    /** What another process is to be given, so that it holds the device. */
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
