package io.weft.vswitch.datapath;

import io.weft.flow.cache.HeaderCache;
import io.weft.flow.cache.MegaflowCache;
import io.weft.flow.cache.SignatureCache;
import io.weft.vswitch.counters.PmdCounters;
import io.weft.vswitch.packet.Packet;

/**
 * Finds the megaflows of a burst, level by level, each for all packets that the one before did not know.
 *
 * <pre>
 *   headers  --&gt;  most hit subtable  --&gt;  signature cache  --&gt;  the other subtables  --&gt;  nobody knows it
 *   (by the burst,    (while it has nearly                           (what is found here
 *    before it        all of the hits)                               is remembered there)
 *    parses)
 * </pre>
 *
 * Headers that were seen before are known without a key, for as many flows as a second-level cache has room for. One subtable is looked through with fewer cache misses than any memory of flows has, however many flows there are; so it is asked first while traffic
 * is like that. The others are behind the signature cache, which costs the same for any number of subtables.
 */
final class CacheLookup implements AutoCloseable {
    /** Lookups between two looks at what was hit. */
    private static final int RANK_EVERY = 1 << 14;

    /** One burst in about this many says which subtables are hit: in 8 to 23, unevenly, or of two ports polled in turn one alone would be heard. */
    private static final int SAMPLE_EVERY = 16;

    private static final int FEWEST_BETWEEN = 8;
    private static final int GOLDEN = 0x9E37_79B9;

    /** The first subtable is asked first while it has all hits but one in this many. */
    private static final int FIRST_SHARE = 8;

    /** Judgements that the large cache of headers takes to fill. */
    private static final int FILLING = 48;

    private final Burst burst;
    private final MegaflowCache megaflows;
    private final SignatureCache signatures;
    private final PmdCounters counters;
    private final HeaderCache headers;
    private final HeaderTrial trial = new HeaderTrial();
    private final int[] open = new int[Burst.SIZE];
    private final int[] searched = new int[Burst.SIZE];
    private boolean isFirstEnough;
    private boolean isEnlarging;
    private int signatureLookups;
    private int untilSample = SAMPLE_EVERY;
    private int untilRank = RANK_EVERY;
    private int draw;

    CacheLookup(Burst burst, MegaflowCache megaflows, PmdCounters counters, int smcEntries) {
        this.burst = burst;
        this.megaflows = megaflows;
        this.counters = counters;
        signatures = new SignatureCache(smcEntries);
        headers = new HeaderCache(megaflows);
    }

    /** What the burst asks before it parses; null while there are more flows than it remembers. */
    HeaderCache headers() {
        return isAsked() ? headers : null;
    }

    private boolean isAsked() {
        return trial.isOn() && (!headers.isLarge() || burst.wantsRemarks());
    }

    /**
     * Writes the references of those of the first {@code count} packets that the burst does not know yet, {@link MegaflowCache#NONE} for those that nobody knows.
     *
     * @return how many nobody knows
     */
    int find(int count) {
        int unknown = burst.unknownCount();
        int left = 0;
        if (unknown > 0) {
            left = findByKey(unknown);
        }
        if (isAsked()) {
            counters.emcHits(count - unknown);
            trial.saw(count, count - unknown);
            if (unknown > 0) {
                rememberHeaders(unknown);
            }
        }
        sample(count);
        return left;
    }

    private int findByKey(int unknown) {
        System.arraycopy(burst.unknown(), 0, open, 0, unknown);
        int left = isFirstEnough ? first(unknown) : unknown;
        if (left > 0) {
            left = remembered(left);
            if (left > 0) {
                left = search(left);
            }
        }
        return left;
    }

    private void rememberHeaders(int unknown) {
        for (int n = 0; n < unknown; n++) {
            int i = burst.unknown()[n];
            long packet = burst.packets[i];
            if (burst.references[i] != MegaflowCache.NONE && !Packet.isExtended(packet)) {
                headers.insert(
                        Packet.address(packet), Packet.linearLength(packet), burst.datapathPort(), burst.references[i]);
            }
        }
    }

    private int first(int count) {
        int left = megaflows.lookupFirst(burst.keys(), burst.references, open, count);
        counters.megaflowHits(count - left);
        return left;
    }

    private int remembered(int count) {
        burst.hash(open, count);
        signatureLookups += count;
        int left = signatures.lookup(megaflows, burst.keys(), burst.hashes, open, count, burst.references);
        counters.smcHits(count - left);
        return left;
    }

    private int search(int count) {
        long[] references = burst.references;
        for (int i = 0; i < count; i++) {
            searched[i] = open[i];
            references[open[i]] = MegaflowCache.NONE;
        }
        int left = megaflows.lookupFrom(isFirstEnough ? 1 : 0, burst.keys(), references, open, count);
        for (int i = 0; i < count; i++) {
            long reference = references[searched[i]];
            if (reference != MegaflowCache.NONE) {
                signatures.insert(burst.hashes[searched[i]], MegaflowCache.index(reference));
            }
        }
        counters.megaflowHits(count - left);
        return left;
    }

    /** Packet {@code i}, which was not known, has this megaflow now. */
    void remember(int i, int index) {
        signatures.insert(burst.hashes[i], index);
    }

    private void sample(int count) {
        untilRank -= count;
        if (--untilSample > 0) {
            return;
        }
        if (isEnlarging && headers.enlarge()) {
            isEnlarging = false;
            trial.beginAnew(FILLING);
        }
        draw += GOLDEN;
        untilSample = FEWEST_BETWEEN + (draw >>> 28);
        for (int i = 0; i < count; i++) {
            if (burst.references[i] != MegaflowCache.NONE) {
                megaflows.hit(MegaflowCache.index(burst.references[i]), SAMPLE_EVERY);
            }
        }
        if (untilRank <= 0) {
            untilRank = RANK_EVERY;
            judgeHeaders();
            megaflows.rank();
            isFirstEnough = megaflows.isFirstEnough(FIRST_SHARE);
            signatures.resize(signatureLookups);
            signatureLookups = 0;
            counters.cacheSize(megaflows.size(), megaflows.subtableCount());
        }
    }

    /** For packets of connections headers find more than a megaflow, which is worth more room. */
    private void judgeHeaders() {
        boolean isWorthMore = !headers.isLarge() && burst.wantsRemarks();
        if (isEnlarging || isWorthMore && trial.isCrowded(headers.evictions())) {
            isEnlarging = true;
        } else {
            trial.judge(headers.evictions());
        }
    }

    @Override
    public void close() {
        headers.close();
        signatures.close();
    }
}
