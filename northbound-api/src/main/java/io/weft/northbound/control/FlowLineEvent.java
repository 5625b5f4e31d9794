package io.weft.northbound.control;

import io.weft.flow.table.RemovalReason;

/**
 * A change of the tables, as text.
 *
 * @param flow null in the events that are about the stream
 * @param reason why it is gone ({@link FlowEvent.Kind#DELETED}), else null
 */
public record FlowLineEvent(FlowEvent.Kind kind, FlowLine flow, RemovalReason reason) {}
