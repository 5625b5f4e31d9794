/**
 * Just enough eBPF: an assembler with named operations, maps, programs and links through bpf(2). No compiler, no object file.
 *
 * <pre>
 *   Assembler --code--> Program --+--> Link to a device (dies with the process)
 *   XskMap (queue --> socket) ----+
 * </pre>
 *
 * <p>Everything here is a descriptor of the kernel with an owner that closes it; when the process is killed the kernel closes them, and the
 * device is as it was before. Threads: the conductor's. Start at {@link io.weft.southbound.bpf.XdpRedirect}.
 */
package io.weft.southbound.bpf;
