package io.weft.northbound.control;

import java.util.List;

/**
 * What would happen to a packet.
 *
 * @param text for people, in the shape of {@code ofproto/trace}
 * @param steps tables in the order in which they were visited
 * @param finalFlow the packet's fields at the end
 * @param megaflow every bit that was looked at
 * @param dropReason the stable name of the reason when nothing was sent; else empty
 */
public record TraceResult(
        String text, List<Step> steps, String finalFlow, String megaflow, String datapathActions, String dropReason) {
    public TraceResult {
        steps = List.copyOf(steps);
    }

    /**
     * A table that was visited.
     *
     * @param depth resubmits and gotos above this one
     * @param hit whether a flow matched; otherwise what follows is zero and empty
     */
    public record Step(
            String bridge,
            int table,
            int depth,
            boolean hit,
            int priority,
            long cookie,
            String match,
            String actions) {}
}
