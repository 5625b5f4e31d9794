package io.weft.perf.churn;

import io.weft.cli.verb.RefusedException;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Processors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** The last processor for the packet thread, the others for all else, this process included; and how well the packet thread had it. */
final class Placement {
    private static final String PACKET_THREAD = "pmd-0";
    private static final int WAITED = 1;
    private static final int STOLEN = 8;
    private static final int TICK_MS = 10;

    private final BitSet others;
    private final int processor;
    private Path schedule;

    Placement(boolean isPinned) {
        try {
            others = Processors.allowed();
        } catch (NativeException e) {
            throw new RefusedException(e.getMessage(), e);
        }
        processor = isPinned && others.cardinality() > 1 ? others.length() - 1 : -1;
    }

    /** Options of the switch. */
    List<String> knobs() {
        return processor < 0 ? List.of("--pmd-pauses=true") : List.of("--pmd-cpus=" + processor, "--pmd-pauses=true");
    }

    /** A bare loop where the packet thread will be; null where nobody knows where that is. */
    BareLoop bareLoop(int seconds) throws InterruptedException {
        return processor < 0 ? null : BareLoop.run(processor, seconds);
    }

    /** Takes this process, and what it starts from now on, off the processor of the packet thread. */
    void clear() {
        if (processor >= 0) {
            others.clear(processor);
            try {
                Processors.confine(others);
            } catch (NativeException e) {
                throw new RefusedException(e.getMessage(), e);
            }
        }
    }

    /** Finds the packet thread of a switch. */
    void watch(long process) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).trim().equals(PACKET_THREAD)) {
                    schedule = thread.resolve("schedstat");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the hypervisor says that it took of the packet thread's processor, in steps of 10 ms; 0 where nobody knows which that is. */
    long stolenMs() {
        try {
            String name = "cpu" + processor + " ";
            return Files.readAllLines(Path.of("/proc/stat")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> TICK_MS * Long.parseLong(line.split(" ", -1)[STOLEN]))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For how long the packet thread was ready to run and did not, since it began. */
    long waitedNs() {
        try {
            return schedule == null
                    ? 0
                    : Long.parseLong(Files.readString(schedule).split(" ", -1)[WAITED]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
