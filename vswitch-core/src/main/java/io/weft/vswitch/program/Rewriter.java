package io.weft.vswitch.program;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;

/**
 * Applies the rewriting instructions of a program to one packet. A packet that lacks the header is left as it is. Checksums are right when a
 * method returns: complete ones by difference (RFC 1624), partial ones as {@link Transport} says.
 *
 * <p>Thread-safety: stateless but for its packet memory; the packet has one owner. Allocation: none.
 */
public final class Rewriter {
    private static final int MACS = 12;
    private static final int TAG = 4;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_ARP = 0x0806;
    private static final int TYPE_RARP = 0x8035;
    private static final long MAC_BITS = 0xFFFF_FFFF_FFFF_0000L;

    private final PacketMemory memory;
    private final Transport transport;

    public Rewriter(PacketMemory memory) {
        this.memory = memory;
        this.transport = new Transport(memory);
    }

    /** Whether the frame starts with a VLAN tag that can be read: 802.1Q or 802.1ad, and a type behind it. */
    public static boolean isTagged(long packet) {
        return Packet.linearLength(packet) >= MACS + TAG + 2
                && isVlanType(Memory.getShortNetwork(Packet.address(packet) + MACS));
    }

    private static boolean isVlanType(int type) {
        return type == 0x8100 || type == 0x88a8;
    }

    /**
     * Inserts a tag behind the MAC addresses.
     *
     * @return the packet, whose start moved; or {@link Packet#NONE} when its frame has no headroom left (the packet is then unchanged)
     */
    public long pushVlan(long packet, int tpid, int tci) {
        long address = Packet.address(packet);
        if (Packet.linearLength(packet) < MACS || address - memory.frameBase(address) < FrameDescriptor.LENGTH + TAG) {
            return Packet.NONE;
        }
        Memory.putLong(address - TAG, Memory.getLong(address));
        Memory.putInt(address - TAG + 8, Memory.getInt(address + 8));
        Memory.putShortNetwork(address - TAG + MACS, tpid);
        Memory.putShortNetwork(address - TAG + MACS + 2, tci);
        return moveStart(packet, -TAG);
    }

    /** Removes the outer tag, if there is one; returns the packet, whose start moved. */
    public long popVlan(long packet) {
        if (!isTagged(packet)) {
            return packet;
        }
        long address = Packet.address(packet);
        int tail = Memory.getInt(address + 8);
        Memory.putLong(address + TAG, Memory.getLong(address));
        Memory.putInt(address + TAG + 8, tail);
        return moveStart(packet, TAG);
    }

    private long moveStart(long packet, int delta) {
        if (!Packet.isExtended(packet)) {
            int moved = Packet.linearLength(packet) - delta;
            return moved <= 0xFFFF ? Packet.moveStart(packet, delta) : extend(packet, delta);
        }
        long base = memory.frameBase(Packet.address(packet));
        int frameLength = FrameDescriptor.frameLength(base) - delta;
        FrameDescriptor.frameLength(base, frameLength);
        FrameDescriptor.totalLength(base, FrameDescriptor.totalLength(base) - delta);
        return Packet.extended(Packet.address(packet) + delta, frameLength);
    }

    /** A plain packet that outgrows 65,535 bytes becomes an extended one. */
    private long extend(long packet, int delta) {
        long address = Packet.address(packet) + delta;
        int length = Packet.linearLength(packet) - delta;
        FrameDescriptor.init(memory.frameBase(address), length);
        return Packet.extended(address, length);
    }

    /**
     * Sets the masked bits of one word of the flow key in the packet.
     *
     * @param place where its headers are: {@link HeaderPlace}
     * @param kind what they are: {@link HeaderPlace}
     */
    public void set(long packet, long place, int kind, int word, long value, long mask) {
        switch (word) {
            case 1 -> setDestinationAndTag(packet, value, mask);
            case 2 -> setSourceAndTpid(packet, value, mask);
            case 3 -> setNetwork(HeaderPlace.l3(place), kind, value, mask);
            case 4 -> setAddresses(packet, place, kind, value, mask);
            case 5 -> setPorts(packet, place, kind, value, mask);
            case 7 -> transport.setNdReserved(packet, place, kind, value, mask);
            case 8, 9 -> setIpv6Half(packet, place, kind, word == 8 ? 8 : 16, value & mask, mask);
            case 10, 11 -> setIpv6Half(packet, place, kind, word == 10 ? 24 : 32, value & mask, mask);
            case 12, 13 -> setNeighbourMac(packet, place, kind, word - 12, value, mask);
            case 14, 15 -> transport.setNdTarget(packet, place, kind, word - 14, value, mask);
            default -> {
                // Word 6 holds nothing that an action can write so.
            }
        }
    }

    private static long merge(long old, long value, long mask) {
        return old & ~mask | value & mask;
    }

    private static void mergeMac(long address, long value, long mask) {
        if ((mask & MAC_BITS) != 0) {
            Memory.putMacNetwork(address, merge(Memory.getMacNetwork(address), value >>> 16, mask >>> 16));
        }
    }

    private static void setDestinationAndTag(long packet, long value, long mask) {
        long address = Packet.address(packet);
        mergeMac(address, value, mask);
        long tciMask = mask & 0xFFFF & ~FlowKey.VLAN_PRESENT;
        if (tciMask != 0 && isTagged(packet)) {
            int tci = Memory.getShortNetwork(address + MACS + 2);
            Memory.putShortNetwork(address + MACS + 2, (int) merge(tci, value, tciMask));
        }
    }

    private static void setSourceAndTpid(long packet, long value, long mask) {
        long address = Packet.address(packet);
        mergeMac(address + 6, value, mask);
        if ((mask & 0xFFFF) != 0 && isTagged(packet)) {
            int tpid = Memory.getShortNetwork(address + MACS);
            Memory.putShortNetwork(address + MACS, (int) merge(tpid, value, mask & 0xFFFF));
        }
    }

    /**
     * Raises the drop precedence of assured forwarding (RFC 2597: DSCP 8 x class + 2 x precedence, classes 1 to 4, precedences 1 to 3); a packet
     * of another per-hop behaviour, or without IP, stays as it is.
     *
     * @param levels by how much; 3 is the highest precedence that there is
     */
    public void remark(long place, int kind, int levels) {
        long l3 = HeaderPlace.l3(place);
        boolean isIpv4 = HeaderPlace.etherType(kind) == TYPE_IPV4;
        if (l3 == 0 || !isIpv4 && HeaderPlace.etherType(kind) != TYPE_IPV6) {
            return;
        }
        int tos = isIpv4 ? Memory.getByte(l3 + 1) & 0xFF : Memory.getIntNetwork(l3) >>> 20 & 0xFF;
        int dscp = tos >>> 2;
        int precedence = dscp >>> 1 & 3;
        if (dscp >>> 3 < 1 || dscp >>> 3 > 4 || precedence == 0 || (dscp & 1) != 0) {
            return;
        }
        int raised = dscp & ~6 | Math.min(3, precedence + levels) << 1;
        setNetwork(l3, kind, (long) raised << 50, 0xFCL << 48);
    }

    /** Word 3: nw_proto (the operation of ARP), nw_tos, nw_ttl, nw_frag (never written), ipv6_label. */
    private static void setNetwork(long l3, int kind, long value, long mask) {
        if (l3 == 0) {
            return;
        }
        int tosValue = (int) (value >>> 48) & 0xFF;
        int tosMask = (int) (mask >>> 48) & 0xFF;
        int ttlValue = (int) (value >>> 40) & 0xFF;
        int ttlMask = (int) (mask >>> 40) & 0xFF;
        switch (HeaderPlace.etherType(kind)) {
            case TYPE_IPV4 -> {
                mergeIpv4Short(l3, 0, tosValue, tosMask);
                mergeIpv4Short(l3, 8, ttlValue << 8, ttlMask << 8);
            }
            case TYPE_IPV6 -> {
                long label = mask & 0xFFFFF;
                int first = Memory.getIntNetwork(l3);
                long merged = merge(first, (long) tosValue << 20 | value, (long) tosMask << 20 | label);
                Memory.putIntNetwork(l3, (int) merged);
                Memory.putByte(l3 + 7, (int) merge(Memory.getByte(l3 + 7), ttlValue, ttlMask));
            }
            case TYPE_ARP, TYPE_RARP -> {
                int operation = Memory.getShortNetwork(l3 + 6);
                if (mask >>> 56 != 0) {
                    Memory.putShortNetwork(l3 + 6, (int) merge(operation, value >>> 56, mask >>> 56));
                }
            }
            default -> {
                // no network header to write
            }
        }
    }

    private static void mergeIpv4Short(long l3, int offset, int value, int mask) {
        if (mask != 0) {
            int old = Memory.getShortNetwork(l3 + offset);
            int now = (int) merge(old, value, mask);
            Memory.putShortNetwork(l3 + offset, now);
            Memory.putShortNetwork(l3 + 10, Checksum.update16(Memory.getShortNetwork(l3 + 10), old, now));
        }
    }

    /** Word 4: nw_src and nw_dst, or arp_spa and arp_tpa. */
    private void setAddresses(long packet, long place, int kind, long value, long mask) {
        long l3 = HeaderPlace.l3(place);
        if (l3 == 0) {
            return;
        }
        int type = HeaderPlace.etherType(kind);
        if (type == TYPE_IPV4) {
            setIpv4(packet, place, kind, 12, (int) (value >>> 32), (int) (mask >>> 32));
            setIpv4(packet, place, kind, 16, (int) value, (int) mask);
        } else if (type == TYPE_ARP || type == TYPE_RARP) {
            Memory.putIntNetwork(l3 + 14, (int) merge(Memory.getIntNetwork(l3 + 14), value >>> 32, mask >>> 32));
            Memory.putIntNetwork(l3 + 24, (int) merge(Memory.getIntNetwork(l3 + 24), value, mask));
        }
    }

    private void setIpv4(long packet, long place, int kind, int offset, int value, int mask) {
        if (mask == 0) {
            return;
        }
        long l3 = HeaderPlace.l3(place);
        int old = Memory.getIntNetwork(l3 + offset);
        int now = (int) merge(old, value, mask);
        if (old != now) {
            long field = transport.pseudoHeaderChecksum(place, kind);
            boolean partial = field != 0 && transport.isPartial(packet, place, kind, field);
            Memory.putIntNetwork(l3 + offset, now);
            Memory.putShortNetwork(l3 + 10, Checksum.update32(Memory.getShortNetwork(l3 + 10), old, now));
            Transport.addressChanged(field, partial, kind, Integer.toUnsignedLong(old), Integer.toUnsignedLong(now));
        }
    }

    private void setIpv6Half(long packet, long place, int kind, int offset, long value, long mask) {
        long l3 = HeaderPlace.l3(place);
        if (l3 == 0 || HeaderPlace.etherType(kind) != TYPE_IPV6) {
            return;
        }
        long old = Memory.getLongNetwork(l3 + offset);
        long now = merge(old, value, mask);
        if (old != now) {
            boolean covered = offset < 24 || !Ipv6Path.isRouted(place);
            long field = covered ? transport.pseudoHeaderChecksum(place, kind) : 0;
            boolean partial = field != 0 && transport.isPartial(packet, place, kind, field);
            Memory.putLongNetwork(l3 + offset, now);
            Transport.addressChanged(field, partial, kind, old, now);
        }
    }

    private void setPorts(long packet, long place, int kind, long value, long mask) {
        if (HeaderPlace.l4(place) != 0) {
            transport.setPorts(packet, place, kind, (int) (value >>> 32), (int) (mask >>> 32));
        }
    }

    /** Words 12 and 13: the sender's and the target's MAC of ARP, or the link-layer option of neighbour discovery. */
    private void setNeighbourMac(long packet, long place, int kind, int which, long value, long mask) {
        int type = HeaderPlace.etherType(kind);
        long l3 = HeaderPlace.l3(place);
        if (l3 == 0) {
            return;
        }
        if (type == TYPE_ARP || type == TYPE_RARP) {
            mergeMac(l3 + (which == 0 ? 8 : 18), value, mask);
        } else if (type == TYPE_IPV6) {
            transport.setNdLinkLayer(packet, place, kind, which, value, mask);
        }
    }
}
