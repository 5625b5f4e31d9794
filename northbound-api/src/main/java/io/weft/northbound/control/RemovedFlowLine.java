package io.weft.northbound.control;

import io.weft.flow.table.RemovalReason;

/** A {@link RemovedFlow} as text. */
public record RemovedFlowLine(FlowLine flow, RemovalReason reason, long lost) {}
