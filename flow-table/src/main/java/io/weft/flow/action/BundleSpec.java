package io.weft.flow.action;

import io.weft.flow.key.Subfield;
import java.util.List;

/**
 * The operands of {@code bundle} and {@code bundle_load}.
 *
 * @param fields what is hashed
 * @param basis 16 bits that make hashes differ
 * @param algorithm how a live member is chosen
 * @param members port numbers, in order; may be empty
 * @param target where the number of the member is noted ({@code bundle_load}), or null to send there ({@code bundle})
 */
public record BundleSpec(HashFields fields, int basis, Algorithm algorithm, List<Integer> members, Subfield target) {

    /** How a member is chosen. */
    public enum Algorithm {
        /** The first that is live. */
        ACTIVE_BACKUP,
        /** Highest random weight among the live ones. */
        HRW
    }

    public BundleSpec {
        members = List.copyOf(members);
    }
}
