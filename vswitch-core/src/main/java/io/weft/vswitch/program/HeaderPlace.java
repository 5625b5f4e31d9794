package io.weft.vswitch.program;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Layers;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.NdHeader;

/**
 * What a rewrite must know of a parsed packet besides its bytes, packed into two {@code long}s so that a burst keeps it in arrays.
 *
 * <pre>
 *   place  63 ...... 48 | 47 ............................ 0     (l4 offset from l3, 0xFFFF: none; address of the L3 header, 0: none)
 *   kind   31 ...... 16 | 15 ........ 8 | 7 ........... 0       (eth_type; nw_proto; nw_frag, bit 7: neighbour discovery)
 * </pre>
 *
 * Addresses stay true when tags are pushed or popped, since then only what is before the L3 header moves.
 */
public final class HeaderPlace {
    private static final int NO_L4 = 0xFFFF;
    private static final int NEIGHBOUR = 0x80;
    private static final long ADDRESS = (1L << 48) - 1;

    private HeaderPlace() {}

    /** From what {@code KeyExtractor} returned for the frame at {@code address}. */
    public static long place(long address, long layers) {
        int l3 = Layers.l3Offset(layers);
        int l4 = Layers.l4Offset(layers);
        if (l3 == 0) {
            return (long) NO_L4 << 48;
        }
        return (long) (l4 == 0 ? NO_L4 : l4 - l3) << 48 | address + l3;
    }

    /** From words 0, 3 and 5 of the packet's key as it arrived. */
    public static int kind(long word0, long word3, long word5) {
        int type = (int) (word0 >>> 16 & 0xFFFF);
        int protocol = (int) (word3 >>> 56);
        int icmpType = (int) (word5 >>> 48);
        boolean neighbour = type == EthernetHeader.TYPE_IPV6
                && protocol == IpProtocol.ICMPV6
                && NdHeader.isNeighbour(icmpType, (int) (word5 >>> 32) & 0xFFFF);
        return type << 16 | protocol << 8 | (neighbour ? NEIGHBOUR : 0) | (int) (word3 >>> 32) & 3;
    }

    /** Whether it arrived as a neighbour solicitation or advertisement. */
    static boolean isNeighbour(int kind) {
        return (kind & NEIGHBOUR) != 0;
    }

    /** Address of the IPv4, IPv6 or ARP header, or 0. */
    static long l3(long place) {
        return place & ADDRESS;
    }

    /** Address of the transport header, or 0. */
    static long l4(long place) {
        int offset = (int) (place >>> 48);
        return offset == NO_L4 ? 0 : (place & ADDRESS) + offset;
    }

    static int etherType(int kind) {
        return kind >>> 16;
    }

    static int protocol(int kind) {
        return kind >>> 8 & 0xFF;
    }

    static boolean isFragment(int kind) {
        return (kind & FlowKey.FRAG_ANY) != 0;
    }

    /** The place of the same headers in a copy of the packet that lies {@code delta} bytes further. */
    public static long moved(long place, long delta) {
        return l3(place) == 0 ? place : place & ~ADDRESS | l3(place) + delta;
    }
}
