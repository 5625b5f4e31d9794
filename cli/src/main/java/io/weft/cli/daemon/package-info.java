/**
 * {@code weft switchd}: the composition root of a switch process.
 *
 * <pre>
 *   gRPC server (northbound-api) --> SwitchControl = LocalSwitch --> VirtualSwitch (vswitch-core) --> port drivers (southbound-dpdk, ...)
 *                                        |
 *                                        +-- LocalConfig: the records of io.weft.cli.config, over SwitchConfig
 * </pre>
 *
 * <pre>
 *   switchd               RunDirectoryLock --> SwitchProcess --> HandoverServer
 *   switchd --standby     Standby: DressRehearsal, waits for the lock --> SwitchProcess
 *   switchd --take-over   DressRehearsal --> TakeOver asks HandoverServer for lock, packet memory and ports --> SwitchProcess
 * </pre>
 *
 * The registry of columns is {@link io.weft.cli.config.Schema}. Threads: calls arrive on gRPC's threads and wait for
 * the conductor of the switch; transactions take turns; for a second after the start a {@code Rehearsal} has the loading of tables compiled. Start at {@link io.weft.cli.daemon.SwitchdVerb}.
 */
package io.weft.cli.daemon;
