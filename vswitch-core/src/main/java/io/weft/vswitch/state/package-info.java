/**
 * What a switch knows beside its configuration and its connections, kept so that the next process goes on with it: flow entries, groups, meters, numbers
 * and flags of ports, MAC addresses, maps of tunnel options, what tables do with packets that match nothing, limits of connection tracking zones.
 *
 * <h2>What is written when</h2>
 * <pre>
 *   conductor --every publication--> queue --StateKeeper, ten times a second--> frame of lines --> state.journal
 *             (references, no text)         + once a second: MAC addresses, ages of entries with timeouts, limits of zones
 *   journal grew to twice its size --> conductor puts all it has into the queue --> new journal, renamed into the old one's place
 * </pre>
 * A change costs the conductor an object in a queue. Text is made and written by the keeper's own thread. What the file says is mostly some 0.1 s old; a
 * large table that is being written anew makes it older, by the time that this takes.
 *
 * <h2>The file</h2>
 * A header, then frames: length, complement of the length, CRC-32C, lines. A frame has all changes of one round, so a bundle is in it whole or not at all. A
 * frame that the end of the file cuts off is what a killed process was writing, and is ignored; any other fault means that the file cannot be
 * trusted: it is set aside, and the switch begins empty. The header has the time at which the process was last alive, so that idle timeouts do not
 * run while no switch runs; hard timeouts do.
 *
 * <p>Lines are the text of flows, groups and meters that people write, so a newer switch reads what an older one left. No lock is in the file: the run
 * directory has one, which the kernel gives back.
 *
 * <h2>Threads</h2>
 * {@link io.weft.vswitch.state.StateKeeper#note} is the conductor's; the rest of the keeper is its own agent's. Everything else is immutable or has one owner.
 */
package io.weft.vswitch.state;
