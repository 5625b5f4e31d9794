/**
 * The oracle: a slow, obvious switch that interprets the flow tables for every packet, on plain byte arrays.
 *
 * <p>It shares the vocabulary with the real one (fields, matches, actions, entries, port settings) and nothing else: no caches, no masks,
 * no programs, no deferred writes. It parses a frame once for its structure, reads every value from the bytes whenever one is asked for,
 * and copies the bytes at once when they are sent.
 *
 * <p>Learning follows ADR 2: during a burst the MAC table stands still; what was heard is learned at its end. Precisely: a packet whose
 * source is not mapped to its port reports (VLAN, source, port); equal reports of a burst count once; at the end they apply in the order in
 * which they were first made.
 *
 * <p>Connections: {@code ct} asks a tracker of the reference's own at once, and a copy that comes round is read anew from its bytes. Packets come round when all
 * packets of a port have passed, in the order in which they were sent round. Only what the tracker says is not written a second time here: it has an
 * oracle beside it. Which addresses and ports {@code nat} gives is the tracker's choice, too; {@link io.weft.vswitch.reference.ReferenceNat} writes them. A rejected packet is
 * answered when the burst is over, and the answer sent as a controller would.
 *
 * <p>Start at {@link io.weft.vswitch.reference.ReferenceSwitch}; {@link io.weft.vswitch.reference.RandomPackets} and {@link
 * io.weft.vswitch.reference.RandomFlows} feed it.
 */
package io.weft.vswitch.reference;
