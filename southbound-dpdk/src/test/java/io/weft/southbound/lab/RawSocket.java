package io.weft.southbound.lab;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.NetDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Frames in and out of a device as they are (packet(7)), for the far end of a port under test. Its own frames do not come back. */
public final class RawSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int ETH_P_ALL_NETWORK = 0x0300;
    private static final int BUFFER = 65_536;
    private static final int QUIET_MS = 8;

    private final String device;
    private final int fd;
    private final Memory.Block buffer = Memory.allocate(BUFFER);

    public RawSocket(String device) throws NativeException {
        this.device = device;
        int type = LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_CLOEXEC | LinuxConstants.O_NONBLOCK;
        fd = Libc.check(Libc.socket(AF_PACKET, type, 0), "socket", device);
        set(SOL_SOCKET, SO_RCVBUFFORCE, 32 << 20);
        set(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
        try (NetDevice netDevice = new NetDevice(device)) {
            Memory.zero(buffer.address(), 20);
            Memory.putInt(buffer.address(), AF_PACKET | ETH_P_ALL_NETWORK << 16);
            Memory.putInt(buffer.address() + 4, netDevice.index());
            Libc.check(Libc.bind(fd, buffer.address(), 20), "bind", device);
        }
    }

    private void set(int level, int option, int value) throws NativeException {
        Memory.putInt(buffer.address(), value);
        Libc.check(Libc.setsockopt(fd, level, option, buffer.address(), 4), "setsockopt", device);
    }

    public void send(byte[] frame) throws NativeException {
        Memory.copyFrom(frame, 0, buffer.address(), frame.length);
        Libc.check(Libc.write(fd, buffer.address(), frame.length), "write", device);
    }

    /** All frames that came, until none came for a few milliseconds. */
    public List<byte[]> receive() {
        List<byte[]> frames = new ArrayList<>();
        for (int quiet = 0; quiet < QUIET_MS; ) {
            int length = Libc.read(fd, buffer.address(), BUFFER);
            if (length >= 0) {
                byte[] frame = new byte[length];
                Memory.copyTo(buffer.address(), frame, 0, length);
                frames.add(frame);
                quiet = 0;
            } else {
                LockSupport.parkNanos(1_000_000);
                quiet++;
            }
        }
        return frames;
    }

    @Override
    public void close() {
        Libc.close(fd);
        buffer.close();
    }
}
