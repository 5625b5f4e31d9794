package io.weft.southbound.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Which threads of this process let other processes go first, by their nice values: those of a process that warms up beside a switch, and the JVM's
 * compilers while a switch has just begun; and which go before others, while packets wait for a switch to begin. Threads start with the value of the thread that starts them.
 *
 * <p>A process that may not take a nice value back (no CAP_SYS_NICE) changes none.
 *
 * <p>Thread-safety: any thread.
 */
public final class Precedence {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int HIGHEST_NICE = 19;
    private static final int LOWEST_NICE = -20;
    private static final int STEP = 5;

    /** Of threads that packets wait for, but that carry none themselves, so they need a processor for milliseconds only. */
    private static final int LONG_STEP = 15;

    /** Of the field in the line behind the name of the thread: state is the first one. */
    private static final int NICE_FIELD = 16;

    private static final int OWN = nice(Path.of("/proc/thread-self"));
    private static final int BEHIND = Math.min(HIGHEST_NICE, OWN + STEP);
    private static final int AHEAD = Math.max(LOWEST_NICE, OWN - STEP);
    private static final int FOREMOST = Math.max(LOWEST_NICE, OWN - LONG_STEP);
    private static final AtomicReference<Boolean> CHANGEABLE = new AtomicReference<>();

    private Precedence() {}

    private static boolean isChangeable() {
        if (CHANGEABLE.get() == null) {
            CHANGEABLE.set(tryOut());
        }
        return CHANGEABLE.get();
    }

    /** On a thread that ends then, since it may not come back. */
    private static boolean tryOut() {
        int[] result = {-1};
        Thread trial = Thread.ofPlatform().name("precedence").start(() -> {
            Libc.nice(BEHIND);
            result[0] = Libc.nice(OWN);
        });
        boolean interrupted = false;
        while (trial.isAlive()) {
            try {
                trial.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result[0] >= 0;
    }

    /** The calling thread, and those that it starts, let others go first, and so do the compilers. */
    public static void giveWay() {
        if (isChangeable()) {
            Libc.nice(BEHIND);
            change(Precedence::isCompiler, Set.of(OWN), _ -> BEHIND);
        }
    }

    /**
     * All threads but the compilers go before others until {@link #resume}, since packets wait for them: packet threads by a little, for the senders and receivers
     * must have their turns, too, and the rest by far.
     */
    public static void first() {
        change(thread -> !isCompiler(thread), Set.of(BEHIND, OWN), thread -> isPacketThread(thread) ? AHEAD : FOREMOST);
    }

    /** The calling thread, and those that it starts, go on as if nothing had been said. */
    public static void normal() {
        if (isChangeable()) {
            Libc.nice(OWN);
        }
    }

    /** All threads go on as if nothing had been said. */
    public static void resume() {
        change(_ -> true, Set.of(BEHIND, AHEAD, FOREMOST), _ -> OWN);
    }

    private static void change(Predicate<Path> which, Set<Integer> from, ToIntFunction<Path> to) {
        if (!isChangeable()) {
            return;
        }
        for (Path thread : threads()) {
            if (from.contains(nice(thread)) && which.test(thread)) {
                // A refusal means that it has ended meanwhile.
                var _ = Libc.nice(Integer.parseInt(thread.getFileName().toString()), to.applyAsInt(thread));
            }
        }
    }

    private static List<Path> threads() {
        try (Stream<Path> list = Files.list(THREADS)) {
            return list.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCompiler(Path thread) {
        String name = read(thread.resolve("comm"));
        return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
    }

    private static boolean isPacketThread(Path thread) {
        return read(thread.resolve("comm")).startsWith("pmd-");
    }

    private static int nice(Path thread) {
        String line = read(thread.resolve("stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > NICE_FIELD ? Integer.parseInt(fields[NICE_FIELD]) : 0;
    }

    /** Empty for a thread that has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
