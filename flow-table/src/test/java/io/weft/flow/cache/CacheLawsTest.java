package io.weft.flow.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.RandomFlows;
import io.weft.flow.Seeded;
import io.weft.flow.classifier.Classifier;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The caches against maps, and cached answers against the classifier that they were made from. */
class CacheLawsTest {

    @Test
    void megaflowsBehaveAsAMap() {
        Seeded.rounds(40, random -> megaflowsAgainstMap(random, 3000));
    }

    @Test
    void signaturesAreNeverBelieved() {
        Seeded.rounds(40, random -> signaturesAgainstMegaflows(random, 1000));
    }

    @Test
    void cachedAnswersAreThoseOfTheClassifier() {
        Seeded.rounds(60, random -> cachedAgainstClassifier(random, 2000));
    }

    @Test
    @Tag("long")
    void campaign() {
        Seeded.rounds(1000, random -> {
            megaflowsAgainstMap(random, 10_000);
            signaturesAgainstMegaflows(random, 5000);
            cachedAgainstClassifier(random, 10_000);
        });
    }

    /** Inserts and removals of arbitrary masks; a lookup finds an entry that matches exactly if there is one. */
    private static void megaflowsAgainstMap(Random random, int steps) {
        RandomFlows flows = new RandomFlows(random, FlowKey.PACKET_WORDS);
        int capacity = 1 + random.nextInt(200);
        int quota = 1 + random.nextInt(12);
        Map<Integer, Match> model = new HashMap<>();
        Map<Integer, long[]> references = new HashMap<>();
        Set<Long> dead = new HashSet<>();
        try (MegaflowCache cache = new MegaflowCache(capacity, quota, random.nextLong());
                Keys keys = new Keys(64)) {
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> insert(random, flows, cache, quota, model, references);
                    case 2 -> removeAny(random, cache, model, references, dead);
                    case 3 -> cache.rank();
                    default -> lookUp(random, flows, cache, keys, model);
                }
                assertThat(cache.size()).isEqualTo(model.size());
            }
            dead.forEach(reference -> assertThat(cache.isCurrent(reference)).isFalse());
            references
                    .values()
                    .forEach(reference ->
                            assertThat(cache.isCurrent(reference[0])).isTrue());
            model.forEach((index, match) -> assertCopy(cache, index, match));
            cache.clear();
            assertThat(cache.subtableCount()).isZero();
        }
    }

    private static void insert(
            Random random,
            RandomFlows flows,
            MegaflowCache cache,
            int quota,
            Map<Integer, Match> model,
            Map<Integer, long[]> references) {
        long[] key = withKind(random, flows.key());
        long[] mask = flows.mask();
        Match match = new Match(key, mask);
        boolean known = model.values().stream().anyMatch(other -> sameMask(other, mask));
        int index = cache.insert(key, mask);
        if (model.containsValue(match)) {
            assertThat(model.get(index)).isEqualTo(match);
        } else if (model.size() == cache.capacity()) {
            assertThat(index).isEqualTo(MegaflowCache.REFUSED_FULL);
        } else if (!known && cache.subtableCount() == quota && index < 0) {
            assertThat(index).isEqualTo(MegaflowCache.REFUSED_MASKS);
        } else {
            assertThat(model.put(index, match)).isNull();
            references.put(index, new long[] {cache.reference(index)});
        }
    }

    private static boolean sameMask(Match match, long[] mask) {
        for (int word = 0; word < FlowKey.WORDS; word++) {
            if (match.mask(word) != mask[word]) {
                return false;
            }
        }
        return true;
    }

    private static void removeAny(
            Random random,
            MegaflowCache cache,
            Map<Integer, Match> model,
            Map<Integer, long[]> references,
            Set<Long> dead) {
        int index = random.nextInt(cache.capacity());
        assertThat(cache.isUsed(index)).isEqualTo(model.containsKey(index));
        if (cache.isUsed(index)) {
            cache.remove(index);
            model.remove(index);
            assertThat(dead.add(references.remove(index)[0])).isTrue();
        }
    }

    private static void lookUp(
            Random random, RandomFlows flows, MegaflowCache cache, Keys keys, Map<Integer, Match> model) {
        int count = 1 + random.nextInt(64);
        long[][] heap = new long[count][];
        long[] references = new long[count];
        int missing = 0;
        for (int i = 0; i < count; i++) {
            heap[i] = withKind(random, flows.key());
            int found = cache.lookup(keys.put(i, heap[i]));
            long[] key = heap[i];
            assertThat(found != MegaflowCache.MISS)
                    .isEqualTo(model.values().stream().anyMatch(match -> match.matches(key)));
            assertThat(found == MegaflowCache.MISS || model.get(found).matches(key))
                    .isTrue();
            missing += found == MegaflowCache.MISS ? 1 : 0;
        }
        assertStaged(cache, keys, count, missing);
        assertThat(cache.lookupBurst(keys.address(), references, count)).isEqualTo(missing);
        for (int i = 0; i < count; i++) {
            int found = cache.lookup(keys.address(i));
            long expected = found == MegaflowCache.MISS ? MegaflowCache.NONE : cache.reference(found);
            assertThat(references[i]).isEqualTo(expected);
        }
    }

    /** The first subtable and then the others find what all of them do, and leave the rest. */
    private static void assertStaged(MegaflowCache cache, Keys keys, int count, int missing) {
        int[] open = IntStream.range(0, count).toArray();
        long[] references = new long[count];
        int left = cache.lookupFirst(keys.address(), references, open, count);
        left = cache.lookupFrom(1, keys.address(), references, open, left);
        assertThat(left).isEqualTo(missing);
        for (int i = 0; i < count; i++) {
            int index = cache.lookup(keys.address(i));
            long expected = index == MegaflowCache.MISS ? MegaflowCache.NONE : cache.reference(index);
            assertThat(references[i]).isEqualTo(expected);
            assertThat(index == MegaflowCache.MISS || cache.matches(index, keys.address(i)))
                    .isTrue();
        }
    }

    private static void assertCopy(MegaflowCache cache, int index, Match match) {
        long[] key = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        cache.copy(index, key, mask);
        assertThat(new Match(key, mask)).isEqualTo(match);
    }

    /**
     * Few hashes, few buckets: every key fights for its place, signatures lie, and megaflows come and go behind the cache's back. What is found matches the
     * key all the same, and what was just put there is found.
     */
    private static void signaturesAgainstMegaflows(Random random, int steps) {
        RandomFlows flows = new RandomFlows(random, FlowKey.PACKET_WORDS);
        Map<Integer, Match> model = new HashMap<>();
        Map<Integer, long[]> references = new HashMap<>();
        int hits = 0;
        try (SignatureCache signatures = new SignatureCache(4 << random.nextInt(16));
                MegaflowCache megaflows = new MegaflowCache(50, 20, random.nextLong());
                Keys keys = new Keys(64)) {
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> insert(random, flows, megaflows, 20, model, references);
                    case 2 -> removeAny(random, megaflows, model, references, new HashSet<>());
                    case 3 -> signatures.resize(random.nextInt(100));
                    default -> hits += lookUp(random, flows, signatures, megaflows, keys, model);
                }
            }
        }
        assertThat(hits).isPositive();
    }

    private static int lookUp(
            Random random,
            RandomFlows flows,
            SignatureCache signatures,
            MegaflowCache megaflows,
            Keys keys,
            Map<Integer, Match> model) {
        int count = 1 + random.nextInt(64);
        long[][] heap = new long[count][];
        int[] hashes = new int[count];
        int[] open = new int[count];
        long[] found = new long[count];
        for (int i = 0; i < count; i++) {
            heap[i] = withKind(random, flows.key());
            keys.put(i, heap[i]);
            hashes[i] = hash(heap[i]);
            open[i] = i;
        }
        int left = signatures.lookup(megaflows, keys.address(), hashes, open, count, found);
        Set<Integer> missed = new HashSet<>();
        for (int i = 0; i < left; i++) {
            missed.add(open[i]);
        }
        for (int i = 0; i < count; i++) {
            if (!missed.contains(i)) {
                assertThat(megaflows.isCurrent(found[i])).isTrue();
                assertThat(model.get(MegaflowCache.index(found[i])).matches(heap[i]))
                        .isTrue();
                continue;
            }
            int index = megaflows.lookup(keys.address(i));
            if (index != MegaflowCache.MISS) {
                signatures.insert(hashes[i], index);
                open[0] = i;
                assertThat(signatures.lookup(megaflows, keys.address(), hashes, open, 1, found))
                        .isZero();
                assertThat(found[i]).isEqualTo(megaflows.reference(index));
            }
        }
        return count - left;
    }

    private static long[] withKind(Random random, long[] key) {
        boolean isShort = random.nextBoolean();
        key[0] = key[0] & ~0xFFFFL | (isShort ? FlowKey.KIND_SHORT : FlowKey.KIND_LONG);
        if (isShort) {
            Arrays.fill(key, FlowKey.SHORT_WORDS, FlowKey.PACKET_WORDS, 0);
        }
        return key;
    }

    private static int hash(long[] key) {
        return Arrays.hashCode(key) & 0x30003;
    }

    /** What a PMD does: signature, then megaflow, then the classifier, whose mask makes the next megaflow. */
    private static void cachedAgainstClassifier(Random random, int steps) {
        RandomFlows flows = new RandomFlows(random, FlowKey.PACKET_WORDS);
        Classifier classifier = new Classifier();
        for (int i = 0; i < 1 + random.nextInt(60); i++) {
            FlowEntry entry = flows.entry();
            if (classifier.find(entry.match(), entry.priority(), 1) == null) {
                entry.addIn(1);
                classifier.insert(entry);
            }
        }
        int hits = 0;
        try (MegaflowCache megaflows = new MegaflowCache(1000, MegaflowCache.DEFAULT_SUBTABLES);
                SignatureCache signatures = new SignatureCache(64);
                Keys keys = new Keys(1)) {
            int[] hashes = new int[1];
            long[] references = new long[1];
            FlowEntry[] answers = new FlowEntry[1000];
            for (int step = 0; step < steps; step++) {
                long[] key = withKind(random, flows.key());
                long address = keys.put(0, key);
                hashes[0] = Arrays.hashCode(key);
                boolean isKnown = signatures.lookup(megaflows, address, hashes, new int[1], 1, references) == 0;
                int index = isKnown ? MegaflowCache.index(references[0]) : megaflows.lookup(address);
                FlowEntry truth = classifier.lookup(key, 1, null);
                if (index != MegaflowCache.MISS) {
                    hits++;
                    assertThat(answers[index]).isSameAs(truth);
                } else {
                    long[] mask = new long[FlowKey.WORDS];
                    index = megaflows.insert(key, mask(classifier, key, mask));
                    if (index == MegaflowCache.REFUSED_FULL) {
                        assertThat(megaflows.size()).isEqualTo(answers.length);
                        megaflows.remove(random.nextInt(answers.length));
                        continue;
                    }
                    if (index == MegaflowCache.REFUSED_MASKS) {
                        assertThat(megaflows.subtableCount()).isEqualTo(MegaflowCache.DEFAULT_SUBTABLES);
                        continue;
                    }
                    answers[index] = truth;
                }
                signatures.insert(hashes[0], index);
                if (random.nextInt(20) == 0) {
                    megaflows.remove(index);
                }
            }
        }
        assertThat(hits).isPositive();
    }

    private static long[] mask(Classifier classifier, long[] key, long[] mask) {
        classifier.lookup(key, 1, mask);
        return mask;
    }
}
