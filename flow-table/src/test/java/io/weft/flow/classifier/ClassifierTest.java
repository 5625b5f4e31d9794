package io.weft.flow.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.Allocation;
import io.weft.flow.RandomFlows;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a staged lookup looks at, ties, and the life of subtables. */
class ClassifierTest {
    private static final long IN_PORT = 0xFFFF_FFFF_0000_0000L;
    private static final long ETH_TYPE = 0xFFFF_0000L;

    private final Classifier classifier = new Classifier();
    private final long[] mask = new long[FlowKey.WORDS];

    /** So many that they are no longer compared one by one. */
    private void insertAtOtherPorts(long... wordsAndMasks) {
        for (long port = 100; port < 110; port++) {
            long[] value = key(1);
            value[0] = value[0] & ~IN_PORT | port << 32;
            insert(10, new Match(value, maskOf(wordsAndMasks)));
        }
    }

    @Test
    void anEmptyClassifierMatchesNothingAndLooksAtNothing() {
        assertThat(classifier.lookup(new long[FlowKey.WORDS], 1, mask)).isNull();
        assertThat(mask).containsOnly(0);
    }

    @Test
    void theMatchOfEverythingIsFoundWithoutLookingAtAnything() {
        FlowEntry any = insert(0, Match.ANY);
        assertThat(classifier.lookup(key(7), 1, mask)).isSameAs(any);
        assertThat(mask).containsOnly(0);
    }

    @Test
    void aSubtableThatTheFirstStageExcludesLeavesTheLaterStagesAlone() {
        insertAtOtherPorts(0, IN_PORT | ETH_TYPE, 4, -1L, 5, 0xFFFFL << 48);
        insert(10, match(0, IN_PORT | ETH_TYPE, 4, -1L, 5, 0xFFFFL << 48));
        long[] elsewhere = key(0);
        elsewhere[0] = 5L << 32;
        assertThat(classifier.lookup(elsewhere, 1, mask)).isNull();
        assertThat(mask[0]).isEqualTo(IN_PORT);
        assertThat(mask[4]).isZero();
        assertThat(mask[5]).isZero();
    }

    @Test
    void whatIsExcludedByTheSecondStageIsReadUpToIt() {
        insert(10, match(0, IN_PORT | ETH_TYPE, 4, -1L, 5, 0xFFFFL << 48));
        long[] elsewhere = key(1);
        elsewhere[0] ^= 1L << 16;
        assertThat(classifier.lookup(elsewhere, 1, mask)).isNull();
        assertThat(mask[0]).isEqualTo(IN_PORT | ETH_TYPE);
        assertThat(mask[4]).isZero();
    }

    @Test
    void aSubtableThatCannotWinIsNotLookedAt() {
        FlowEntry best = insert(10, match(4, 0xFFL));
        insert(9, match(5, -1L));
        assertThat(classifier.lookup(key(1), 1, mask)).isSameAs(best);
        assertThat(mask[5]).isZero();
        assertThat(mask[4]).isEqualTo(0xFFL);
    }

    @Test
    void bitsThatWereSetInTheMaskStaySet() {
        insert(10, match(4, 0xFFL));
        mask[4] = 0xF00L;
        mask[6] = 1;
        classifier.lookup(key(1), 1, mask);
        assertThat(mask[4]).isEqualTo(0xFFFL);
        assertThat(mask[6]).isEqualTo(1);
    }

    @Test
    void atEqualPriorityTheNarrowerMaskWinsWhateverCameFirst() {
        FlowEntry wide = insert(10, match(4, 0xFFL));
        FlowEntry narrow = insert(10, match(5, 0xFFFFL));
        FlowEntry high = insert(10, match(1, 0xFF00L));
        assertThat(classifier.lookup(key(1), 1, mask)).isSameAs(narrow);
        classifier.remove(narrow);
        assertThat(classifier.lookup(key(1), 1, mask)).isSameAs(high);
        assertThat(Precedence.wins(high, wide)).isTrue();
    }

    @Test
    void aVersionSeesItsOwnEntryOfSeveralWithTheSameMatch() {
        FlowEntry first = insert(10, match(4, -1L));
        first.removeIn(5);
        FlowEntry second = entry(10, match(4, -1L));
        second.addIn(5);
        classifier.insert(second);
        assertThat(classifier.lookup(key(1), 4, null)).isSameAs(first);
        assertThat(classifier.lookup(key(1), 5, null)).isSameAs(second);
        assertThat(classifier.find(first.match(), 10, 4)).isSameAs(first);
        assertThat(classifier.find(first.match(), 10, 5)).isSameAs(second);
        assertThat(classifier.find(first.match(), 11, 5)).isNull();
    }

    @Test
    void anEntryTakenOutLeavesNothing() {
        FlowEntry entry = insert(10, match(0, -1L, 4, -1L, 5, -1L));
        assertThat(classifier.maskCount()).isEqualTo(1);
        assertThat(classifier.remove(entry)).isTrue();
        assertThat(classifier.remove(entry)).isFalse();
        assertThat(classifier.maskCount()).isZero();
        assertThat(classifier.size()).isZero();
        assertThat(classifier.lookup(key(1), 1, mask)).isNull();
        assertThat(mask).containsOnly(0);
    }

    @Test
    void anEntryTakenOutNoLongerDrawsLookupsIntoLaterStages() {
        insertAtOtherPorts(0, IN_PORT, 4, -1L);
        insert(10, match(0, IN_PORT, 4, -1L));
        long[] value = key(1);
        value[0] = 9L << 32;
        FlowEntry gone = insert(10, new Match(value, maskOf(0, IN_PORT, 4, -1L)));
        value[4]++;
        classifier.lookup(value, 1, mask);
        assertThat(mask[4]).isNotZero();
        classifier.remove(gone);
        mask[4] = 0;
        classifier.lookup(value, 1, mask);
        assertThat(mask[4]).isZero();
    }

    @Test
    void aHostOfANetworkThatNoEntryAsksForIsToldByItsFirstBits() {
        long network = 0x2001_0DB8_0000_0001L;
        for (int host = 0; host < 100; host++) {
            insert(10, host(network + host % 2, host, -1L, -1L));
        }
        long[] packet = new long[FlowKey.WORDS];
        packet[10] = network;
        packet[11] = 0x8001;
        assertThat(classifier.lookup(packet, 1, mask)).isNull();
        assertThat(mask[10]).isEqualTo(-1L);
        assertThat(mask[11])
                .as("0x8 is the first digit that none of the hosts has")
                .isEqualTo(-1L << 15);
        FlowEntry wide = insert(20, host(network, 0x8000, -1L, -1L << 12));
        Arrays.fill(mask, 0);
        assertThat(classifier.lookup(packet, 1, mask)).isSameAs(wide);
        assertThat(mask[11]).isEqualTo(-1L << 12);
    }

    /** {@code ipv6_dst} under a mask. */
    private static Match host(long high, long low, long highMask, long lowMask) {
        long[] value = new long[FlowKey.WORDS];
        long[] asked = new long[FlowKey.WORDS];
        value[10] = high;
        value[11] = low;
        asked[10] = highMask;
        asked[11] = lowMask;
        return new Match(value, asked);
    }

    @Test
    void manyEntriesOfOneMaskComeAndGo() {
        List<FlowEntry> entries = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            long[] value = new long[FlowKey.WORDS];
            value[4] = i;
            FlowEntry entry = entry(i & 7, new Match(value, maskOf(0, IN_PORT, 4, -1L)));
            entry.addIn(1);
            classifier.insert(entry);
            entries.add(entry);
        }
        assertThat(classifier.maskCount()).isEqualTo(1);
        for (int i = 0; i < entries.size(); i += 997) {
            long[] key = new long[FlowKey.WORDS];
            key[4] = i;
            assertThat(classifier.lookup(key, 1, null)).isSameAs(entries.get(i));
        }
        List<FlowEntry> seen = new ArrayList<>();
        classifier.forEach(seen::add);
        assertThat(seen).hasSameSizeAs(entries).containsAll(entries.subList(0, 100));
        entries.forEach(classifier::remove);
        assertThat(classifier.size()).isZero();
    }

    @Test
    void entriesAreVisitedWithinAMatch() {
        FlowEntry narrow = insert(1, match(0, -1L, 4, -1L));
        FlowEntry wide = insert(1, match(4, 0xFFL));
        List<FlowEntry> seen = new ArrayList<>();
        classifier.forEachWithin(match(4, 0xFFFFL), seen::add);
        assertThat(seen).containsExactly(narrow);
        seen.clear();
        classifier.forEachWithin(match(4, 0xFL), seen::add);
        assertThat(seen).containsExactlyInAnyOrder(narrow, wide);
    }

    @Test
    void lookupAllocatesNothing() {
        RandomFlows flows = new RandomFlows(new Random(1), FlowKey.WORDS);
        for (int i = 0; i < 500; i++) {
            FlowEntry entry = flows.entry();
            entry.addIn(1);
            classifier.insert(entry);
        }
        long[][] keys = new long[64][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = flows.key();
        }
        int[] next = new int[1];
        Allocation.assertNone(() -> classifier.lookup(keys[next[0]++ & 63], 1, mask));
    }

    private FlowEntry insert(int priority, Match match) {
        FlowEntry entry = entry(priority, match);
        entry.addIn(1);
        classifier.insert(entry);
        return entry;
    }

    private static FlowEntry entry(int priority, Match match) {
        return new FlowEntry(0, priority, match, List.of(), 0, 0);
    }

    /** A key with the same value in every word, halves alike. */
    private static long[] key(int value) {
        long[] key = new long[FlowKey.WORDS];
        java.util.Arrays.fill(key, value * 0x0001_0001_0001_0001L);
        return key;
    }

    private static Match match(long... wordsAndMasks) {
        return new Match(key(1), maskOf(wordsAndMasks));
    }

    private static long[] maskOf(long... wordsAndMasks) {
        long[] bits = new long[FlowKey.WORDS];
        for (int i = 0; i < wordsAndMasks.length; i += 2) {
            bits[(int) wordsAndMasks[i]] = wordsAndMasks[i + 1];
        }
        return bits;
    }
}
