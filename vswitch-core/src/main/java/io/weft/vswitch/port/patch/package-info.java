/**
 * Patch ports: two ports of two bridges that are one wire.
 *
 * <pre>
 *   br0: patch0 (options:peer=patch1)  &lt;----&gt;  patch1 (options:peer=patch0) :br1
 * </pre>
 *
 * No packet ever waits in one: translation continues in the other bridge, so a program holds what both bridges do, and the pair costs
 * nothing per packet. What is here is what the configuration needs: a type, its option, a device without queues.
 *
 * <p>Start at {@link io.weft.vswitch.port.patch.PatchDriver}. Threads: the conductor's.
 */
package io.weft.vswitch.port.patch;
