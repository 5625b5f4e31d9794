/**
 * Tunnels: what tunnel ports are told, which headers packets come and go with, and how the datapath carries them along.
 *
 * <pre>
 *   options:... --> TunnelOptions --> TunnelConfig --> TunnelEnd: the port
 *
 *   in:   datagram --> Decapsulator --(TunnelMatches: most specific port)--> Arrivals: number of the header
 *              --> packet, in_port = number and port --> caches --> [miss] translation: the tunnel fields, from Arrivals
 *   out:  translation: tunnel fields, options of the port --> TunnelOrder, a constant of the program --> TunnelOrders: a number
 *              --> packet, number in its frame's descriptor --> transmit queue: header, addresses, ToS, TTL
 * </pre>
 *
 * <p><b>Caches see no tunnel fields.</b> Their keys are 128 bytes and hold the packet. A tunnelled packet's outer header is interned to a number instead,
 * which is part of its {@code in_port}: as in Open vSwitch, whose cached flows always match all of the tunnel's addresses and key. A program
 * that sends into a tunnel knows every outer field beforehand, since whatever a field was set from was looked at. So neither direction
 * adds a branch or a byte for packets of other ports. ADR 30 tells what else was thought of.
 *
 * <p><b>The underlay is not here.</b> What carries datagrams gives them to a {@link io.weft.vswitch.tunnel.Decapsulator} and sends packets by
 * their {@link io.weft.vswitch.tunnel.TunnelOrder}. The one there is, a kernel UDP socket, is the package {@code io.weft.southbound.tunnel}. The second
 * one, a port of the switch, fits in the same two places: arriving, a datagram addressed to this host and a tunnel's UDP port is judged by the
 * same {@code Decapsulator} before it is looked up; leaving, a transmit queue writes the order's header and, from the kernel's routes and
 * neighbours, UDP, IP and Ethernet in front of the packet, and gives it to that port's queue.
 *
 * <p>Threads: {@code Decapsulator} and {@code Arrivals} are filled by the PMD that receives; {@code TunnelOrders} by every PMD's slow path; configuration is
 * the conductor's. Start at {@link io.weft.vswitch.tunnel.Decapsulator} and {@link io.weft.vswitch.tunnel.TunnelOrder}.
 */
package io.weft.vswitch.tunnel;
