package io.weft.perf.rules;

import java.util.Arrays;
import java.util.Random;

/** Things with weights, to draw from: {@code Shares.of(30, "a").and(70, "b")}. Immutable. */
final class Shares<T> {
    private final Object[] things;
    private final int[] sums;

    private Shares(Object[] things, int[] sums) {
        this.things = things;
        this.sums = sums;
    }

    static <T> Shares<T> of(int weight, T thing) {
        return new Shares<>(new Object[] {thing}, new int[] {weight});
    }

    /** These and one more. */
    Shares<T> and(int weight, T thing) {
        int size = things.length;
        Object[] more = Arrays.copyOf(things, size + 1);
        int[] moreSums = Arrays.copyOf(sums, size + 1);
        more[size] = thing;
        moreSums[size] = sums[size - 1] + weight;
        return new Shares<>(more, moreSums);
    }

    @SuppressWarnings("unchecked") // only T's are put in
    T draw(Random random) {
        int drawn = random.nextInt(sums[sums.length - 1]);
        int at = 0;
        while (sums[at] <= drawn) {
            at++;
        }
        return (T) things[at];
    }
}
