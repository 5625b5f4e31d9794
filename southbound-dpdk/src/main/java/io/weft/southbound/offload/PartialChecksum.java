package io.weft.southbound.offload;

import io.weft.flow.memory.Memory;

/**
 * Recognises a TCP or UDP frame whose checksum its sender left to the hardware.
 *
 * <p>Such a frame holds the folded, not inverted sum of the pseudo-header in its checksum field (Linux {@code CHECKSUM_PARTIAL}); a frame with
 * a real checksum has that value once in 65,536, and asking the device to complete it then gives the right checksum, too. So the state needs no
 * place in a packet's descriptor: a test at output finds it.
 *
 * <p>Cost: a few loads from the first cache line or two of the frame. Fragments, IPv6 extension headers and tunnels are never partial here.
 */
public final class PartialChecksum {
    /** The answer for a frame that is complete, or has no such checksum. */
    public static final int NONE = 0;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_SERVICE_VLAN = 0x88A8;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private PartialChecksum() {}

    /**
     * Where the checksum of the frame is to be completed.
     *
     * @param address the frame's first byte, which is its Ethernet header
     * @param length contiguous bytes there; the rest of a longer frame does not matter
     * @return start (from the first byte) {@code << 16} | offset of the field (from start), or {@link #NONE}
     */
    public static int locate(long address, int length) {
        int network = networkOffset(address, length);
        if (network < 0) {
            return NONE;
        }
        return isIpv4(address, network) ? locateIpv4(address, network, length) : locateIpv6(address, network, length);
    }

    /** Start of the IP header behind up to two VLAN tags, or -1 when there is none within {@code length} bytes. */
    public static int networkOffset(long address, int length) {
        int offset = 12;
        for (int tags = 0; tags <= 2; tags++) {
            if (offset + 22 > length) {
                return -1;
            }
            int type = Memory.getShortNetwork(address + offset);
            if (type == TYPE_IPV4 || type == TYPE_IPV6) {
                return offset + 2;
            }
            if (type != TYPE_VLAN && type != TYPE_SERVICE_VLAN) {
                return -1;
            }
            offset += 4;
        }
        return -1;
    }

    /** Whether the IP header that {@link #networkOffset} found says it is version 4. */
    public static boolean isIpv4(long address, int network) {
        return Memory.getByte(address + network) >>> 4 == 4;
    }

    private static int locateIpv4(long address, int network, int length) {
        long header = address + network;
        int headerLength = (Memory.getByte(header) & 0xF) << 2;
        int protocol = Memory.getByte(header + 9);
        boolean fragment = (Memory.getShortNetwork(header + 6) & 0x3FFF) != 0;
        int field = field(protocol);
        if (field < 0 || fragment || headerLength < 20 || network + headerLength + field + 2 > length) {
            return NONE;
        }
        int payload = Memory.getShortNetwork(header + 2) - headerLength;
        int found = Memory.getShortNetwork(header + headerLength + field);
        return found != 0 && found == fold(ipv4PseudoSum(header, protocol, payload))
                ? network + headerLength << 16 | field
                : NONE;
    }

    private static int locateIpv6(long address, int network, int length) {
        long header = address + network;
        if (network + 40 > length || Memory.getByte(header) >>> 4 != 6) {
            return NONE;
        }
        int protocol = Memory.getByte(header + 6);
        int field = field(protocol);
        if (field < 0 || network + 40 + field + 2 > length) {
            return NONE;
        }
        int payload = Memory.getShortNetwork(header + 4);
        int found = Memory.getShortNetwork(header + 40 + field);
        return found != 0 && found == fold(ipv6PseudoSum(header, protocol, payload))
                ? network + 40 << 16 | field
                : NONE;
    }

    private static int field(int protocol) {
        return protocol == TCP ? TCP_CHECKSUM : protocol == UDP ? UDP_CHECKSUM : -1;
    }

    /** Sum over addresses, protocol and payload length (RFC 9293 section 3.1), not folded. */
    static long ipv4PseudoSum(long header, int protocol, int payload) {
        return (Memory.getIntNetwork(header + 12) & 0xFFFF_FFFFL)
                + (Memory.getIntNetwork(header + 16) & 0xFFFF_FFFFL)
                + protocol
                + payload;
    }

    /** Sum over addresses, next header and payload length (RFC 8200 section 8.1), not folded. */
    static long ipv6PseudoSum(long header, int protocol, int payload) {
        long sum = (long) protocol + payload;
        for (int i = 8; i < 40; i += 4) {
            sum += Memory.getIntNetwork(header + i) & 0xFFFF_FFFFL;
        }
        return sum;
    }

    /** Folds a sum of 16- or 32-bit words to 16 bits, end-around (RFC 1071). */
    static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xFFFF_FFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        return (int) ((folded >>> 16) + (folded & 0xFFFF));
    }
}
