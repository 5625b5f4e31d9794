package io.weft.northbound.control;

import io.weft.flow.table.FlowLife;

/**
 * A flow as text, for people and scripts, with its statistics.
 *
 * @param tableName empty unless names were asked for and it has one
 * @param match without table and priority, such as {@code ip,nw_dst=10.0.0.1}; empty when it matches everything
 * @param actions such as {@code output:1,output:2}, or {@code drop}
 * @param durationNs since it was added
 * @param idleNs since a packet last matched, or since it was added
 * @param hardNs since it was last modified, or added
 * @param life timeouts, importance and flags
 */
public record FlowLine(
        int table,
        String tableName,
        int priority,
        String match,
        String actions,
        long cookie,
        long packets,
        long bytes,
        long durationNs,
        long idleNs,
        long hardNs,
        FlowLife life) {}
