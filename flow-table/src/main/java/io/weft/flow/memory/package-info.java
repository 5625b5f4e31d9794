/**
 * Off-heap memory by absolute address. Packets, keys and caches live outside the Java heap, so that ports can hand over
 * buffers of the kernel or of a NIC without a copy, and so that the collector never looks at them.
 *
 * <p>Start at {@link io.weft.flow.memory.Memory}. Threads: none run here; whoever owns an address owns its bytes.
 */
package io.weft.flow.memory;
