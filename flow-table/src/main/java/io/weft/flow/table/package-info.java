/** Flow tables in versions. Start at {@link io.weft.flow.table.FlowTables}. */
package io.weft.flow.table;
