/**
 * Wire formats: one header per file, as static accessors over an absolute address.
 *
 * <pre>
 *   frame  +--------------+--------+-------------------+-----------+---------
 *          | Ethernet  14 | VLAN 4 | IPv4 / IPv6 / ARP | TCP / ... | payload
 *          +--------------+--------+-------------------+-----------+---------
 *            EthernetHeader          Ipv4Header.isValid(address, readable): once
 *                                    Ipv4Header.source(address), ...: trusted after it
 * </pre>
 *
 * A header's lengths and offsets stand in one block at its top. {@code isValid} takes the address and the number of readable bytes and
 * says whether every accessor may be used; the accessors then check nothing. Numbers are host numbers: an address in a header is an
 * {@code int} or a {@code long}, a MAC address the low 48 bits of a {@code long}.
 *
 * <p>{@link io.weft.flow.wire.FrameBuilder} and {@link io.weft.flow.wire.FrameComposer} write whole frames for tools and tests.
 * Threads: none; whoever owns the bytes calls. Allocation: none but in the two writers. Start at
 * {@link io.weft.flow.wire.EthernetHeader}.
 */
package io.weft.flow.wire;
