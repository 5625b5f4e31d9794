package io.weft.flow.action;

import io.weft.flow.key.Subfield;

/**
 * The operands of {@code multipath}.
 *
 * @param fields what is hashed
 * @param basis 16 bits that make hashes differ
 * @param algorithm how a hash becomes a link
 * @param links 1 to 65536
 * @param argument of {@link Algorithm#ITER_HASH}: the number of links that are there at most
 * @param target where the link, from 0, is noted
 */
public record MultipathSpec(
        HashFields fields, int basis, Algorithm algorithm, int links, long argument, Subfield target) {

    /** How a hash becomes a link. */
    public enum Algorithm {
        MODULO_N,
        HASH_THRESHOLD,
        HRW,
        ITER_HASH
    }
}
