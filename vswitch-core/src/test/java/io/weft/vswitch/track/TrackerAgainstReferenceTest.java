package io.weft.vswitch.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tracker says what {@link ReferenceTracker} says, of every packet, and has the same connections. */
final class TrackerAgainstReferenceTest {
    private static final int PACKETS = 3000;

    @Test
    void sameStatesAndSameConnections() {
        Random seeds = seeds("");
        Map<TrackReason, Long> met = new EnumMap<>(TrackReason.class);
        for (int world = 0; world < 30; world++) {
            run(seeds.nextLong(), met);
        }
        assertThat(met)
                .as("reasons that were met")
                .containsKeys(
                        TrackReason.FOUND,
                        TrackReason.RELATED,
                        TrackReason.NEW,
                        TrackReason.COMMITTED,
                        TrackReason.INVALID_NEW,
                        TrackReason.INVALID_RELATED,
                        TrackReason.INVALID_TCP_FLAGS,
                        TrackReason.INVALID_TCP_WINDOW,
                        TrackReason.INVALID_SCTP,
                        TrackReason.NAT_EXHAUSTED);
    }

    @Test
    @Tag("long")
    void manyWorlds() {
        Random seeds = seeds(", long");
        Map<TrackReason, Long> met = new EnumMap<>(TrackReason.class);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        long worlds = 0;
        while (System.nanoTime() < end) {
            run(seeds.nextLong(), met);
            worlds++;
        }
        System.out.println("TrackerAgainstReferenceTest, long: " + worlds + " worlds, packets by reason " + met);
    }

    private static Random seeds(String kind) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("TrackerAgainstReferenceTest" + kind + ": -Dweft.seed=" + seed);
        return new Random(seed);
    }

    private static void run(long seed, Map<TrackReason, Long> met) {
        try (TrackedWorld world = new TrackedWorld(seed)) {
            world.run(PACKETS);
            for (TrackReason reason : TrackReason.values()) {
                long packets = world.packets(reason);
                if (packets > 0) {
                    met.merge(reason, packets, Long::sum);
                }
            }
        }
    }
}
