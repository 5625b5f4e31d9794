package io.weft.vswitch.bridge;

import io.weft.flow.table.TrafficAccount;

/**
 * What makes a port an end of a wire between two bridges.
 *
 * @param peer the name of the port at the other end
 * @param received counts what comes out of the wire here
 * @param sent counts what goes into it here
 */
public record PatchEnd(String peer, TrafficAccount received, TrafficAccount sent) {
    private static final TrafficAccount NOBODY = (_, _, _) -> {
        // nobody asked
    };

    /** An end whose traffic nobody counts. */
    public static PatchEnd uncounted(String peer) {
        return new PatchEnd(peer, NOBODY, NOBODY);
    }
}
