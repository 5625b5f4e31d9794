/**
 * The configuration as people know it: records of tables, in the manner of OVSDB (RFC 7047) and with the names of ovs-vswitchd.conf.db(5).
 *
 * <pre>
 *   Open_vSwitch "." --bridges--> Bridge --ports-------> Port --interfaces--> Interface
 *                                   |                     ^  (weak)
 *                                   |--mirrors---> Mirror +
 *                                   |--controller-> Controller
 *                                   `--flow_tables-> Flow_Table
 *                    --datapaths--> Datapath --ct_zones--> CT_Zone --timeout_policy--> CT_Timeout_Policy
 *
 *   operations --RowTransaction--> Rows of now, changed --References--> what nothing refers to goes, weak references to nothing go
 *                                                       --SwitchRows---> SwitchConfig, which the conductor accepts or refuses
 * </pre>
 *
 * A record is a UUID and values of columns; {@link io.weft.cli.config.Schema} says in one line a column what it may hold. Everything that
 * vsctl does to records ({@code create}, {@code set}, {@code add}, {@code remove}, {@code clear}, {@code destroy}) is a loop over that
 * registry, and so is the file that keeps them. A new column is one line there and, where the switch acts on it, one in {@link
 * io.weft.cli.config.SwitchRows}.
 *
 * <p>A transaction is all or nothing: it works on a copy, says everything that is wrong with it in one message, and the copy becomes the
 * configuration when the conductor has taken it. Threads: none of its own; {@link io.weft.cli.config.Rows} are not changed once they are
 * published.
 */
package io.weft.cli.config;
