package io.weft.vswitch.datapath;

/** What a PMD tells the revalidator, in the order in which it happened. */
public sealed interface Report permits Megaflow, Report.Uncached, Report.Flipped {

    /** A packet was translated and the result not kept, so its statistics and learning travel here. */
    record Uncached(Passage passage, long bytes, long nowNs) implements Report {}

    /**
     * A flip was carried out.
     *
     * @param number of the flip
     * @param retired the first of the megaflows that were removed with it, linked by {@link Megaflow#nextRetired}; null without
     */
    record Flipped(long number, Megaflow retired) implements Report {}
}
