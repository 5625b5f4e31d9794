package io.weft.southbound.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weft.vswitch.packet.FrameBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Memory that has a descriptor (memfd_create(2)), so that another process can map the same bytes and go on where this one ends. In huge pages where the
 * host has set aside enough, else in huge pages that the kernel makes of it on request, else in small ones.
 *
 * <p>Thread-safety: immutable but for {@link #close}.
 */
public final class SharedMemory implements FrameBlock {
    private static final String NAME = "weft-packet-memory";
    private static final long HUGE_PAGE = 2 << 20;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_HUGETLB = 4;
    private static final int MADV_COLLAPSE = 25;

    private static final MethodHandle MEMFD_CREATE = Libc.intCall("memfd_create", JAVA_LONG, JAVA_INT);
    private static final MethodHandle FTRUNCATE = Libc.intCall("ftruncate", JAVA_INT, JAVA_LONG);
    private static final MethodHandle MADVISE = Libc.intCall("madvise", JAVA_LONG, JAVA_LONG, JAVA_INT);

    private final int fd;
    private final long address;
    private final long bytes;
    private boolean closed;

    private SharedMemory(int fd, long address, long bytes) {
        this.fd = fd;
        this.address = address;
        this.bytes = bytes;
    }

    /** Zeroed memory. */
    public static SharedMemory create(long bytes) throws NativeException {
        long rounded = bytes + HUGE_PAGE - 1 & -HUGE_PAGE;
        try {
            return create(rounded, MFD_CLOEXEC | MFD_HUGETLB);
        } catch (NativeException e) {
            // No huge pages were set aside, or too few.
            SharedMemory small = create(rounded, MFD_CLOEXEC);
            small.collapse();
            return small;
        }
    }

    private static SharedMemory create(long bytes, int flags) throws NativeException {
        int fd = Libc.check(memfd(flags), "memfd_create", NAME);
        try {
            Libc.check(truncate(fd, bytes), "ftruncate", NAME);
            return map(fd, bytes);
        } catch (NativeException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /** Maps memory that another process made; {@code fd} is owned from now on. */
    public static SharedMemory map(int fd, long bytes) throws NativeException {
        long rounded = bytes + HUGE_PAGE - 1 & -HUGE_PAGE;
        int flags = LinuxConstants.MAP_SHARED | LinuxConstants.MAP_POPULATE;
        long address = Libc.mmap(rounded, LinuxConstants.PROT_READ_WRITE, flags, fd, 0);
        if (address < 0) {
            throw new NativeException("mmap", NAME, (int) -address);
        }
        return new SharedMemory(fd, address, rounded);
    }

    /** What is refused here costs some packets a second, no more. */
    private void collapse() {
        var _ = advise(address, bytes, MADV_COLLAPSE);
    }

    @Override
    public long address() {
        return address;
    }

    /** What another process is to be given, so that it can map the memory. */
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.munmap(address, bytes);
            Libc.close(fd);
        }
    }

    private static int memfd(int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state();
            long name = arena.allocateFrom(NAME).address();
            return Libc.result(state, (int) MEMFD_CREATE.invokeExact(state, name, flags));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    private static int truncate(int fd, long bytes) {
        try {
            MemorySegment state = Libc.state();
            return Libc.result(state, (int) FTRUNCATE.invokeExact(state, fd, bytes));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    private static int advise(long address, long bytes, int advice) {
        try {
            MemorySegment state = Libc.state();
            return Libc.result(state, (int) MADVISE.invokeExact(state, address, bytes, advice));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }
}
