package io.weft.flow.classifier;

import io.weft.flow.key.Stage;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Entries whose masks a {@link Coarseness} does not tell apart: a hash table of buckets by the key under the mask that they share, and for every
 * stage but the last a {@link HashCounts} of the hash so far.
 *
 * <p>Thread-safety: one writer; lookups without locks.
 */
final class Subtable {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;
    private static final int PORTS_WORD = 5;
    private static final long PORTS = 0xFFFF_FFFFL << 32;
    private static final MatchMask[] NO_MASKS = {};

    private final MatchMask shape;
    private final Coarseness finer;
    private final int[] words;
    private final long[] masks;
    private final int[] stageEnds;
    private final HashCounts[] indexes;
    private final PrefixTest prefixes;

    /** Source and destination ports of the entries, where the last stage is about nothing else; or null. */
    private final PrefixTrie ports;

    /** Of IPv6, where the mask asks for more than the prefixes above tell apart. */
    private final AddressTree[] addresses;

    private final HashChains<Bucket> buckets = new HashChains<>();
    private final TreeMap<Integer, Integer> priorities = new TreeMap<>();

    /** The masks of the entries, the one that wins at equal priority first. */
    private volatile MatchMask[] entryMasks = NO_MASKS;

    /** @param finer as in {@link Bucket#add} */
    Subtable(MatchMask mask, Coarseness finer) {
        shape = mask;
        this.finer = finer;
        int[] wordList = new int[2 * mask.wordCount() + 1];
        long[] maskList = new long[wordList.length];
        int[] endList = new int[Stage.values().length];
        int size = 0;
        int stages = 0;
        int prefixStage = 0;
        for (Stage stage : Stage.values()) {
            int before = size;
            for (int i = 0; i < mask.wordCount(); i++) {
                int word = mask.word(i);
                wordList[size] = word;
                maskList[size] = mask.maskAt(i) & StageMasks.mask(stage, word);
                size += maskList[size] != 0 ? 1 : 0;
            }
            if (size != before) {
                prefixStage = stage == Stage.L3 ? stages : prefixStage;
                endList[stages++] = size;
            }
        }
        words = Arrays.copyOf(wordList, size);
        masks = Arrays.copyOf(maskList, size);
        stageEnds = Arrays.copyOf(endList, Math.max(stages, 1));
        indexes = new HashCounts[stageEnds.length - 1];
        Arrays.setAll(indexes, _ -> new HashCounts());
        prefixes = new PrefixTest(mask, prefixStage);
        addresses = Stream.of(PrefixField.IPV6_SRC, PrefixField.IPV6_DST)
                .map(field -> AddressTree.of(field, mask))
                .filter(Objects::nonNull)
                .toArray(AddressTree[]::new);
        boolean endsWithPorts = stages > 1 && endList[stages - 2] == size - 1 && words[size - 1] == PORTS_WORD;
        ports = endsWithPorts && (masks[size - 1] & ~PORTS) == 0 ? new PrefixTrie(PrefixField.NW_SRC) : null;
    }

    /** What the masks of the entries have in common, as far as the subtable goes by it. */
    MatchMask mask() {
        return shape;
    }

    boolean isEmpty() {
        return buckets.isEmpty();
    }

    /** The highest priority of an entry, visible or not; -1 if empty. Writer only. */
    int topPriority() {
        return priorities.isEmpty() ? -1 : priorities.lastKey();
    }

    /** Whether some entry here may win over {@code entry} at equal priority. */
    boolean mayPrecede(FlowEntry entry) {
        MatchMask[] now = entryMasks;
        return now.length > 0 && Precedence.compareMasks(now[0], entry.match().mask()) < 0;
    }

    /** Whether this subtable's entries win, most of them, over those of {@code other} at equal priority. */
    boolean precedes(Subtable other) {
        return Precedence.compareMasks(shape, other.shape) < 0;
    }

    // ---- looking up

    /**
     * The winner of {@code best} and the entries here that match {@code key} in {@code version}.
     *
     * @param answers of {@link PrefixTries} about the key
     * @param mask if not null, bits are added that show that no entry here that would win matches
     */
    FlowEntry search(long[] key, long version, long answers, long[] mask, FlowEntry best) {
        Bucket bucket = probe(key, answers, mask);
        return bucket == null ? best : bucket.search(key, version, mask, best);
    }

    /** The bucket of the key, or null as soon as it is clear that there is none; tells what it looked at. */
    Bucket probe(long[] key, long answers, long[] mask) {
        long hash = SEED;
        int next = 0;
        for (int stage = 0; stage < stageEnds.length; stage++) {
            if (stage == prefixes.stage && prefixes.excludes(answers, mask)) {
                return null;
            }
            int end = stageEnds[stage];
            for (; next < end; next++) {
                hash = mix(hash, key[words[next]] & masks[next]);
            }
            if (stage < indexes.length && !indexes[stage].contains(hash)) {
                if (stage < prefixes.stage || !isShownByAddress(key, mask)) {
                    mark(next, mask);
                }
                return null;
            }
        }
        Bucket bucket = bucket(hash);
        if (bucket == null && isShownByAddress(key, mask)) {
            return null;
        }
        if (bucket == null && ports != null && mask != null) {
            mark(next - 1, mask);
            mask[PORTS_WORD] |= masks[next - 1] & differingPorts(key[PORTS_WORD] & masks[next - 1]);
        } else {
            mark(next, mask);
        }
        return bucket;
    }

    /** Whether no entry here asks for an address of the key; then marks the fewest bits that show it. */
    private boolean isShownByAddress(long[] key, long[] mask) {
        AddressTree best = null;
        int bestBits = 0;
        for (int i = 0; mask != null && i < addresses.length; i++) {
            int bits = addresses[i].shown(key);
            boolean isFewer = best == null || addresses[i].lacking(bits, mask) < best.lacking(bestBits, mask);
            if (bits > 0 && isFewer) {
                best = addresses[i];
                bestBits = bits;
            }
        }
        if (best != null) {
            best.mark(bestBits, mask);
        }
        return best != null;
    }

    /** Marks what the first {@code count} words ask for as looked at. */
    private void mark(int count, long[] mask) {
        for (int i = 0; mask != null && i < count; i++) {
            int word = words[i];
            if (word < mask.length) {
                mask[word] |= masks[i];
            }
        }
    }

    /** The leading bits of ports that no entry has which differ from those of all entries, as far as the trie knows. */
    private long differingPorts(long masked) {
        int answer = ports.lookup(masked);
        boolean isKnown = (answer & PrefixTrie.flag(PrefixField.NW_SRC, PrefixField.NW_SRC.width)) == 0;
        return isKnown ? PrefixField.ones(answer & PrefixTrie.LOOKED) : PORTS;
    }

    private Bucket bucket(long hash) {
        Bucket bucket = buckets.head(hash);
        while (bucket != null && bucket.hash != hash) {
            bucket = bucket.next;
        }
        return bucket;
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    // ---- the writer's

    /** The entry with exactly this match and priority that {@code version} shows, or null. */
    FlowEntry find(Match match, int priority, long version) {
        Bucket bucket = bucket(hash(match));
        return bucket == null ? null : bucket.find(match, priority, version);
    }

    void insert(FlowEntry entry, PrefixTries tries) {
        long hash = hash(entry.match());
        Bucket bucket = bucket(hash);
        priorities.merge(entry.priority(), 1, Integer::sum);
        if (bucket != null) {
            bucket.add(entry, finer);
            return;
        }
        prefixes.addTo(tries, entry.match());
        for (AddressTree tree : addresses) {
            tree.add(entry.match());
        }
        if (ports != null) {
            ports.add(entry.match().value(PORTS_WORD), PrefixField.NW_SRC.width);
        }
        for (int stage = 0; stage < indexes.length; stage++) {
            indexes[stage].add(hash(entry.match(), stageEnds[stage]));
        }
        buckets.insert(new Bucket(hash, entry), null);
    }

    /** Takes out an entry; false if it is not here. */
    boolean remove(FlowEntry entry, PrefixTries tries) {
        long hash = hash(entry.match());
        Bucket previous = null;
        Bucket bucket = buckets.head(hash);
        while (bucket != null && bucket.hash != hash) {
            previous = bucket;
            bucket = bucket.next;
        }
        if (bucket == null || !bucket.remove(entry)) {
            return false;
        }
        priorities.computeIfPresent(entry.priority(), (_, count) -> count == 1 ? null : count - 1);
        if (bucket.isEmpty()) {
            buckets.remove(bucket, previous);
            for (int stage = 0; stage < indexes.length; stage++) {
                indexes[stage].remove(hash(entry.match(), stageEnds[stage]));
            }
            prefixes.removeFrom(tries, entry.match());
            for (AddressTree tree : addresses) {
                tree.remove(entry.match());
            }
            if (ports != null) {
                ports.remove(entry.match().value(PORTS_WORD), PrefixField.NW_SRC.width);
            }
        }
        return true;
    }

    /** Entries with this mask are going to come. */
    void addMask(MatchMask mask) {
        MatchMask[] more = Arrays.copyOf(entryMasks, entryMasks.length + 1);
        more[more.length - 1] = mask;
        Arrays.sort(more, Precedence::compareMasks);
        entryMasks = more;
    }

    /** The last entry with this mask is gone. */
    void removeMask(MatchMask mask) {
        entryMasks =
                Arrays.stream(entryMasks).filter(other -> !other.equals(mask)).toArray(MatchMask[]::new);
    }

    /** Whether some entries are narrow enough to be within a match with {@code mask}. */
    boolean mayBeWithin(MatchMask mask) {
        for (MatchMask entryMask : entryMasks) {
            if (entryMask.covers(mask)) {
                return true;
            }
        }
        return false;
    }

    void forEach(Consumer<FlowEntry> visitor) {
        buckets.forEach(bucket -> bucket.forEach(visitor));
    }

    private long hash(Match match) {
        return hash(match, words.length);
    }

    private long hash(Match match, int end) {
        long hash = SEED;
        for (int i = 0; i < end; i++) {
            hash = mix(hash, match.value(words[i]) & masks[i]);
        }
        return hash;
    }
}
