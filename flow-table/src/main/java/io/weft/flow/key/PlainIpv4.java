package io.weft.flow.key;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.TcpHeader;
import io.weft.flow.wire.UdpHeader;

/**
 * The key of the commonest packet: TCP or UDP in IPv4 without options, not a fragment, not tagged. The same key as {@link KeyExtractor} finds
 * header by header, in six reads and one test.
 *
 * <pre>
 *   0 dst (6)  6 src (6)  12 type (2) | 14 version, IHL  15 TOS  16 length (2)  18 id (2)  20 fragment (2)
 *                                     | 22 TTL  23 protocol  24 checksum (2)  26 source (4)  30 destination (4) | 34 ports (4)
 *   read:  [0, 8)  [6, 14)  [14, 22)  [22, 30)  [26, 34)  [34, 38)
 * </pre>
 *
 * <p>Thread-safety: stateless. Allocation: none.
 */
public final class PlainIpv4 {
    /** Another kind of packet: nothing was written. No packet's layers are this here. */
    static final long OTHER = 0;

    private static final int L3 = EthernetHeader.LENGTH;
    private static final int L4 = L3 + Ipv4Header.LENGTH;
    /** Bytes of the shortest such frame. */
    public static final int SHORTEST = L4 + UdpHeader.LENGTH;

    /** The {@link Layers} of such a packet. */
    public static final long LAYERS = Layers.of(L3, L4);

    private static final long HIGH_48 = -1L << 16;

    /** Version, header length, fragment bits of the word at 14: "not a fragment" leaves "do not fragment" open. */
    private static final long SHAPE_MASK = 0xFF00_0000_0000_0000L | Ipv4Header.MORE_FRAGMENTS | Ipv4Header.OFFSET_MASK;

    private static final long SHAPE = 0x4500_0000_0000_0000L;

    private PlainIpv4() {}

    /** Whether a frame is such a packet, whose key is then written. */
    public static boolean isPlain(long frame, int length, int inPort, long key) {
        return extract(frame, length, inPort, key) != OTHER;
    }

    /**
     * Whether the transport header of a frame of at least {@link #SHORTEST} bytes, whose IPv4 header is that of such a packet, can be read: its TCP flags, 0 for UDP, or a
     * negative number.
     *
     * @param second the word at 16, in network order: length of the IP packet ... protocol
     */
    public static long flagsIfComplete(long frame, int length, long second) {
        int payload = (int) (second >>> 48) - Ipv4Header.LENGTH;
        if (Integer.compareUnsigned(payload - UdpHeader.LENGTH, length - SHORTEST)
                > 0) { // more than there is, or less than either needs
            return -1;
        }
        if (((int) second & 0xFF) == IpProtocol.TCP) {
            return TcpHeader.isValid(frame + L4, payload) ? TcpHeader.flags(frame + L4) : -1;
        }
        return 0;
    }

    /** As {@link KeyExtractor#extract(long, int, int, long)}, or {@link #OTHER}. */
    static long extract(long frame, int length, int inPort, long key) {
        if (length < SHORTEST) {
            return OTHER;
        }
        long sourceAndType = Memory.getLongNetwork(frame + 6);
        long shape = Memory.getLongNetwork(frame + L3);
        long lives = Memory.getLongNetwork(frame + L3 + Ipv4Header.TTL_OFFSET);
        int payload = ((int) (shape >>> 32) & 0xFFFF) - Ipv4Header.LENGTH;
        if ((sourceAndType & 0xFFFF ^ EthernetHeader.TYPE_IPV4 | shape & SHAPE_MASK ^ SHAPE) != 0
                || payload > length - L4) {
            return OTHER;
        }
        int protocol = (int) (lives >>> 48) & 0xFF;
        long ports = (long) Memory.getIntNetwork(frame + L4) << 32;
        if (protocol == IpProtocol.TCP && TcpHeader.isValid(frame + L4, payload)) {
            ports |= (long) TcpHeader.flags(frame + L4) << 16;
        } else if (protocol != IpProtocol.UDP || !UdpHeader.isValid(payload)) {
            return OTHER;
        }
        Memory.putLong(key, (long) inPort << 32 | (long) EthernetHeader.TYPE_IPV4 << 16 | FlowKey.KIND_SHORT);
        Memory.putLong(key + 8, Memory.getLongNetwork(frame) & HIGH_48);
        Memory.putLong(key + 16, sourceAndType & HIGH_48);
        Memory.putLong(key + 24, (long) protocol << 56 | (shape >>> 48 & 0xFF) << 48 | lives >>> 56 << 40);
        Memory.putLong(key + 32, Memory.getLongNetwork(frame + L3 + Ipv4Header.LENGTH - 8));
        Memory.putLong(key + 40, ports);
        Memory.putLong(key + 48, 0);
        Memory.putLong(key + 56, 0);
        return LAYERS;
    }
}
