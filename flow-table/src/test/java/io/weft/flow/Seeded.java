package io.weft.flow;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a randomised test with a seed that it prints on failure; {@code -Dweft.seed=N} repeats a run. */
public final class Seeded {
    private Seeded() {}

    /** Runs {@code body} {@code rounds} times, each with its own seed. */
    public static void rounds(int rounds, Consumer<Random> body) {
        Long given = Long.getLong("weft.seed");
        long first = given == null ? System.nanoTime() : given;
        for (int round = 0; round < (given == null ? rounds : 1); round++) {
            long seed = first + round;
            try {
                body.accept(new Random(seed));
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("repeat with -Dweft.seed=" + seed, failure);
            }
        }
    }
}
