/**
 * Ports without a device: the far end is code. Tests inject and collect frames through {@link io.weft.vswitch.port.memory.MemoryPort};
 * benchmarks receive endless traffic, as fast as it is taken or paced, and sink what is sent.
 *
 * <pre>
 *   test --inject--&gt; PacketRing --receive--&gt; PMD --transmit--&gt; PacketRing --poll--&gt; test        no copy between rings and switch
 *            LoopTraffic --copy--&gt; frame --receive--&gt; PMD --transmit--&gt; SinkTxQueue (freed)
 * </pre>
 *
 * Start at {@link io.weft.vswitch.port.memory.MemoryPort}. Threads: the far end's on one side of a ring, the PMD on the other.
 */
package io.weft.vswitch.port.memory;
