/**
 * Tunnel ports over the host's own UDP sockets: the underlay that works anywhere.
 *
 * <pre>
 *   vx0, vx1, ... : TunnelPort --+-- Listener (a UDP port): TunnelRxQueue --recvmmsg, Decapsulator--> packets of all its ports
 *                                |        (a receive queue of the first port; Decapsulator says whose each packet is)
 *                                +-- UdpUnderlay: a TunnelTxQueue for each PMD --OrderBlocks, SendSockets--> sendmmsg
 * </pre>
 *
 * <p>Routes, neighbours, fragments, outer checksums and path MTU are the kernel's. What a socket cannot be told for each datagram (family, "do not fragment",
 * checksum, source port) chooses among {@code SendSockets}; the rest goes along as ancillary data, which is
 * written once for every {@link io.weft.vswitch.tunnel.TunnelOrder}. ADR 30 has figures, and those of raw sockets.
 *
 * <p>A second underlay is to stand beside {@code UdpUnderlay}: its listener would be a filter on the receive queue of a switch port, its sender a writer in front of
 * that port's transmit queue; {@code TunnelPort} would ask both, by where the route leads.
 *
 * <p>Threads: conductor for ports, listeners and the underlay; a PMD for its queues. Start at {@code TunnelPort}.
 */
package io.weft.southbound.tunnel;
