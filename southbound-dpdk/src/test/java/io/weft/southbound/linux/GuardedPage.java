package io.weft.southbound.linux;

/** Memory that ends at a page nobody may touch: a read one byte too far kills the process instead of passing unseen. */
public final class GuardedPage implements AutoCloseable {
    private static final long PAGE = 4096;

    private final long map;
    private final long bytes;

    /** Room for {@code bytes}, rounded up to pages, in front of the guard. */
    public GuardedPage(long bytes) throws NativeException {
        this.bytes = (bytes + PAGE - 1) / PAGE * PAGE;
        int flags = LinuxConstants.MAP_PRIVATE | LinuxConstants.MAP_ANONYMOUS;
        map = Libc.mmap(this.bytes + PAGE, LinuxConstants.PROT_READ_WRITE, flags, -1, 0);
        Libc.check((int) Math.min(0, map), "mmap", "guarded page");
        Libc.check(Libc.mprotect(map + this.bytes, PAGE, LinuxConstants.PROT_NONE), "mprotect", "guarded page");
    }

    /** The address whose {@code length} bytes end just before the guard. */
    public long rightAligned(int length) {
        return map + bytes - length;
    }

    @Override
    public void close() {
        Libc.munmap(map, bytes + PAGE);
    }
}
