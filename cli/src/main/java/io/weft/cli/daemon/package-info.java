/**
 * {@code weft switchd}: the composition root of a switch process.
 *
 * <pre>
 *   gRPC server (northbound-api) --> SwitchControl = LocalSwitch --> VirtualSwitch (vswitch-core) --> port drivers (southbound-dpdk, ...)
 *                                        |
 *                                        +-- ConfigTransaction, SwitchTables: the columns people know, over SwitchConfig
 * </pre>
 *
 * {@link io.weft.cli.daemon.SwitchTables} is the registry of columns: one line a column. Threads: calls arrive on gRPC's threads and wait for
 * the conductor of the switch; nothing here is shared and mutable. Start at {@link io.weft.cli.daemon.SwitchdVerb}.
 */
package io.weft.cli.daemon;
