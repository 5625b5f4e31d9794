/**
 * The switch's service: {@link io.weft.northbound.server.SwitchServer} listens, {@code SwitchService} turns messages into calls of
 * {@link io.weft.northbound.control.SwitchControl} and back.
 *
 * <pre>
 *   event loop --> CallGuard (limits, deadlines, defects) --> SwitchService --> SwitchControl
 *                                                        |
 *                  isReady / onReady  <--- ChunkedDump (flows, megaflows: pulled at the receiver's pace)
 *                  bounded queue      <--- FlowWatch, LossyWatch (pushed by the switch, which never waits)
 * </pre>
 *
 * A bundle is kept in {@code StagedBundle} until its end, within a {@code StagingSpace} for all; lines of flows are read beside the call
 * ({@code StagedLines}), so that both processors read while more arrive.
 *
 * <p>Threads: one event loop; each call runs on a virtual thread of its own, so a call that waits for the switch delays no other.
 */
package io.weft.northbound.server;
