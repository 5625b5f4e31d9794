/**
 * What translation sees of the switch: an immutable picture of bridges, ports and VLAN settings.
 *
 * <pre>
 *   SwitchSnapshot (version v)
 *     |- datapath port index --> BridgePort, BridgeSnapshot        where a packet enters
 *     `- bridge id           --> BridgeSnapshot
 *                                  |- port number --> BridgePort   where OpenFlow sends it
 *                                  |- flood list
 *                                  |- BridgeSettings               mirrors, flood VLANs, fragment mode
 *                                  |- FlowTables                   shared; entries carry their versions
 *                                  `- MacTable                     shared; one writer, the revalidator
 * </pre>
 *
 * The conductor makes a new snapshot for every change of ports or VLAN settings and publishes it as a version (ADR 2); flow entries
 * come and go inside the shared tables and are seen by version, so a flow change makes a new snapshot of a few words.
 *
 * <p>Threads: everything here is immutable and may be read by all. Start at {@link io.weft.vswitch.bridge.SwitchSnapshot}.
 */
package io.weft.vswitch.bridge;
