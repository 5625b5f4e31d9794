package io.weft.vswitch.program;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.Crc32c;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/**
 * Writes transport headers and keeps their checksums.
 *
 * <p>A <em>complete</em> checksum is updated by difference. A <em>partial</em> one holds the folded sum of the pseudo-header, which the
 * sending device completes: addresses change it (as a sum, not complemented), what it will cover does not. Whether one is partial is written
 * in the {@link FrameDescriptor} of an extended packet. A plain frame of a device that says nothing (AF_XDP) is partial when its
 * field equals that sum, unless it is right as a complete checksum. UDP: 0 means no checksum and stays; a computed 0 is sent as 0xFFFF
 * (RFC 768).
 */
final class Transport {
    private static final int ICMPV4 = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int ND_OPTIONS = 24;
    private static final int SCTP_CRC = 8;

    private final PacketMemory memory;

    Transport(PacketMemory memory) {
        this.memory = memory;
    }

    /** Address of the checksum that covers the pseudo-header, or 0 where there is none. */
    long pseudoHeaderChecksum(long place, int kind) {
        long l4 = HeaderPlace.l4(place);
        if (l4 == 0) {
            return 0;
        }
        return switch (HeaderPlace.protocol(kind)) {
            case TCP -> l4 + 16;
            case UDP -> Memory.getShortNetwork(l4 + 6) == 0 ? 0 : l4 + 6;
            case ICMPV6 -> HeaderPlace.etherType(kind) == TYPE_IPV6 ? l4 + 2 : 0;
            default -> 0;
        };
    }

    /** Whether the checksum at {@code field} awaits completion by the sending device. */
    boolean isPartial(long packet, long place, int kind, long field) {
        long l4 = HeaderPlace.l4(place);
        if (Packet.isExtended(packet)) {
            long base = memory.frameBase(Packet.address(packet));
            return FrameDescriptor.isPartialChecksum(base) && base + FrameDescriptor.checksumStart(base) == l4;
        }
        if (HeaderPlace.isFragment(kind)) {
            return false;
        }
        int length = transportLength(place, kind);
        long pseudo = pseudoSum(place, kind, length);
        if (Memory.getShortNetwork(field) != Checksum.fold(pseudo)) {
            return false;
        }
        boolean whole = l4 + length <= Packet.address(packet) + Packet.linearLength(packet);
        return !whole || Checksum.fold(pseudo + Checksum.sum(l4, length)) != 0xFFFF;
    }

    /** What the IP header says is behind the start of the transport header. */
    static int transportLength(long place, int kind) {
        long l3 = HeaderPlace.l3(place);
        int headers = (int) (HeaderPlace.l4(place) - l3);
        return HeaderPlace.etherType(kind) == TYPE_IPV4
                ? Math.max(0, Memory.getShortNetwork(l3 + 2) - headers)
                : Math.max(0, Memory.getShortNetwork(l3 + 4) + 40 - headers);
    }

    /** The sum of the pseudo-header of a transport part of {@code length} bytes. */
    static long pseudoSum(long place, int kind, int length) {
        long l3 = HeaderPlace.l3(place);
        boolean ipv4 = HeaderPlace.etherType(kind) == TYPE_IPV4;
        long addresses = ipv4
                ? Checksum.sum(l3 + 12, 8)
                : Checksum.sum(l3 + 8, 16) + Checksum.sum(Ipv6Path.finalDestination(place), 16);
        return addresses + HeaderPlace.protocol(kind) + length;
    }

    /** An address in the pseudo-header of the checksum at {@code field} (0: none) changed. */
    static void addressChanged(long field, boolean partial, int kind, long old, long now) {
        if (field == 0) {
            return;
        }
        if (partial) {
            Memory.putShortNetwork(field, updateSum(Memory.getShortNetwork(field), old, now));
        } else {
            updateComplete(field, kind, old, now);
        }
    }

    private static void updateComplete(long field, int kind, long old, long now) {
        int checksum = Checksum.update64(Memory.getShortNetwork(field), old, now);
        Memory.putShortNetwork(field, checksum == 0 && HeaderPlace.protocol(kind) == UDP ? 0xFFFF : checksum);
    }

    /** The sum itself (not complemented, as a partial checksum holds it) after a covered value changed (RFC 1624). */
    private static int updateSum(int sum, long old, long now) {
        return ~Checksum.update64(~sum & 0xFFFF, old, now) & 0xFFFF;
    }

    /** Covered bytes of the transport header changed; call before they are written, since a partial checksum is recognised by the old ones. */
    private void coveredChanges(long packet, long place, int kind, long old, long now) {
        long field = pseudoHeaderChecksum(place, kind);
        if (field != 0 && !isPartial(packet, place, kind, field)) {
            updateComplete(field, kind, old, now);
        }
    }

    /** Sets masked bits of (tp_src, tp_dst), for ICMP of (type, code): the upper and the lower 16 bits of {@code value}. */
    void setPorts(long packet, long place, int kind, int value, int mask) {
        long l4 = HeaderPlace.l4(place);
        switch (HeaderPlace.protocol(kind)) {
            case TCP, UDP -> {
                int old = Memory.getIntNetwork(l4);
                int now = old & ~mask | value & mask;
                coveredChanges(packet, place, kind, Integer.toUnsignedLong(old), Integer.toUnsignedLong(now));
                Memory.putIntNetwork(l4, now);
            }
            case SCTP -> setSctpPorts(packet, place, kind, value, mask);
            case ICMPV4 -> {
                if (HeaderPlace.etherType(kind) == TYPE_IPV4) {
                    setIcmp(packet, place, kind, value, mask);
                }
            }
            case ICMPV6 -> {
                if (HeaderPlace.etherType(kind) == TYPE_IPV6) {
                    setIcmp(packet, place, kind, value, mask);
                }
            }
            default -> {
                // no header with ports
            }
        }
    }

    /**
     * Gives a packet other ports, or of ICMP another identifier: the upper 16 bits.
     *
     * @param field of the complete checksum with a pseudo-header that covers them, or 0
     */
    void translatePorts(long packet, long place, int kind, long field, int ports) {
        long l4 = HeaderPlace.l4(place);
        switch (HeaderPlace.protocol(kind)) {
            case TCP, UDP -> {
                int old = Memory.getIntNetwork(l4);
                if (old != ports) {
                    Memory.putIntNetwork(l4, ports);
                    if (field != 0) {
                        updateComplete(field, kind, Integer.toUnsignedLong(old), Integer.toUnsignedLong(ports));
                    }
                }
            }
            case SCTP -> setSctpPorts(packet, place, kind, ports, -1);
            case ICMPV4 -> {
                if (HeaderPlace.etherType(kind) == TYPE_IPV4) {
                    int old = Memory.getShortNetwork(l4 + 4);
                    updateIcmp(packet, place, kind, old, ports >>> 16);
                    Memory.putShortNetwork(l4 + 4, ports >>> 16);
                }
            }
            case ICMPV6 -> {
                if (HeaderPlace.etherType(kind) == TYPE_IPV6) {
                    if (field != 0) {
                        updateComplete(field, kind, Memory.getShortNetwork(l4 + 4), ports >>> 16);
                    }
                    Memory.putShortNetwork(l4 + 4, ports >>> 16);
                }
            }
            default -> {
                // no header with ports
            }
        }
    }

    private void setIcmp(long packet, long place, int kind, int value, int mask) {
        long l4 = HeaderPlace.l4(place);
        int shortMask = mask >>> 8 & 0xFF00 | mask & 0xFF;
        int old = Memory.getShortNetwork(l4);
        int now = old & ~shortMask | (value >>> 8 & 0xFF00 | value & 0xFF) & shortMask;
        if (HeaderPlace.protocol(kind) == ICMPV4) {
            updateIcmp(packet, place, kind, old, now);
        } else {
            coveredChanges(packet, place, kind, old, now);
        }
        Memory.putShortNetwork(l4, now);
    }

    /** ICMP has no pseudo-header: a partial checksum of it is 0 and stays so. */
    private void updateIcmp(long packet, long place, int kind, int old, int now) {
        long field = HeaderPlace.l4(place) + 2;
        if (!Packet.isExtended(packet) || !isPartial(packet, place, kind, field)) {
            Memory.putShortNetwork(field, Checksum.update16(Memory.getShortNetwork(field), old, now));
        }
    }

    /**
     * The CRC32c of SCTP covers the whole packet, wherever the rest of it is: it changes by the bits that the ports change in it, so a wrong one stays wrong.
     * A fragment keeps its own, since its packet's length is unknown.
     */
    private void setSctpPorts(long packet, long place, int kind, int value, int mask) {
        long l4 = HeaderPlace.l4(place);
        int old = Memory.getIntNetwork(l4);
        int now = old & ~mask | value & mask;
        boolean keeps = HeaderPlace.isFragment(kind)
                || Packet.isExtended(packet) && isPartial(packet, place, kind, l4 + SCTP_CRC);
        if (old != now && !keeps) {
            int change = Crc32c.change(old ^ now, transportLength(place, kind) - Integer.BYTES & 0xFFFF);
            // The field is little-endian (RFC 9260 appendix A).
            Memory.putIntNetwork(l4 + SCTP_CRC, Memory.getIntNetwork(l4 + SCTP_CRC) ^ Integer.reverseBytes(change));
        }
        Memory.putIntNetwork(l4, now);
    }

    /** Sets masked bits of one half of nd_target (RFC 4861 sections 4.3, 4.4). */
    void setNdTarget(long packet, long place, int kind, int half, long value, long mask) {
        long l4 = HeaderPlace.l4(place);
        if (isNeighbourDiscovery(packet, place, kind)) {
            long at = l4 + 8 + 8L * half;
            long old = Memory.getLongNetwork(at);
            long now = old & ~mask | value & mask;
            coveredChanges(packet, place, kind, old, now);
            Memory.putLongNetwork(at, now);
        }
    }

    /** Sets masked bits of the reserved word of a neighbour discovery message, in the upper half of {@code value}. */
    void setNdReserved(long packet, long place, int kind, long value, long mask) {
        long at = HeaderPlace.l4(place) + 4;
        if (isNeighbourDiscovery(packet, place, kind)) {
            int old = Memory.getIntNetwork(at);
            int now = (int) (old & ~(mask >>> 32) | value >>> 32 & mask >>> 32);
            coveredChanges(packet, place, kind, Integer.toUnsignedLong(old), Integer.toUnsignedLong(now));
            Memory.putIntNetwork(at, now);
        }
    }

    /**
     * Sets masked bits of the source (0) or target (1) link-layer address option, if the message has it, and then, by the low bits of the
     * word with the source, the type of its first such option.
     */
    void setNdLinkLayer(long packet, long place, int kind, int which, long value, long mask) {
        if (!isNeighbourDiscovery(packet, place, kind)) {
            return;
        }
        long l4 = HeaderPlace.l4(place);
        long end = Math.min(l4 + transportLength(place, kind), Packet.address(packet) + Packet.linearLength(packet));
        long option = mask >>> 16 == 0 ? 0 : option(l4 + ND_OPTIONS, end, which + 1);
        if (option != 0) {
            long old = Memory.getMacNetwork(option + 2);
            long now = old & ~(mask >>> 16) | value >>> 16 & mask >>> 16;
            coveredChanges(packet, place, kind, old, now);
            Memory.putMacNetwork(option + 2, now);
        }
        int typeMask = (int) mask & 0xFF;
        if (which == 0 && typeMask != 0) {
            setOptionType(packet, place, kind, firstOption(l4 + ND_OPTIONS, end), (int) value, typeMask);
        }
    }

    private void setOptionType(long packet, long place, int kind, long option, int value, int mask) {
        if (option != 0) {
            int old = Memory.getShortNetwork(option);
            int now = old & ~(mask << 8) | (value & mask) << 8;
            coveredChanges(packet, place, kind, old, now);
            Memory.putShortNetwork(option, now);
        }
    }

    /** The first option with a link-layer address, of the source or of the target, or 0. */
    private static long firstOption(long start, long end) {
        long source = option(start, end, 1);
        long target = option(start, end, 2);
        return source == 0 || target != 0 && target < source ? target : source;
    }

    private static long option(long start, long end, int type) {
        long at = start;
        while (at + 8 <= end) {
            int bytes = Memory.getByte(at + 1) * 8;
            if (bytes == 0 || at + bytes > end) {
                return 0;
            }
            if (Memory.getByte(at) == type && bytes == 8) {
                return at;
            }
            at += bytes;
        }
        return 0;
    }

    private static boolean isNeighbourDiscovery(long packet, long place, int kind) {
        long l4 = HeaderPlace.l4(place);
        return HeaderPlace.isNeighbour(kind)
                && l4 != 0
                && transportLength(place, kind) >= ND_OPTIONS
                && l4 + ND_OPTIONS <= Packet.address(packet) + Packet.linearLength(packet);
    }
}
