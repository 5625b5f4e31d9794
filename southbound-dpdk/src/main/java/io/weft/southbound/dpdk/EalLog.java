package io.weft.southbound.dpdk;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where DPDK writes its log: a pipe that a thread of ours reads, line by line, into the process's own log.
 *
 * <pre>
 *   rte_log --> FILE* --> pipe --> thread "dpdk-log" --> System.Logger       (the same line again within a minute: left out)
 *                                        '--> the last lines, for sentences of failures
 * </pre>
 *
 * The write end never blocks: when the reader is behind, lines are lost, not packets. An upcall would be simpler and is impossible: burst
 * functions log, too, and a critical downcall must not call back.
 */
final class EalLog {
    private static final System.Logger LOG = System.getLogger("io.weft.southbound.dpdk");
    private static final String MARK = "\u0001";
    private static final int KEPT = 64;
    private static final long REPEAT_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int LINE_BUFFERED = 1;

    private final NativeCalls libc = new NativeCalls(Linker.nativeLinker().defaultLookup());
    private final Deque<String> lines = new ArrayDeque<>();
    private final Map<String, CountDownLatch> marks = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<String, Long> seen = new LinkedHashMap<>();
    private final int writeEnd;
    private final long file;
    private long nextMark;

    EalLog() throws NativeException {
        try (Arena arena = Arena.ofConfined()) {
            long ends = arena.allocate(8, 8).address();
            if (libc.callInt("pipe2", ends, LinuxConstants.O_CLOEXEC) != 0) {
                throw new NativeException("pipe2", "dpdk-log", LinuxConstants.EIO);
            }
            int readEnd = io.weft.flow.memory.Memory.getInt(ends);
            writeEnd = io.weft.flow.memory.Memory.getInt(ends + 4);
            libc.callInt("fcntl", writeEnd, 4 /* F_SETFL */, LinuxConstants.O_NONBLOCK | 1);
            file = libc.callLong("fdopen", writeEnd, "w");
            libc.callInt("setvbuf", file, 0L, LINE_BUFFERED, 0L);
            start(readEnd);
        }
    }

    /** The {@code FILE*} to write to. */
    long file() {
        return file;
    }

    /** Runs {@code action} with what it prints to standard output on standard error instead: DPDK's list of options, after a wrong one. */
    void withoutStandardOutput(Runnable action) {
        int out = libc.callInt("dup", 1);
        libc.callInt("dup2", 2, 1);
        try {
            action.run();
        } finally {
            libc.callInt("fflush", 0L);
            libc.callInt("dup2", out, 1);
            Libc.close(out);
        }
    }

    /** Forgets the lines so far, so that {@link #complaints} has those of what comes next. */
    void begin() {
        settle();
        synchronized (lines) {
            lines.clear();
        }
    }

    /** The lines since {@link #begin}, joined; empty when there were none. */
    String complaints() {
        settle();
        synchronized (lines) {
            List<String> last = new ArrayList<>();
            for (String line : lines) {
                if (line.startsWith("Usage:")) {
                    break; // what is wrong stands before it
                }
                last.add(line);
            }
            return String.join("; ", last.subList(Math.max(0, last.size() - 3), last.size()));
        }
    }

    /** Waits until the reader has seen all that was written so far. */
    private void settle() {
        String mark;
        synchronized (this) {
            mark = MARK + nextMark++;
        }
        CountDownLatch reached = new CountDownLatch(1);
        marks.put(mark, reached);
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = (mark + "\n").getBytes(StandardCharsets.US_ASCII);
            var segment = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, bytes);
            if (Libc.write(writeEnd, segment.address(), bytes.length) == bytes.length
                    && !reached.await(1, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "the reader of DPDK's log is late");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            marks.remove(mark);
        }
    }

    private void start(int readEnd) {
        Thread.ofPlatform().daemon().name("dpdk-log").start(() -> {
            try (BufferedReader reader =
                    Files.newBufferedReader(Path.of("/proc/self/fd/" + readEnd), StandardCharsets.ISO_8859_1)) {
                Libc.close(readEnd);
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    take(line.strip());
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "DPDK's log cannot be read", e);
            }
        });
    }

    private void take(String line) {
        int at = line.indexOf(MARK);
        if (at >= 0) {
            CountDownLatch reached = marks.get(line.substring(at));
            if (reached != null) {
                reached.countDown();
            }
            return;
        }
        if (line.isEmpty()) {
            return;
        }
        synchronized (lines) {
            if (lines.size() == KEPT) {
                lines.removeFirst();
            }
            lines.add(line);
        }
        if (isNew(line)) {
            LOG.log(System.Logger.Level.INFO, "{0}", line);
        }
    }

    private boolean isNew(String line) {
        long now = System.nanoTime();
        seen.values().removeIf(atNs -> now - atNs > REPEAT_NS);
        return seen.putIfAbsent(line, now) == null;
    }
}
