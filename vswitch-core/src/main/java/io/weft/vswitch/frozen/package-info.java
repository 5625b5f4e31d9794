/**
 * A packet's way through the tables, stopped: what is needed to go on exactly there, later and in another version of the tables.
 *
 * <pre>
 *   translation --freeze--> FrozenState --ContinuationCodec--> bytes --> a controller --> bytes, checked --> FrozenState --thaw--> translation
 *                           bridge, in_port, mirrors made        signed: the switch keeps nothing of a packet that waits
 *                           lists of actions with what is left
 *                           metadata, registers, stack, action set
 * </pre>
 *
 * A packet that {@code ct(table=N)} sends round goes on from such a state, too: with a table in place of lists, and without the words about its connection, which
 * the tracker fills in. {@link io.weft.vswitch.frozen.RecirculationIds} numbers those states for people.
 *
 * <p>What is frozen ends where the packet became a copy: a packet that is paused in a clone, a bucket or behind a patch port leaves the rest of
 * the lists there to the original, which goes on at once. So a state knows one bridge, and no copies within copies. ADR 21 says why.
 *
 * <p>Start at {@link io.weft.vswitch.frozen.FrozenState}. Threads: states are immutable; a codec is for all threads.
 */
package io.weft.vswitch.frozen;
