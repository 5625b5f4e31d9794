package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel knows of the threads that poll in a switch: theirs have names that begin with "pmd", in Weft and in Open vSwitch. Stateless. */
final class PollingThread {
    private static final int RUN_DELAY = 1;

    private PollingThread() {}

    /**
     * For how long polling threads were ready to run while others had their processor, since they began (the second number of proc(5) {@code schedstat}).
     *
     * @throws RefusedException when the process has no polling thread
     */
    static long keptWaitingNs(ProcessHandle process) {
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        try (Stream<Path> all = Files.list(tasks)) {
            List<Path> threads = all.filter(PollingThread::polls).toList();
            if (threads.isEmpty()) {
                throw new RefusedException("process " + process.pid() + " has no thread that polls");
            }
            return threads.stream()
                    .mapToLong(thread -> runDelayNs(read(thread.resolve("schedstat"))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean polls(Path thread) {
        return read(thread.resolve("comm")).startsWith("pmd");
    }

    static long runDelayNs(String schedstat) {
        return Long.parseLong(schedstat.strip().split(" ", -1)[RUN_DELAY]);
    }

    /** Empty for a thread that has ended since. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
