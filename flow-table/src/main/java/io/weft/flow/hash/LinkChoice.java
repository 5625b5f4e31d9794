package io.weft.flow.hash;

import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.MultipathSpec;
import io.weft.flow.action.Ports;
import java.util.function.IntPredicate;

/**
 * How a hash becomes one of several links (RFC 2992; ovs-actions(7), "bundle" and "multipath").
 *
 * <p>Thread-safety: stateless. Cost: O(1), but O(links) for HRW up to {@link #MAX_HRW} links and for the members of a bundle.
 */
public final class LinkChoice {
    /** With more links than this, HRW gives way to a choice that costs O(log links) and moves as little when a link is added. */
    static final int MAX_HRW = 64;

    private static final long UNSIGNED = 0xFFFF_FFFFL;

    /** The multiplier of the generator that jump consistent hashing was published with. */
    private static final long JUMP_FACTOR = 2862933555777941757L;

    private LinkChoice() {}

    /** The link, 0 to {@code links - 1}, that {@code hash} takes. */
    public static int link(MultipathSpec spec, int hash) {
        int links = spec.links();
        return switch (spec.algorithm()) {
            case MODULO_N -> Integer.remainderUnsigned(hash, links);
            case HASH_THRESHOLD -> threshold(hash, links);
            case HRW -> links <= MAX_HRW ? highest(hash, links) : jump(hash, links);
            case ITER_HASH -> iterate(hash, links, spec.argument());
        };
    }

    /** Equal shares of the range of hashes, one for each link. */
    private static int threshold(int hash, int links) {
        return (int) (Integer.toUnsignedLong(hash) * links >>> 32);
    }

    private static int highest(int hash, int links) {
        int best = 0;
        for (int link = 1; link < links; link++) {
            best = Integer.compareUnsigned(weight(hash, link), weight(hash, best)) > 0 ? link : best;
        }
        return best;
    }

    private static int weight(int hash, int number) {
        return FieldHash.hash(hash, number);
    }

    /** Draws until the number is that of a link. */
    private static int iterate(int hash, int links, long argument) {
        long range = argument < links || argument / 2 > links ? atLeast(links) : argument;
        for (int i = 0; ; i++) {
            long drawn = (weight(hash, i) & UNSIGNED) % range;
            if (drawn < links) {
                return (int) drawn;
            }
        }
    }

    /** The least power of 2 that is at least {@code links}. */
    private static long atLeast(int links) {
        long power = Long.highestOneBit(links);
        return power == links ? power : 2 * power;
    }

    /** Jump consistent hashing (Lamping and Veach, arXiv:1406.2294). */
    private static int jump(int hash, int links) {
        long state = hash & UNSIGNED;
        long link = -1;
        long next = 0;
        while (next < links) {
            link = next;
            state = state * JUMP_FACTOR + 1;
            next = (long) ((link + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return (int) link;
    }

    /**
     * The member of a bundle that {@code hash} takes among the live ones; {@link Ports#NONE} when there is none.
     *
     * @param isLive told a port number
     */
    public static int member(BundleSpec spec, int hash, IntPredicate isLive) {
        int chosen = Ports.NONE;
        int heaviest = 0;
        for (int i = 0; i < spec.members().size(); i++) {
            int port = spec.members().get(i);
            if (!isLive.test(port)) {
                continue;
            }
            if (spec.algorithm() == BundleSpec.Algorithm.ACTIVE_BACKUP) {
                return port;
            }
            int weight = weight(hash, i);
            if (chosen == Ports.NONE || Integer.compareUnsigned(weight, heaviest) > 0) {
                chosen = port;
                heaviest = weight;
            }
        }
        return chosen;
    }
}
