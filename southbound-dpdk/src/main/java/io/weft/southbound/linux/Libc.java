package io.weft.southbound.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weft.flow.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library calls of the drivers. Every call returns its result, or {@code -errno}; addresses are absolute.
 *
 * <p>Thread-safety: any thread. The errno word is one a thread, in an arena that lives as long as the thread needs it.
 * Allocation: none once a thread has made its first call.
 */
public final class Libc {
    /** Of a file that open(2) makes: the owner writes, all read. */
    private static final int CREATED_MODE = 0644;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private static final MethodHandle SOCKET = intCall("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = intCall("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            intCall("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            intCall("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MMAP =
            longCall("mmap", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MPROTECT = intCall("mprotect", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MUNMAP = intCall("munmap", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SENDTO =
            longCall("sendto", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PPOLL =
            handle("ppoll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle OPEN = variadic("open", 2, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle IOCTL = variadic("ioctl", 2, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle READ = longCall("read", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = longCall("write", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITEV = longCall("writev", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = intCall("close", JAVA_INT);
    private static final MethodHandle EVENTFD = intCall("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle UNSHARE = intCall("unshare", JAVA_INT);
    private static final MethodHandle SETNS = intCall("setns", JAVA_INT, JAVA_INT);
    private static final MethodHandle SCHED_GETAFFINITY = intCall("sched_getaffinity", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SCHED_SETAFFINITY = intCall("sched_setaffinity", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETPRIORITY = intCall("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SYSCALL3 = longSyscall();

    private Libc() {}

    public static int socket(int family, int type, int protocol) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) SOCKET.invokeExact(state, family, type, protocol));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int bind(int fd, long address, int length) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) BIND.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int setsockopt(int fd, int level, int option, long address, int length) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) SETSOCKOPT.invokeExact(state, fd, level, option, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** {@code lengthAddress} is a u32: the room at {@code address} before, the bytes written after. */
    public static int getsockopt(int fd, int level, int option, long address, long lengthAddress) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) GETSOCKOPT.invokeExact(state, fd, level, option, address, lengthAddress));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Maps {@code length} bytes of {@code fd}, or of nothing for -1, where the kernel likes. */
    public static long mmap(long length, int protection, int flags, int fd, long offset) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (long) MMAP.invokeExact(state, 0L, length, protection, flags, fd, offset));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int mprotect(long address, long length, int protection) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) MPROTECT.invokeExact(state, address, length, protection));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int munmap(long address, long length) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) MUNMAP.invokeExact(state, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** An empty, non-blocking send: asks the kernel to work off a transmit ring. */
    public static int kick(int fd) {
        try {
            MemorySegment state = CAPTURE.get();
            return (int)
                    result(state, (long) SENDTO.invokeExact(state, fd, 0L, 0L, LinuxConstants.MSG_DONTWAIT, 0L, 0));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /**
     * Waits for {@code count} pollfd entries; {@code timespec} is the address of seconds and nanoseconds, each 64 bits.
     *
     * <p>A failure is a plain -1: capturing errno costs an object of 40 bytes a call until the caller is compiled by C2, and an agent that
     * sleeps much is never that hot.
     */
    public static int ppoll(long pollfds, long count, long timespec) {
        try {
            return (int) PPOLL.invokeExact(pollfds, count, timespec, 0L);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CAPTURE.get();
            long name = arena.allocateFrom(path).address();
            return result(state, (int) OPEN.invokeExact(state, name, flags, CREATED_MODE));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int ioctl(int fd, long request, long argument) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) IOCTL.invokeExact(state, fd, request, argument));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int read(int fd, long address, long length) {
        try {
            MemorySegment state = CAPTURE.get();
            return (int) result(state, (long) READ.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int write(int fd, long address, long length) {
        try {
            MemorySegment state = CAPTURE.get();
            return (int) result(state, (long) WRITE.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** {@code vectors} is the address of {@code count} pairs of address and length, each 64 bits. */
    public static int writev(int fd, long vectors, int count) {
        try {
            MemorySegment state = CAPTURE.get();
            return (int) result(state, (long) WRITEV.invokeExact(state, fd, vectors, count));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int close(int fd) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) CLOSE.invokeExact(state, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int eventfd(int flags) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) EVENTFD.invokeExact(state, 0, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Gives the calling thread, and it alone, namespaces of its own. */
    public static int unshare(int flags) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) UNSHARE.invokeExact(state, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Moves the calling thread, and it alone, into the namespace that {@code fd} stands for. */
    public static int setns(int fd, int type) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) SETNS.invokeExact(state, fd, type));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Writes the processors that thread {@code thread} (0: the caller) may use, a bit each, to {@code length} bytes at {@code mask}. */
    public static int schedGetaffinity(int thread, long length, long mask) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) SCHED_GETAFFINITY.invokeExact(state, thread, length, mask));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Says which processors thread {@code thread} (0: the caller), and those that it starts, may use: a bit each. */
    public static int schedSetaffinity(int thread, long length, long mask) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) SCHED_SETAFFINITY.invokeExact(state, thread, length, mask));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Sets the nice value of the calling thread, and of it alone. */
    public static int nice(int value) {
        return nice(0, value);
    }

    /** Sets the nice value of a thread by its number, 0 for the calling one. */
    static int nice(int thread, int value) {
        try {
            MemorySegment state = CAPTURE.get();
            return result(state, (int) SETPRIORITY.invokeExact(state, LinuxConstants.PRIO_PROCESS, thread, value));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** bpf(2), which the C library does not wrap. */
    public static int bpf(int command, long attributes, int length) {
        try {
            MemorySegment state = CAPTURE.get();
            return (int) result(state, (long)
                    SYSCALL3.invokeExact(state, LinuxConstants.SYS_BPF, (long) command, attributes, (long) length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** {@code result}, when it is no error. */
    public static int check(int result, String function, String device) throws NativeException {
        if (result < 0) {
            throw new NativeException(function, device, -result);
        }
        return result;
    }

    /** Where a call of this thread leaves its errno. */
    static MemorySegment state() {
        return CAPTURE.get();
    }

    static int result(MemorySegment state, int result) {
        return result == -1 ? -Memory.getInt(state.address() + ERRNO) : result;
    }

    static long result(MemorySegment state, long result) {
        return result == -1 ? -Memory.getInt(state.address() + ERRNO) : result;
    }

    static MethodHandle intCall(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.captureCallState("errno"));
    }

    static MethodHandle longCall(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(JAVA_LONG, arguments), Linker.Option.captureCallState("errno"));
    }

    static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
        return handle(
                name,
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle longSyscall() {
        return handle(
                "syscall",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    private static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    /** The handles have exact types and the calls report errors by value: what arrives here is a bug or the end of the JVM. */
    static RuntimeException impossible(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("native call", e);
    }
}
