package io.weft.northbound.control;

/** Sums over flows. */
public record FlowAggregate(long packets, long bytes, long flows) {}
