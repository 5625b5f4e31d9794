package io.weft.vswitch.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random shapers beside buckets that are counted out. */
final class ShaperAgainstReferenceTest {
    private static final int WORLDS = 60;
    private static final int MANY_WORLDS = 1_500;

    @Test
    void whatLeavesIsWhatMay() {
        run(WORLDS);
    }

    @Test
    @Tag("long")
    void whatLeavesIsWhatMayInManyWorlds() {
        run(MANY_WORLDS);
    }

    private static void run(int worlds) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("shaper against reference: -Dweft.seed=" + seed);
        int sent = 0;
        for (int world = 0; world < worlds; world++) {
            sent += new ShaperWorld(seed + world).run();
        }
        assertThat(sent).isGreaterThan(worlds * 10);
    }
}
