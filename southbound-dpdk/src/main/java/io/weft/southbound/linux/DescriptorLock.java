package io.weft.southbound.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weft.flow.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * A lock on a whole file that belongs to an open descriptor (fcntl(2), open file description locks): it ends with the last copy of the
 * descriptor, so with the process that has it, in whatever way that ends, and goes along when the descriptor is passed to another process. It
 * keeps away, and is kept away by, the record locks of {@link java.nio.channels.FileChannel#lock}.
 *
 * <p>Thread-safety: one owner; {@link #await} may be on a thread of its own.
 */
public final class DescriptorLock implements AutoCloseable {
    private static final int SET = 37;
    private static final int SET_AND_WAIT = 38;
    private static final short WRITE = 1;
    private static final int REQUEST_LENGTH = 32;

    private static final MethodHandle FCNTL = Libc.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_LONG);

    private final String file;
    private final int fd;
    private boolean closed;

    private DescriptorLock(String file, int fd) {
        this.file = file;
        this.fd = fd;
    }

    /** Opens {@code path}, made if there is none; nothing is locked yet. */
    public static DescriptorLock open(Path path) throws NativeException {
        int flags = LinuxConstants.O_RDWR | LinuxConstants.O_CREAT | LinuxConstants.O_CLOEXEC;
        int fd = Libc.check(Libc.open(path.toString(), flags), "open", path.toString());
        return new DescriptorLock(path.toString(), fd);
    }

    /** A descriptor of {@code path} that came from another process, with the lock that it has. */
    public static DescriptorLock adopt(Path path, int fd) {
        return new DescriptorLock(path.toString(), fd);
    }

    /** Takes the lock; false when somebody else has it. */
    public boolean tryTake() throws NativeException {
        int result = request(SET);
        if (result == -LinuxConstants.EAGAIN || result == -LinuxConstants.EACCES) {
            return false;
        }
        Libc.check(result, "fcntl(F_OFD_SETLK)", file);
        return true;
    }

    /** Takes the lock as soon as nobody else has it; those that wait take turns. Nothing ends the wait but the end of the process. */
    public void await() throws NativeException {
        int result;
        do {
            result = request(SET_AND_WAIT);
        } while (result == -LinuxConstants.EINTR);
        Libc.check(result, "fcntl(F_OFD_SETLKW)", file);
    }

    /** What another process is to be given, so that it has the lock. */
    public int fd() {
        return fd;
    }

    private int request(int command) {
        try (Memory.Block request = Memory.allocate(REQUEST_LENGTH)) {
            // struct flock: type, whence, 4 bytes of nothing, start, length (0: to the end), process (must be 0)
            Memory.putInt(request.address(), WRITE);
            MemorySegment state = Libc.state();
            return Libc.result(state, (int) FCNTL.invokeExact(state, fd, command, request.address()));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.close(fd);
        }
    }
}
