package io.weft.flow.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.Seeded;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Token buckets against a slow model that does it packet by packet with numbers of any size; and many threads at once. */
class MeterEntryTest {
    private static final BigInteger SCALE = BigInteger.valueOf(1_000_000_000);

    /** One band, one packet at a time. */
    private static final class SlowBucket {
        private final BigInteger rate;
        private final BigInteger most;
        private BigInteger tokens;

        SlowBucket(MeterBand band) {
            rate = BigInteger.valueOf(band.rate());
            most = BigInteger.valueOf(band.burst()).multiply(SCALE);
            tokens = most;
        }

        void pass(long ns) {
            tokens = tokens.add(rate.multiply(BigInteger.valueOf(ns))).min(most);
        }

        boolean take(BigInteger cost) {
            boolean enough = tokens.compareTo(cost) >= 0;
            tokens = enough ? tokens.subtract(cost) : tokens;
            return enough;
        }
    }

    private static Meter random(Random random) {
        List<MeterBand> bands = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            long rate = 1 + (random.nextInt(4) == 0 ? random.nextLong(MeterBand.MAX) : random.nextInt(10_000));
            long burst = random.nextBoolean()
                    ? 0
                    : 1 + (random.nextInt(4) == 0 ? random.nextLong(MeterBand.MAX) : random.nextInt(1_000));
            bands.add(MeterBand.drop(rate, burst));
        }
        return new Meter(1, random.nextBoolean() ? Meter.Unit.KBPS : Meter.Unit.PKTPS, true, false, bands);
    }

    @Test
    void agreesWithTheSlowModel() {
        Seeded.rounds(500, random -> {
            Meter meter = random(random);
            long nowNs = random.nextLong();
            MeterEntry entry = new MeterEntry(meter, 0, nowNs, nowNs);
            List<SlowBucket> slow = meter.bands().stream().map(SlowBucket::new).toList();
            int[] lengths = new int[64];
            int[] bands = new int[64];
            long[] hits = new long[meter.bands().size()];
            long packets = 0;
            for (int round = 0; round < 200; round++) {
                long pauseNs = switch (random.nextInt(5)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(1_000);
                    case 2 -> random.nextInt(1_000_000_000);
                    case 3 -> random.nextLong(1L << 40);
                    default -> random.nextInt(10_000_000);
                };
                nowNs += pauseNs;
                slow.forEach(bucket -> bucket.pass(pauseNs));
                int count = 1 + random.nextInt(64);
                for (int i = 0; i < count; i++) {
                    lengths[i] = 14 + random.nextInt(random.nextInt(10) == 0 ? 65_000 : 1_500);
                }
                entry.run(lengths, count, nowNs, bands);
                packets += count;
                for (int i = 0; i < count; i++) {
                    int expected = expected(meter, slow, lengths[i]);
                    assertThat(bands[i])
                            .as("%s round %d packet %d", meter, round, i)
                            .isEqualTo(expected);
                    if (expected >= 0) {
                        hits[expected]++;
                    }
                }
            }
            assertThat(entry.packets()).isEqualTo(packets);
            for (int band = 0; band < hits.length; band++) {
                assertThat(entry.bandPackets(band)).isEqualTo(hits[band]);
            }
        });
    }

    private static int expected(Meter meter, List<SlowBucket> buckets, int length) {
        BigInteger cost = meter.unit() == Meter.Unit.PKTPS
                ? SCALE
                : BigInteger.valueOf(length * 8L).multiply(SCALE.divide(BigInteger.valueOf(1000)));
        int exceeded = MeterEntry.PASSES;
        for (int band = 0; band < buckets.size(); band++) {
            boolean enough = buckets.get(band).take(cost);
            long rate = meter.bands().get(band).rate();
            if (!enough && (exceeded < 0 || rate > meter.bands().get(exceeded).rate())) {
                exceeded = band;
            }
        }
        return exceeded;
    }

    @Test
    void threadsTogetherGetNoMoreThanTheRate() throws InterruptedException {
        Meter meter = new Meter(1, Meter.Unit.PKTPS, true, false, List.of(MeterBand.drop(1_000_000, 100)));
        MeterEntry entry = new MeterEntry(meter, 0, 0, 0);
        AtomicLong clock = new AtomicLong();
        AtomicLong passed = new AtomicLong();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                int[] lengths = new int[32];
                Arrays.fill(lengths, 100);
                int[] bands = new int[32];
                for (int i = 0; i < 20_000; i++) {
                    entry.run(lengths, 32, clock.addAndGet(1_000), bands);
                    for (int band : bands) {
                        passed.addAndGet(band == MeterEntry.PASSES ? 1 : 0);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long allowed = clock.get() / 1_000 + 100;
        assertThat(passed.get()).isBetween(allowed / 2, allowed);
        assertThat(entry.packets()).isEqualTo(4L * 20_000 * 32);
        assertThat(entry.bandPackets(0)).isEqualTo(entry.packets() - passed.get());
    }
}
