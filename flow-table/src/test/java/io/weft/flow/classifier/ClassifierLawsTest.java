package io.weft.flow.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.RandomFlows;
import io.weft.flow.Seeded;
import io.weft.flow.key.FlowKey;
import io.weft.flow.table.FlowEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The classifier against a linear scan over all entries, in every version that is still in use, while entries come and go. */
class ClassifierLawsTest {

    @Test
    void equalsALinearScanAndTheMaskDecides() {
        Seeded.rounds(60, random -> new World(random).live(40));
    }

    @Test
    @Tag("long")
    void equalsALinearScanAndTheMaskDecidesCampaign() {
        Seeded.rounds(5000, random -> new World(random).live(100));
    }

    @Test
    void rulesWithPrefixesEqualALinearScan() {
        Seeded.rounds(60, random -> new World(random, new RandomRules(random)).live(40));
    }

    @Test
    @Tag("long")
    void rulesWithPrefixesEqualALinearScanCampaign() {
        Seeded.rounds(3000, random -> new World(random, new RandomRules(random)).live(100));
    }

    /** A classifier, the same entries in a list, and a clock of versions. */
    private static final class World {
        private final Random random;
        private final Supplier<long[]> keys;
        private final Supplier<FlowEntry> newEntries;
        private final BinaryOperator<long[]> siblings;
        private final Classifier classifier = new Classifier();
        private final List<FlowEntry> entries = new ArrayList<>();
        private final int target;
        private long version;
        private long oldest;

        World(Random random) {
            this(random, new RandomFlows(random, FlowKey.WORDS));
        }

        private World(Random random, RandomFlows flows) {
            this.random = random;
            keys = flows::key;
            newEntries = flows::entry;
            siblings = flows::sibling;
            target = 1 << random.nextInt(9);
        }

        World(Random random, RandomRules rules) {
            this.random = random;
            keys = rules::key;
            newEntries = rules::entry;
            siblings = rules::sibling;
            target = 1 << random.nextInt(10);
        }

        void live(int steps) {
            for (int step = 0; step < steps; step++) {
                version++;
                change();
                if (random.nextInt(3) == 0) {
                    oldest = version - random.nextInt(3);
                    collect();
                }
                for (int i = 0; i < 25; i++) {
                    check(keys.get(), oldest + random.nextInt((int) (version - oldest) + 1));
                }
            }
            entries.forEach(classifier::remove);
            assertThat(classifier.size()).isZero();
            assertThat(classifier.maskCount()).isZero();
        }

        private void change() {
            for (int i = random.nextInt(Math.max(20, target / 8)); i > 0; i--) {
                if (random.nextInt(2 * target) >= entries.size()) {
                    add(newEntries.get());
                } else {
                    FlowEntry entry = entries.get(random.nextInt(entries.size()));
                    if (!entry.isRemoved()) {
                        entry.removeIn(version);
                    }
                }
            }
        }

        private void add(FlowEntry entry) {
            FlowEntry old = classifier.find(entry.match(), entry.priority(), version);
            assertThat(old).isSameAs(scanFor(entry));
            if (old != null) {
                old.removeIn(version);
            }
            entry.addIn(version);
            classifier.insert(entry);
            entries.add(entry);
        }

        private FlowEntry scanFor(FlowEntry like) {
            for (FlowEntry entry : entries) {
                if (entry.isVisibleIn(version)
                        && entry.priority() == like.priority()
                        && entry.match().equals(like.match())) {
                    return entry;
                }
            }
            return null;
        }

        private void collect() {
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (entries.get(i).removedIn() <= oldest) {
                    assertThat(classifier.remove(entries.get(i))).isTrue();
                    entries.remove(i);
                }
            }
            assertThat(classifier.size()).isEqualTo(entries.size());
            assertThat(classifier.maskCount()).isEqualTo((int) entries.stream()
                    .map(entry -> entry.match().mask())
                    .distinct()
                    .count());
        }

        private void check(long[] key, long seen) {
            long[] mask = new long[FlowKey.WORDS];
            FlowEntry found = classifier.lookup(key, seen, mask);
            assertThat(found).isSameAs(scan(key, seen));
            assertThat(classifier.lookup(key, seen, null)).isSameAs(found);
            for (int i = 0; i < 4; i++) {
                long[] sibling = siblings.apply(key, mask);
                assertThat(scan(sibling, seen)).isSameAs(found);
                assertThat(classifier.lookup(sibling, seen, new long[FlowKey.WORDS]))
                        .isSameAs(found);
            }
        }

        private FlowEntry scan(long[] key, long seen) {
            FlowEntry best = null;
            for (FlowEntry entry : entries) {
                if (entry.isVisibleIn(seen)
                        && entry.match().matches(key)
                        && (best == null || Precedence.wins(entry, best))) {
                    best = entry;
                }
            }
            return best;
        }
    }
}
