package io.weft.northbound.control;

import io.weft.flow.table.RemovalReason;

/**
 * A flow that ended and was to be told of (its flag {@code send_flow_rem}), with its final statistics.
 *
 * @param lost such flows that this receiver was not told of before this one because it was slow; set by the API, 0 from a switch
 */
public record RemovedFlow(FlowView flow, RemovalReason reason, long lost) implements Lossy<RemovedFlow> {
    @Override
    public RemovedFlow withLost(long flows) {
        return new RemovedFlow(flow, reason, flows);
    }
}
