package io.weft.flow.classifier;

import io.weft.flow.key.Stage;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All entries with one mask: a hash table by the masked key, and for every stage but the last a {@link HashCounts} of the hash so far.
 *
 * <p>Thread-safety: one writer; lookups without locks.
 */
final class Subtable {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;
    private static final long ABSENT = 0;

    /** Set in the hash of every whole match, so that none is {@link #ABSENT}. */
    private static final long PRESENT = Long.MIN_VALUE;

    private final MatchMask shape;
    private final int[] words;
    private final long[] masks;
    private final int[] stageEnds;
    private final HashCounts[] indexes;
    private final HashChains<Rule> rules = new HashChains<>();
    private final TreeMap<Integer, Integer> priorities = new TreeMap<>();

    Subtable(MatchMask mask) {
        shape = mask;
        int[] wordList = new int[2 * mask.wordCount() + 1];
        long[] maskList = new long[wordList.length];
        int[] endList = new int[Stage.values().length];
        int size = 0;
        int stages = 0;
        for (Stage stage : Stage.values()) {
            int before = size;
            for (int i = 0; i < mask.wordCount(); i++) {
                int word = mask.word(i);
                wordList[size] = word;
                maskList[size] = mask.maskAt(i) & StageMasks.mask(stage, word);
                size += maskList[size] != 0 ? 1 : 0;
            }
            if (size != before) {
                endList[stages++] = size;
            }
        }
        words = Arrays.copyOf(wordList, size);
        masks = Arrays.copyOf(maskList, size);
        stageEnds = Arrays.copyOf(endList, Math.max(stages, 1));
        indexes = new HashCounts[stageEnds.length - 1];
        Arrays.setAll(indexes, _ -> new HashCounts());
    }

    MatchMask mask() {
        return shape;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The highest priority of an entry, visible or not; -1 if empty. Writer only. */
    int topPriority() {
        return priorities.isEmpty() ? -1 : priorities.lastKey();
    }

    /** Whether this subtable's entries win over those of {@code other} at equal priority. */
    boolean precedes(Subtable other) {
        return Precedence.compareMasks(shape, other.shape) < 0;
    }

    /** The entry of highest priority that matches in {@code version}, or null; adds to {@code mask}, if any, as far as it goes, what it looked at. */
    FlowEntry lookup(long[] key, long version, long[] mask) {
        long hash = probe(key, mask);
        if (hash == ABSENT) {
            return null;
        }
        for (Rule rule = rules.head(hash); rule != null; rule = rule.next) {
            FlowEntry entry = rule.entry;
            if (rule.hash == hash && entry.isVisibleIn(version) && entry.match().matches(key)) {
                return entry;
            }
        }
        return null;
    }

    /** Adds every entry that matches in {@code version} and has a priority above {@code floor} to {@code found}. */
    void lookupAll(long[] key, long version, int floor, long[] mask, List<FlowEntry> found) {
        long hash = probe(key, mask);
        if (hash == ABSENT) {
            return;
        }
        for (Rule rule = rules.head(hash); rule != null; rule = rule.next) {
            FlowEntry entry = rule.entry;
            if (rule.hash == hash
                    && entry.priority() > floor
                    && entry.isVisibleIn(version)
                    && entry.match().matches(key)) {
                found.add(entry);
            }
        }
    }

    /** The hash of the masked key, or {@link #ABSENT} as soon as a stage shows that no entry begins like this; tells what it looked at. */
    private long probe(long[] key, long[] mask) {
        long hash = SEED;
        int next = 0;
        for (int stage = 0; stage < stageEnds.length; stage++) {
            int end = stageEnds[stage];
            for (; next < end; next++) {
                hash = mix(hash, key[words[next]] & masks[next]);
            }
            if (stage < indexes.length && !indexes[stage].contains(hash)) {
                break;
            }
        }
        if (mask != null) {
            for (int i = 0; i < next; i++) {
                int word = words[i];
                if (word < mask.length) {
                    mask[word] |= masks[i];
                }
            }
        }
        return next < words.length ? ABSENT : hash | PRESENT;
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    /** The entry with exactly this match (whose mask is this subtable's) and priority that {@code version} shows, or null. */
    FlowEntry find(Match match, int priority, long version) {
        long hash = hash(match);
        for (Rule rule = rules.head(hash); rule != null; rule = rule.next) {
            FlowEntry entry = rule.entry;
            if (rule.hash == hash
                    && entry.priority() == priority
                    && entry.isVisibleIn(version)
                    && entry.match().equals(match)) {
                return entry;
            }
        }
        return null;
    }

    /** Writer: adds an entry. Entries with one match stand in one chain, the highest priority first, the newest of equals first. */
    void insert(FlowEntry entry) {
        Rule added = new Rule(hash(entry.match()), entry);
        Rule previous = null;
        Rule rule = rules.head(added.hash);
        while (rule != null && !(rule.isSameMatch(added) && rule.entry.priority() <= entry.priority())) {
            previous = rule;
            rule = rule.next;
        }
        rules.insert(added, previous);
        priorities.merge(entry.priority(), 1, Integer::sum);
        for (int stage = 0; stage < indexes.length; stage++) {
            indexes[stage].add(hash(entry.match(), stageEnds[stage]));
        }
    }

    /** Writer: takes out an entry; false if it is not here. */
    boolean remove(FlowEntry entry) {
        long hash = hash(entry.match());
        Rule previous = null;
        Rule rule = rules.head(hash);
        while (rule != null && rule.entry != entry) {
            previous = rule;
            rule = rule.next;
        }
        if (rule == null) {
            return false;
        }
        rules.remove(rule, previous);
        priorities.computeIfPresent(entry.priority(), (_, count) -> count == 1 ? null : count - 1);
        for (int stage = 0; stage < indexes.length; stage++) {
            indexes[stage].remove(hash(entry.match(), stageEnds[stage]));
        }
        return true;
    }

    void forEach(Consumer<FlowEntry> visitor) {
        rules.forEach(rule -> visitor.accept(rule.entry));
    }

    private long hash(Match match) {
        return hash(match, words.length) | PRESENT;
    }

    private long hash(Match match, int end) {
        long hash = SEED;
        for (int i = 0; i < end; i++) {
            hash = mix(hash, match.value(words[i]) & masks[i]);
        }
        return hash;
    }

    /** An entry in its chain. */
    private static final class Rule extends Link<Rule> {
        private final FlowEntry entry;

        Rule(long hash, FlowEntry entry) {
            super(hash);
            this.entry = entry;
        }

        boolean isSameMatch(Rule other) {
            return hash == other.hash && entry.match().equals(other.entry.match());
        }

        @Override
        Rule copy() {
            return new Rule(hash, entry);
        }
    }
}
