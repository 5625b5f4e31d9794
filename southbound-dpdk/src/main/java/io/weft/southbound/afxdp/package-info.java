/**
 * Ports over AF_XDP sockets, for network cards, jumbo fabrics and packet rate.
 *
 * <pre>
 *   device queue --XDP program--> socket of that queue
 *                                   RX ring ---------> AfXdpRxQueue --> packets (frames of the switch's one UMEM)
 *     fill ring <-- free frames ---------'
 *                                   TX ring <--------- AfXdpTxQueue <-- packets, forwarded where they lie
 *     completion ring --> free frames ---'
 * </pre>
 *
 * <p>One {@link io.weft.southbound.afxdp.Umem} per packet memory: the kernel takes the first <em>bound</em> socket of a UMEM as the one to
 * share from (an unbound one is refused with EBADF), so that socket must not be a port's, or deleting that port would forbid new ones. It is bound to the
 * loopback device of a network namespace that nobody else sees, and lives as long as any port does. Mode, wake-up and scatter-gather of all
 * sockets come from it.
 *
 * <p>A frame with partial checksum is sent as such: 24 bytes of TX metadata in front of it ask the kernel to complete it, so containers
 * keep their offloads. Native mode makes the container's kernel segment TCP by itself; generic mode does not, so there a
 * TCP segment longer than the MTU is cut again by us, and a merged UDP datagram, which nobody can cut, is dropped and counted.
 *
 * <p>A port can be left to the next process ({@link io.weft.vswitch.port.Bequest}): its descriptors, and which frames the kernel has. Positions of rings need not be told:
 * they are in the rings.
 *
 * <p>Threads: the conductor owns {@link io.weft.southbound.afxdp.AfXdpPort}; the receive half of a socket (RX and fill ring) belongs to the agent that runs the
 * receive queue, the transmit half (TX and completion ring) to whoever runs the transmit queue. Start at
 * {@link io.weft.southbound.afxdp.AfXdpPort}, then {@link io.weft.southbound.afxdp.XskSocket}.
 */
package io.weft.southbound.afxdp;
