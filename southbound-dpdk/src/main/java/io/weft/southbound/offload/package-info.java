/**
 * What a network card would do for a virtual port: partial checksums, segmentation, frames in several buffers.
 *
 * <pre>
 *   container's stack --> TCP checksum field = pseudo-header sum ("partial")  --> PartialChecksum finds it again at output
 *   TAP               --> 64 KiB segment + segment size (FrameDescriptor)     --> Segmenter, where the output takes frames only
 *   bytes longer than a frame                                                --> ChainWriter
 * </pre>
 *
 * <p>A partial checksum is handed on as partial, and the kernel (or card) behind the output completes it or does without; only for an
 * output of DPDK whose device cannot is it computed here (SoftwareChecksum). Threads: each object belongs to one queue. Nothing allocates after construction. Pure memory, no system call.
 */
package io.weft.southbound.offload;
