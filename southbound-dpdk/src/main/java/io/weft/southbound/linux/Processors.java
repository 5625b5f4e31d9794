package io.weft.southbound.linux;

import io.weft.flow.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which processors the threads of this process run on, by number.
 *
 * <pre>
 *   processor 0        1         2         3
 *             PMD 0 --------------^         ^-- PMD 1          each alone with its processor, before all others in priority
 *             everything else: conductor, revalidator, gRPC, garbage collector, compilers, on 0 and 1
 * </pre>
 *
 * <p>Thread-safety: any thread.
 */
public final class Processors {
    /** Above this no machine has any. */
    private static final int MOST = 4096;

    private static final Path THREADS = Path.of("/proc/self/task");

    /** What a kernel thread of the host alone has more of; needs CAP_SYS_NICE. */
    private static final int HIGHEST_PRIORITY = -20;

    private Processors() {}

    /** Those that the calling thread may use. */
    public static BitSet allowed() throws NativeException {
        try (Memory.Block mask = Memory.allocate(MOST / 8)) {
            Libc.check(Libc.schedGetaffinity(0, MOST / 8, mask.address()), "sched_getaffinity", "this thread");
            long[] words = new long[MOST / 64];
            for (int i = 0; i < words.length; i++) {
                words[i] = Memory.getLong(mask.address() + 8L * i);
            }
            return BitSet.valueOf(words);
        }
    }

    /** Gives the calling thread one processor, and priority over others there if this process may. */
    public static void pin(int processor) throws NativeException {
        BitSet one = new BitSet();
        one.set(processor);
        place(0, one);
        int refused = Libc.nice(HIGHEST_PRIORITY); // without it the thread still has its processor
        if (refused < 0 && refused != -LinuxConstants.EACCES && refused != -LinuxConstants.EPERM) {
            throw new NativeException("setpriority", "this thread", -refused);
        }
    }

    /** Lets all threads of this process that there are, and so those that they start, run on {@code processors} alone. */
    public static void confine(BitSet processors) throws NativeException {
        BitSet done = new BitSet();
        boolean again = true;
        while (again) { // a thread may start others while the list is read
            again = false;
            for (int thread : threads()) {
                if (!done.get(thread)) {
                    done.set(thread);
                    place(thread, processors);
                    again = true;
                }
            }
        }
    }

    private static List<Integer> threads() {
        try (Stream<Path> list = Files.list(THREADS)) {
            return list.map(path -> Integer.valueOf(path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void place(int thread, BitSet processors) throws NativeException {
        try (Memory.Block mask = Memory.allocate(MOST / 8)) {
            long[] words = processors.toLongArray();
            for (int i = 0; i < MOST / 64; i++) {
                Memory.putLong(mask.address() + 8L * i, i < words.length ? words[i] : 0);
            }
            int result = Libc.schedSetaffinity(thread, MOST / 8, mask.address());
            if (result != -LinuxConstants.ESRCH) { // it has ended meanwhile
                Libc.check(result, "sched_setaffinity", processors + "");
            }
        }
    }
}
