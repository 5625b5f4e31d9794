/**
 * Ports that the switch makes itself: TAP devices whose other side is a container's or the host's interface.
 *
 * <pre>
 *   tun descriptor --read--> [virtio-net header 12 B | frame up to 64 KiB] --> TapRxQueue: large frame handed on whole,
 *                                                                                         short one copied to a small frame
 *   tun descriptor <-writev-- header, frames of the packet                 <-- TapTxQueue
 * </pre>
 *
 * <p>Whole segments of 64 KiB pass between TAP ports with one look-up and no segmentation, which makes this the fastest port for TCP in user space.
 * Reading goes through one large frame again and again as long as packets are short: it stays in the cache, and large frames are
 * not used up by acknowledgements.
 *
 * <p>The device lives as long as its descriptor. It may be moved to another network namespace; the descriptor goes on working there, so the
 * port asks the descriptor, not the namespace, whether its device is there.
 *
 * <p>Threads: the conductor owns {@link io.weft.southbound.tap.TapPort}, queues belong to agents. Start there.
 */
package io.weft.southbound.tap;
