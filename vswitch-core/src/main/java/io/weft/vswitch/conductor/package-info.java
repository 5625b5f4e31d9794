/**
 * The conductor: makes the switch what its configuration says.
 *
 * <pre>
 *   callers --ConductorProxy (bounded queue of commands, a future each)--> ConductorAgent
 *       SwitchConfig transaction: ConfigLaws (all violations) -> open new devices -> build SwitchSnapshot v+1 -> publish
 *       flow mods:                FlowTables.apply in v+1 ---------------------------------------------------> publish
 *       what packets taught:      LearnedFlows, all that waits in one v+1 ------------------------------------> publish
 *       a few times a second:     PortDevice.maintain -> detach queues from PMDs -> attach -> hand queues to PMDs
 *                                      |
 *                                      v  Versions: publish
 *                                 RevalidatorAgent --Flip--> PMDs, and back: "reached v+1" completes the futures
 * </pre>
 *
 * <b>Who keeps what.</b> {@code ConductorAgent} has the bridges and the configuration, and gives everybody its turn; {@code Versions} what is
 * published and who waits for it; {@code PortKeeper} devices; {@code TableKeeper}, {@code GroupKeeper}, {@code LearnedFlows} what is in tables;
 * {@code Rigging} which PMD polls which queue.
 *
 * <p><b>Time.</b> {@code TableKeeper} ends entries whose timeouts are over: it first has the revalidator count all traffic, then ends what is
 * really over, a bounded number in a round. It also gives a new bridge its first entry, keeps to the limits of tables, and lets a standalone
 * bridge forward by a hidden entry while its controller is away.
 *
 * <p>A transaction is all or nothing: it is checked whole, new devices are opened before anything is published, and closed again when one of
 * them cannot be. Port numbers and datapath indexes are stable while a port exists.
 *
 * <p>Start at {@link io.weft.vswitch.conductor.SwitchConfig} for the desired state and {@code ConductorAgent} for how it is reached.
 * Threads: the conductor's own; {@code ConductorProxy} from any.
 */
package io.weft.vswitch.conductor;
