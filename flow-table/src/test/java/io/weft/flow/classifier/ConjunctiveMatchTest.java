package io.weft.flow.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.RandomFlows;
import io.weft.flow.Seeded;
import io.weft.flow.action.Action;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.match.Protocol;
import io.weft.flow.table.FlowEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Conjunctive match: what Open vSwitch 3.1 answers in some cases, and a random world against every combination of clauses. */
class ConjunctiveMatchTest {
    private final Classifier classifier = new Classifier();

    @Test
    void findsWhatIsNamedByTheConjunctionWhenAllDimensionsAreThere() {
        add(10, source(1), clause(7, 1, 2));
        add(10, source(2), clause(7, 1, 2));
        add(10, destination(3), clause(7, 2, 2));
        FlowEntry whole = add(10, id(7), new Action.Output(1));
        FlowEntry rest = add(1, Match.ANY, new Action.Output(2));
        assertThat(lookup(1, 3)).isSameAs(whole);
        assertThat(lookup(2, 3)).isSameAs(whole);
        assertThat(lookup(1, 4)).isSameAs(rest);
        assertThat(lookup(5, 3)).isSameAs(rest);
    }

    @Test
    void losesToAHigherOrEqualPriority() {
        add(10, source(1), clause(7, 1, 2));
        add(10, destination(3), clause(7, 2, 2));
        add(20, id(7), new Action.Output(1));
        FlowEntry equal = add(10, Match.ANY, new Action.Output(2));
        assertThat(lookup(1, 3)).isSameAs(equal);
        FlowEntry higher = add(11, Match.ANY, new Action.Output(3));
        assertThat(lookup(1, 3)).isSameAs(higher);
    }

    @Test
    void theSecondLookupTakesWhateverPriority() {
        add(10, source(1), clause(7, 1, 2));
        add(10, destination(3), clause(7, 2, 2));
        FlowEntry low = add(5, id(7), new Action.Output(1));
        assertThat(lookup(1, 3)).isSameAs(low);
        FlowEntry between = add(7, Match.ANY, new Action.Output(2));
        assertThat(lookup(1, 3)).isSameAs(between);
    }

    @Test
    void aConjunctionThatNobodyNamesGivesWayToTheNextPriority() {
        add(10, source(1), clause(1, 1, 2));
        add(10, destination(3), clause(1, 2, 2));
        add(7, source(1), clause(2, 1, 2));
        add(7, destination(3), clause(2, 2, 2));
        FlowEntry second = add(7, id(2), new Action.Output(1));
        assertThat(lookup(1, 3)).isSameAs(second);
        FlowEntry otherwise = add(5, Match.ANY, new Action.Output(2));
        assertThat(lookup(1, 3)).isSameAs(otherwise); // the lookup for conjunction 1 has found it
    }

    @Test
    void dimensionsOfDifferentPrioritiesOrCountsDoNotMeet() {
        add(10, source(1), clause(7, 1, 2));
        add(9, destination(3), clause(7, 2, 2));
        add(10, destination(3), clause(7, 2, 3));
        add(9, id(7), new Action.Output(1));
        assertThat(lookup(1, 3)).isNull();
    }

    @Test
    void ofSeveralTheLowestIdIsTaken() {
        add(10, source(1), clause(5, 1, 2), clause(3, 1, 2));
        add(10, destination(3), clause(3, 2, 2), clause(5, 2, 2));
        add(10, id(5), new Action.Output(5));
        FlowEntry three = add(10, id(3), new Action.Output(3));
        assertThat(lookup(1, 3)).isSameAs(three);
    }

    @Test
    void hasUpTo64Dimensions() {
        add(
                10,
                Match.ANY,
                IntStream.rangeClosed(1, 63).mapToObj(i -> clause(1, i, 64)).toArray(Action[]::new));
        add(10, source(1), clause(1, 64, 64));
        FlowEntry whole = add(10, id(1), new Action.Output(1));
        assertThat(lookup(1, 3)).isSameAs(whole);
        assertThat(lookup(2, 3)).isNull();
    }

    @Test
    void aClauseIsFoundListedAndRemovedAsAnyEntry() {
        FlowEntry clause = add(10, source(1), clause(7, 1, 2));
        assertThat(classifier.find(source(1), 10, 1)).isSameAs(clause);
        assertThat(lookup(1, 3)).isNull();
        List<FlowEntry> listed = new ArrayList<>();
        classifier.forEachWithin(Match.ANY, listed::add);
        assertThat(listed).containsExactly(clause);
        assertThat(classifier.remove(clause)).isTrue();
        assertThat(classifier.size()).isZero();
        assertThat(classifier.maskCount()).isZero();
    }

    private FlowEntry add(int priority, Match match, Action... actions) {
        FlowEntry entry = entry(priority, match, actions);
        entry.addIn(1);
        classifier.insert(entry);
        return entry;
    }

    private static FlowEntry entry(int priority, Match match, Action... actions) {
        return new FlowEntry(0, priority, match, List.of(actions), 0, 0);
    }

    private static Action clause(int id, int clause, int clauses) {
        return new Action.Conjunction(id, clause, clauses);
    }

    private static Match source(int host) {
        return new MatchBuilder().protocol(Protocol.IP).set(Fields.NW_SRC, host).build();
    }

    private static Match destination(int host) {
        return new MatchBuilder().protocol(Protocol.IP).set(Fields.NW_DST, host).build();
    }

    private static Match id(int id) {
        return new MatchBuilder().set(Fields.CONJ_ID, id).build();
    }

    private FlowEntry lookup(int source, int destination) {
        return classifier.lookup(packet(source, destination), 1, new long[FlowKey.WORDS]);
    }

    private static long[] packet(int source, int destination) {
        long[] key = new long[FlowKey.WORDS];
        Fields.ETH_TYPE.set(key, 0, 0x0800);
        Fields.NW_SRC.set(key, 0, source);
        Fields.NW_DST.set(key, 0, destination);
        return key;
    }

    @Test
    void equalsAllCombinationsOfClauses() {
        Seeded.rounds(150, random -> new World(random).live(12));
    }

    @Test
    @Tag("long")
    void equalsAllCombinationsOfClausesCampaign() {
        Seeded.rounds(8000, random -> new World(random).live(40));
    }

    /** Entries of which many are clauses or name a conjunction, and the same in a list. */
    private static final class World {
        private static final int WORDS = 6;
        private static final int IDS = 3;
        private static final int MOST_DIMENSIONS = 3;
        private static final int PRIORITIES = 4;

        private final Random random;
        private final RandomFlows flows;
        private final Classifier classifier = new Classifier();
        private final List<FlowEntry> entries = new ArrayList<>();
        private long version;

        World(Random random) {
            this.random = random;
            flows = new RandomFlows(random, WORDS);
        }

        void live(int steps) {
            for (int step = 0; step < steps; step++) {
                version++;
                for (int i = random.nextInt(12); i > 0; i--) {
                    change();
                }
                for (int i = 0; i < 20; i++) {
                    check(flows.key());
                }
            }
            entries.forEach(classifier::remove);
            assertThat(classifier.size()).isZero();
        }

        private void change() {
            if (entries.size() > 40 && random.nextInt(3) > 0) {
                FlowEntry entry = entries.get(random.nextInt(entries.size()));
                if (!entry.isRemoved()) {
                    entry.removeIn(version);
                }
                return;
            }
            FlowEntry entry = randomEntry();
            FlowEntry old = classifier.find(entry.match(), entry.priority(), version);
            if (old != null) {
                old.removeIn(version);
            }
            entry.addIn(version);
            classifier.insert(entry);
            entries.add(entry);
        }

        private FlowEntry randomEntry() {
            int priority = random.nextInt(PRIORITIES);
            return switch (random.nextInt(4)) {
                case 0 -> entry(priority, named(), new Action.Output(1));
                case 1 -> entry(priority, flows.match(), new Action.Output(2));
                default -> entry(priority, flows.match(), clauses());
            };
        }

        private Match named() {
            Match match = random.nextInt(3) == 0 ? Match.ANY : flows.match();
            long[] value = new long[FlowKey.WORDS];
            long[] mask = new long[FlowKey.WORDS];
            for (int word = 0; word < FlowKey.WORDS; word++) {
                value[word] = match.value(word);
                mask[word] = match.mask(word);
            }
            Fields.CONJ_ID.set(value, 0, random.nextInt(IDS));
            Fields.CONJ_ID.set(mask, 0, -1L);
            return new Match(value, mask);
        }

        private Action[] clauses() {
            Action[] clauses = new Action[1 + random.nextInt(3)];
            Arrays.setAll(clauses, _ -> {
                int count = 1 + random.nextInt(MOST_DIMENSIONS);
                return clause(random.nextInt(IDS), 1 + random.nextInt(count), count);
            });
            return clauses;
        }

        private void check(long[] key) {
            long[] mask = new long[FlowKey.WORDS];
            FlowEntry found = classifier.lookup(key, version, mask);
            assertThat(found).isSameAs(oracle(key));
            assertThat(classifier.lookup(key, version, null)).isSameAs(found);
            for (int i = 0; i < 4; i++) {
                long[] sibling = flows.sibling(key, mask);
                assertThat(classifier.lookup(sibling, version, new long[FlowKey.WORDS]))
                        .isSameAs(found);
            }
        }

        private FlowEntry oracle(long[] key) {
            FlowEntry plain = scan(key);
            int floor = plain == null ? -1 : plain.priority();
            for (int priority = PRIORITIES - 1; priority > floor; priority--) {
                int id = firstComplete(key, priority);
                if (id >= 0) {
                    long[] again = key.clone();
                    Fields.CONJ_ID.set(again, 0, id);
                    FlowEntry found = scan(again);
                    if (found != null) {
                        return found;
                    }
                }
            }
            return plain;
        }

        private int firstComplete(long[] key, int priority) {
            for (int id = 0; id < IDS; id++) {
                for (int count = 1; count <= MOST_DIMENSIONS; count++) {
                    if (isComplete(key, priority, id, count)) {
                        return id;
                    }
                }
            }
            return -1;
        }

        /** Whether some choice of one clause for each dimension matches in all of them. */
        private boolean isComplete(long[] key, int priority, int id, int count) {
            for (int dimension = 1; dimension <= count; dimension++) {
                Action clause = clause(id, dimension, count);
                if (entries.stream()
                        .noneMatch(entry -> entry.isVisibleIn(version)
                                && entry.priority() == priority
                                && entry.actions().contains(clause)
                                && entry.match().matches(key))) {
                    return false;
                }
            }
            return true;
        }

        private FlowEntry scan(long[] key) {
            FlowEntry best = null;
            for (FlowEntry entry : entries) {
                boolean isClause = entry.actions().getFirst() instanceof Action.Conjunction;
                if (!isClause
                        && entry.isVisibleIn(version)
                        && entry.match().matches(key)
                        && (best == null || Precedence.wins(entry, best))) {
                    best = entry;
                }
            }
            return best;
        }
    }
}
