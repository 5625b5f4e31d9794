package io.weft.flow.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.RandomFlows;
import io.weft.flow.Seeded;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** Readers without locks while the writer adds and removes entries, makes and drops subtables, and lets the tables grow and shrink. */
class ClassifierConcurrencyTest {
    private static final int READERS = 2;
    private static final int VERSIONS = 3000;
    private static final int PERMANENT = 200;
    private static final long DONE = Long.MAX_VALUE;

    private final Classifier classifier = new Classifier();
    private final AtomicLong published = new AtomicLong(1);
    /** The version each reader uses, so that the writer knows what may be taken out. */
    private final AtomicLongArray inUse = new AtomicLongArray(READERS);

    @Test
    void readersSeeTheirVersionWholeWhileTheWriterChurns() {
        Seeded.rounds(2, random -> {
            ClassifierConcurrencyTest world = new ClassifierConcurrencyTest();
            world.run(random);
        });
    }

    private void run(Random random) {
        RandomFlows flows = new RandomFlows(random, FlowKey.WORDS);
        List<FlowEntry> permanent = new ArrayList<>();
        for (int i = 0; i < PERMANENT; i++) {
            permanent.add(permanent(flows, i));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                inUse.set(reader, 1);
                int id = reader;
                long seed = random.nextLong();
                readers.add(threads.submit(() -> read(id, permanent, new Random(seed))));
            }
            write(flows, random);
            published.set(DONE);
            for (Future<?> reader : readers) {
                reader.get(60, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** An entry above all others that only its own key matches, in a subtable that churning entries share. */
    private FlowEntry permanent(RandomFlows flows, int number) {
        long[] value = flows.key();
        value[1] = number;
        long[] mask = flows.mask();
        mask[1] = -1L;
        FlowEntry entry = new FlowEntry(0, 1000, new Match(value, mask), List.of(), number, 0);
        entry.addIn(1);
        classifier.insert(entry);
        return entry;
    }

    private void write(RandomFlows flows, Random random) {
        ArrayDeque<FlowEntry> live = new ArrayDeque<>();
        ArrayDeque<FlowEntry> retired = new ArrayDeque<>();
        for (long version = 2; version < VERSIONS; version++) {
            boolean shrink = version % 100 > 80;
            for (int i = random.nextInt(40); i > 0; i--) {
                if (!live.isEmpty() && (shrink || random.nextInt(3) == 0)) {
                    FlowEntry entry = live.removeFirst();
                    entry.removeIn(version);
                    retired.add(entry);
                }
                if (!shrink) {
                    FlowEntry entry = churning(flows, random);
                    entry.addIn(version);
                    classifier.insert(entry);
                    live.add(entry);
                }
            }
            published.set(version);
            collect(retired);
        }
    }

    private static FlowEntry churning(RandomFlows flows, Random random) {
        long[] value = flows.key();
        value[1] = (long) PERMANENT + random.nextInt(1000);
        long[] mask = flows.mask();
        mask[1] = -1L;
        int priority = random.nextInt(2000);
        return new FlowEntry(0, priority, new Match(value, mask), List.of(), -2, 0);
    }

    private void collect(ArrayDeque<FlowEntry> retired) {
        long oldest = DONE;
        for (int reader = 0; reader < READERS; reader++) {
            oldest = Math.min(oldest, inUse.get(reader));
        }
        while (!retired.isEmpty() && retired.peekFirst().removedIn() <= oldest) {
            assertThat(classifier.remove(retired.removeFirst())).isTrue();
        }
    }

    private void read(int id, List<FlowEntry> permanent, Random random) {
        long[] mask = new long[FlowKey.WORDS];
        long[] key = new long[FlowKey.WORDS];
        for (long version = published.get(); version != DONE; version = published.get()) {
            inUse.set(id, version);
            for (int i = 0; i < 50; i++) {
                FlowEntry wanted = permanent.get(random.nextInt(permanent.size()));
                for (int word = 0; word < FlowKey.WORDS; word++) {
                    key[word] = wanted.match().value(word);
                }
                FlowEntry found = classifier.lookup(key, version, mask);
                assertThat(found).isNotNull();
                assertThat(found.match().matches(key)).isTrue();
                assertThat(found.priority()).isEqualTo(1000);
                key[1] = (long) PERMANENT + random.nextInt(1000);
                FlowEntry churning = classifier.lookup(key, version, mask);
                if (churning != null) {
                    assertThat(churning.addedIn()).isLessThanOrEqualTo(version);
                    assertThat(churning.removedIn()).isGreaterThan(version);
                    assertThat(churning.match().matches(key)).isTrue();
                }
            }
        }
    }
}
