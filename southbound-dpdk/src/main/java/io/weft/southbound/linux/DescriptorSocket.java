package io.weft.southbound.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weft.flow.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * A Unix stream socket for messages with open files (unix(7), {@code SCM_RIGHTS}). What is sent is one message:
 *
 * <pre>
 *   length of the text (4)    number of descriptors (4)    text    one byte for each 200 descriptors, which carries them
 * </pre>
 *
 * Numbers are little-endian. Every wait has a limit.
 *
 * <p>Thread-safety: one thread, but {@link #close} any.
 */
public final class DescriptorSocket implements AutoCloseable {
    /** The longest text. */
    public static final int MAX_TEXT = 64 << 20;

    private static final int MAX_DESCRIPTORS = 16_384;
    private static final int BATCH = 200;
    private static final int SOCK_STREAM = 1;
    private static final int AF_UNIX = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
    private static final int SHUT_BOTH = 2;
    private static final int ADDRESS_LENGTH = 110;
    private static final int MESSAGE_LENGTH = 56;
    private static final int CONTROL_HEADER = 16;

    private static final MethodHandle CONNECT = Libc.intCall("connect", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = Libc.intCall("listen", JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT = Libc.intCall("accept", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SHUTDOWN = Libc.intCall("shutdown", JAVA_INT, JAVA_INT);
    private static final MethodHandle SENDMSG = Libc.longCall("sendmsg", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVMSG = Libc.longCall("recvmsg", JAVA_INT, JAVA_LONG, JAVA_INT);

    /** A text and the descriptors that came with it, which the receiver owns. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Message(byte[] text, int[] descriptors) {}

    private final String name;
    private final int fd;
    private boolean closed;

    private DescriptorSocket(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    /** Listens at {@code path}, in the place of whatever was there. */
    public static DescriptorSocket listen(Path path) throws NativeException {
        DescriptorSocket socket = open(path);
        try {
            socket.address(path, (address, length) -> Libc.bind(socket.fd, address, length), "bind");
            Libc.check(socket.call(LISTEN, 4), "listen", socket.name);
            return socket;
        } catch (NativeException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects to whoever listens at {@code path}. */
    public static DescriptorSocket connect(Path path) throws NativeException {
        DescriptorSocket socket = open(path);
        try {
            socket.address(path, socket::connect, "connect");
            return socket;
        } catch (NativeException e) {
            socket.close();
            throw e;
        }
    }

    private static DescriptorSocket open(Path path) throws NativeException {
        int fd = Libc.socket(AF_UNIX, SOCK_STREAM | LinuxConstants.SOCK_CLOEXEC, 0);
        return new DescriptorSocket(path.toString(), Libc.check(fd, "socket(AF_UNIX)", path.toString()));
    }

    private interface AddressCall {
        int run(long address, int length);
    }

    private void address(Path path, AddressCall call, String function) throws NativeException {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length + 3 > ADDRESS_LENGTH) {
            throw new NativeException(
                    function,
                    name,
                    LinuxConstants.EINVAL,
                    "socket " + path + ": its path is too long, allowed are 107 bytes");
        }
        try (Memory.Block block = Memory.allocate(ADDRESS_LENGTH)) {
            Memory.putByte(block.address(), AF_UNIX);
            Memory.copyFrom(bytes, 0, block.address() + 2, bytes.length);
            Libc.check(call.run(block.address(), 2 + bytes.length + 1), function, name);
        }
    }

    /** Waits for somebody who connects. After {@link #close} it fails. */
    public DescriptorSocket accept() throws NativeException {
        int result;
        do {
            try {
                MemorySegment state = Libc.state();
                result = Libc.result(state, (int) ACCEPT.invokeExact(state, fd, 0L, 0L));
            } catch (Throwable e) {
                throw Libc.impossible(e);
            }
        } while (result == -LinuxConstants.EINTR);
        return new DescriptorSocket(name, Libc.check(result, "accept", name));
    }

    /** How long a send or a receive may take from now on. */
    public void limit(Duration limit) throws NativeException {
        try (Memory.Block time = Memory.allocate(16)) {
            Memory.putLong(time.address(), limit.toSeconds());
            Memory.putLong(time.address() + 8, limit.toNanosPart() / 1000);
            Libc.check(Libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, time.address(), 16), "SO_RCVTIMEO", name);
            Libc.check(Libc.setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, time.address(), 16), "SO_SNDTIMEO", name);
        }
    }

    /** Sends one message; the descriptors stay open here. */
    public void send(byte[] text, int... descriptors) throws NativeException {
        ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(text.length).putInt(descriptors.length);
        write(head.array());
        write(text);
        for (int from = 0; from < descriptors.length; from += BATCH) {
            pass(Arrays.copyOfRange(descriptors, from, Math.min(descriptors.length, from + BATCH)));
        }
    }

    /**
     * Receives one message.
     *
     * @throws NativeException when none came in time or the other side is gone
     */
    public Message receive() throws NativeException {
        ByteBuffer head = ByteBuffer.wrap(read(8)).order(ByteOrder.LITTLE_ENDIAN);
        int length = head.getInt();
        int count = head.getInt();
        if (length < 0 || length > MAX_TEXT || count < 0 || count > MAX_DESCRIPTORS) {
            throw new NativeException(
                    "recvmsg", name, LinuxConstants.EINVAL, "socket " + name + ": no message of ours");
        }
        byte[] text = read(length);
        int[] descriptors = new int[count];
        int received = 0;
        while (received < count) {
            received += take(descriptors, received);
        }
        return new Message(text, descriptors);
    }

    private void write(byte[] bytes) throws NativeException {
        try (Memory.Block block = Memory.allocate(Math.max(1, bytes.length));
                Memory.Block message = Memory.allocate(MESSAGE_LENGTH + 16)) {
            Memory.copyFrom(bytes, 0, block.address(), bytes.length);
            for (int done = 0; done < bytes.length; ) {
                vector(message.address(), block.address() + done, bytes.length - done);
                done += Libc.check(exchange(SENDMSG, message.address(), MSG_NOSIGNAL), "sendmsg", name);
            }
        }
    }

    private byte[] read(int length) throws NativeException {
        byte[] bytes = new byte[length];
        try (Memory.Block block = Memory.allocate(Math.max(1, length));
                Memory.Block message = Memory.allocate(MESSAGE_LENGTH + 16)) {
            for (int done = 0; done < length; ) {
                vector(message.address(), block.address() + done, length - done);
                int read = Libc.check(exchange(RECVMSG, message.address(), 0), "recvmsg", name);
                requireMore(read);
                done += read;
            }
            Memory.copyTo(block.address(), bytes, 0, length);
        }
        return bytes;
    }

    private void requireMore(int read) throws NativeException {
        if (read == 0) {
            throw new NativeException(
                    "recvmsg", name, LinuxConstants.EIO, "socket " + name + ": the other side has closed it");
        }
    }

    private void pass(int... descriptors) throws NativeException {
        int length = CONTROL_HEADER + 4 * descriptors.length;
        try (Memory.Block block = Memory.allocate(8);
                Memory.Block control = Memory.allocate(length + 8);
                Memory.Block message = Memory.allocate(MESSAGE_LENGTH + 16)) {
            vector(message.address(), block.address(), 1);
            Memory.putLong(message.address() + 32, control.address());
            Memory.putLong(message.address() + 40, length);
            Memory.putLong(control.address(), length);
            Memory.putInt(control.address() + 8, SOL_SOCKET);
            Memory.putInt(control.address() + 12, SCM_RIGHTS);
            for (int i = 0; i < descriptors.length; i++) {
                Memory.putInt(control.address() + CONTROL_HEADER + 4L * i, descriptors[i]);
            }
            Libc.check(exchange(SENDMSG, message.address(), MSG_NOSIGNAL), "sendmsg(SCM_RIGHTS)", name);
        }
    }

    private int take(int[] descriptors, int from) throws NativeException {
        int room = CONTROL_HEADER + 4 * BATCH;
        try (Memory.Block block = Memory.allocate(8);
                Memory.Block control = Memory.allocate(room + 8);
                Memory.Block message = Memory.allocate(MESSAGE_LENGTH + 16)) {
            vector(message.address(), block.address(), 1);
            Memory.putLong(message.address() + 32, control.address());
            Memory.putLong(message.address() + 40, room);
            int read = Libc.check(exchange(RECVMSG, message.address(), MSG_CMSG_CLOEXEC), "recvmsg(SCM_RIGHTS)", name);
            requireMore(read);
            int count = (int) (Memory.getLong(control.address()) - CONTROL_HEADER) / 4;
            if (Memory.getLong(message.address() + 40) == 0 || count < 1 || count > descriptors.length - from) {
                throw new NativeException(
                        "recvmsg(SCM_RIGHTS)",
                        name,
                        LinuxConstants.EINVAL,
                        "socket " + name + ": descriptors are missing");
            }
            for (int i = 0; i < count; i++) {
                descriptors[from + i] = Memory.getInt(control.address() + CONTROL_HEADER + 4L * i);
            }
            return count;
        }
    }

    /** A msghdr of one vector, which lies behind it. */
    private static void vector(long message, long address, long length) {
        Memory.zero(message, MESSAGE_LENGTH);
        Memory.putLong(message + 16, message + MESSAGE_LENGTH);
        Memory.putLong(message + 24, 1);
        Memory.putLong(message + MESSAGE_LENGTH, address);
        Memory.putLong(message + MESSAGE_LENGTH + 8, length);
    }

    private int exchange(MethodHandle call, long message, int flags) {
        int result;
        do {
            try {
                MemorySegment state = Libc.state();
                result = (int) Libc.result(state, (long) call.invokeExact(state, fd, message, flags));
            } catch (Throwable e) {
                throw Libc.impossible(e);
            }
        } while (result == -LinuxConstants.EINTR);
        return result;
    }

    private int connect(long address, int length) {
        try {
            MemorySegment state = Libc.state();
            return Libc.result(state, (int) CONNECT.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    private int call(MethodHandle function, int argument) {
        try {
            MemorySegment state = Libc.state();
            return Libc.result(state, (int) function.invokeExact(state, fd, argument));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    /** Ends every wait on it, too. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            call(SHUTDOWN, SHUT_BOTH);
            Libc.close(fd);
        }
    }
}
