package io.weft.northbound.control;

/**
 * A change of the tables, as text.
 *
 * @param flow null in RESYNC events
 */
public record FlowLineEvent(FlowEvent.Kind kind, FlowLine flow) {}
