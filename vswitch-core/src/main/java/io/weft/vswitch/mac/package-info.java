/**
 * MAC learning: which port of a bridge leads to an address in a VLAN.
 *
 * <pre>
 *   writer (revalidator): learn, touch, age, flush            readers (PMDs, tools): lookup, entries
 *          |                                                        |
 *          v                                                        v
 *   per port, oldest first:  [e]--[e]--[e]                   buckets: [ ]->e->e  [ ]  [ ]->e
 *   all ports, oldest first: [e]--[e]--[e]--[e]              chains of entries, read without locks
 * </pre>
 *
 * The buckets are the table; the lists exist for ageing and for fair eviction and only the writer sees them. An entry's key never changes
 * and a removed entry keeps its link, so a reader that stands on it walks on; a reader sees the table before or after a change.
 *
 * <p>Fair eviction: when the table is full, the port with the most entries loses its oldest. A port that floods the table with
 * addresses thus evicts its own (ovs-vswitchd.conf.db(5), {@code mac-table-size}).
 *
 * <p>Start at {@link io.weft.vswitch.mac.MacTable}.
 */
package io.weft.vswitch.mac;
