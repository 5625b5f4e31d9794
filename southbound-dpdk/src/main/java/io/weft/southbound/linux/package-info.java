/**
 * The kernel, as this module sees it: system calls with named arguments, and what is known about a network device.
 *
 * <pre>
 *   drivers --> NetDevice, NativeException     cold: objects, sentences, a confined arena a call
 *          \--> Libc                           hot: ints and addresses in, result or -errno out, nothing allocated
 *   switchd --> Processors                     which threads of the process run where
 *          \-> DescriptorLock, SharedMemory, DescriptorSocket   what another process can go on with
 * </pre>
 *
 * <p>Pointers travel as {@code long}, since packet memory is known by address and a segment object per packet would be the
 * only allocation on the path. Results follow the kernel's own habit: negative is {@code -errno}; cold callers turn it into a
 * {@link io.weft.southbound.linux.NativeException} that names the function and the device. Downcalls are plain, never
 * <em>critical</em>: a send runs the receiving container's network stack inside the call (up to 280 us seen) and must not hold off
 * a safepoint.
 *
 * <p>Threads: {@link io.weft.southbound.linux.Libc} is stateless but for one errno word a thread; the rest belongs to its owner.
 * Start at {@link io.weft.southbound.linux.Libc}.
 */
package io.weft.southbound.linux;
