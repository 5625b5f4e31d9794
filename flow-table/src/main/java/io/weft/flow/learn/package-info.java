/**
 * What a packet teaches: the flow entry that a {@code learn} action makes of it (ovs-actions(7), "learn").
 *
 * <pre>
 *   LearnSpec   table, priority, cookie, timeouts
 *      |        clause: match  target = constant, or bits of the packet --+
 *      |        clause: load   target = constant, or bits of the packet --+-- Lesson.flow(key) --> FlowMod
 *      |        clause: output to the port in bits of the packet        --+
 *      +-- Lesson.unwildcard: all bits of the packet that the clauses copy
 * </pre>
 *
 * Here is the pure part: from a key to a flow_mod. That the entry is added once, refreshed while packets go on teaching it, limited in number
 * and taken back is the affair of the switch. Start at {@link io.weft.flow.learn.Lesson}. Threads: everything here is a pure function.
 */
package io.weft.flow.learn;
