package io.weft.vswitch.reference;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A frame and where its headers are. The structure is read once, on arrival; values are read from the bytes whenever they are asked for.
 *
 * <p>A field that the structure has no bytes for (its header was cut off) can be written all the same: later reads see it, the bytes do
 * not change.
 */
final class ReferenceFrame {
    private static final int NOWHERE = -1;
    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int RARP = 0x8035;
    private static final int IPV6 = 0x86dd;
    private static final int NO_TYPE = 0x05ff;

    private byte[] bytes;
    /** Tags that are read as tags, or were pushed: two at the most; one more is payload and stays so. */
    private int tags;

    private int etherType;
    private int l3 = NOWHERE;
    private int l4 = NOWHERE;
    private int l3End;
    private int protocol;
    private int fragment;
    private boolean routed;
    private int ndTarget = NOWHERE;
    private int ndSource = NOWHERE;
    private int ndDestination = NOWHERE;
    private int ndFirst = NOWHERE;
    private final long[] unseenValue = new long[FlowKey.WORDS];
    private final long[] unseenMask = new long[FlowKey.WORDS];

    /** The frame as it is sent, where {@code nat} has changed it since: tables go on with what they saw; what they write is written in both. Or null. */
    private ReferenceFrame sent;

    /** Null when the frame is too short for an Ethernet header. */
    static ReferenceFrame parse(byte[] frame) {
        return parse(frame, 2);
    }

    /** As {@link #parse(byte[])}; of tags, at most {@code limit} are read as such, and what comes behind them is payload. */
    static ReferenceFrame parse(byte[] frame, int limit) {
        return frame.length < 14 ? null : new ReferenceFrame(frame.clone(), limit);
    }

    private ReferenceFrame(byte[] frame, int limit) {
        bytes = frame;
        int at = 12;
        while (tags < limit && isTpid(u16(at)) && bytes.length - at - 2 >= 4) {
            tags++;
            at += 4;
        }
        etherType = u16(at);
        at += 2;
        if (etherType < 1536) {
            boolean snap =
                    bytes.length - at >= 8 && number(at, 6).longValue() == 0xAAAA_0300_0000L && u16(at + 6) >= 1536;
            etherType = snap ? u16(at + 6) : NO_TYPE;
            at += snap ? 8 : 0;
        }
        switch (etherType) {
            case IPV4 -> parseIpv4(at);
            case IPV6 -> parseIpv6(at);
            case ARP, RARP -> parseArp(at);
            default -> l3 = NOWHERE;
        }
    }

    /** A frame of its own in the same state. */
    ReferenceFrame copy() {
        return new ReferenceFrame(this);
    }

    private ReferenceFrame(ReferenceFrame other) {
        bytes = other.bytes.clone();
        tags = other.tags;
        etherType = other.etherType;
        l3 = other.l3;
        l4 = other.l4;
        l3End = other.l3End;
        protocol = other.protocol;
        fragment = other.fragment;
        routed = other.routed;
        ndTarget = other.ndTarget;
        ndSource = other.ndSource;
        ndDestination = other.ndDestination;
        ndFirst = other.ndFirst;
        System.arraycopy(other.unseenValue, 0, unseenValue, 0, unseenValue.length);
        System.arraycopy(other.unseenMask, 0, unseenMask, 0, unseenMask.length);
        sent = other.sent == null ? null : other.sent.copy();
    }

    /** From here on the frame that is sent has these bytes, which are as many as it has. */
    void become(byte[] translated) {
        sent = copy();
        sent.sent = null;
        sent.bytes = translated.clone();
    }

    private static boolean isTpid(int type) {
        return type == 0x8100 || type == 0x88a8;
    }

    private void parseIpv4(int at) {
        int left = bytes.length - at;
        if (left < 20) {
            return;
        }
        int header = (u8(at) & 15) * 4;
        int total = u16(at + 2);
        if (header < 20 || header > total || total > left) {
            return;
        }
        l3 = at;
        l3End = at + total;
        protocol = u8(at + 9);
        int flags = u16(at + 6);
        fragment = (flags & 0x1fff) != 0 ? 3 : (flags & 0x2000) != 0 ? 1 : 0;
        if (fragment != 3) {
            parseTransport(at + header, protocol == 58 ? 0 : protocol);
        }
    }

    private void parseIpv6(int at) {
        int left = bytes.length - at;
        if (left < 40 || 40 + u16(at + 4) > left) {
            return;
        }
        l3 = at;
        l3End = at + 40 + u16(at + 4);
        int next = u8(at + 6);
        int offset = at + 40;
        for (int headers = 0; next == 0 || next == 43 || next == 44 || next == 51 || next == 60; headers++) {
            if (l3End - offset < 8 || headers == 8) {
                unreadable();
                return;
            }
            int length = (u8(offset + 1) + 1) * 8;
            routed |= next == 43 && u8(offset + 3) != 0;
            if (next == 44) {
                length = 8;
                if ((u16(offset + 2) & 0xfff8) != 0) {
                    fragment = 3;
                    protocol = 44;
                    return;
                }
                fragment = u16(offset + 2) != 0 ? 1 : fragment;
            } else if (next == 51) {
                length = (u8(offset + 1) + 2) * 4;
            }
            if (offset + length > l3End) {
                unreadable();
                return;
            }
            next = u8(offset);
            offset += length;
        }
        protocol = next;
        parseTransport(offset, protocol == 1 ? 0 : protocol);
    }

    /** Behind unreadable extension headers nothing but the addresses of the IPv6 header is known. */
    private void unreadable() {
        protocol = NOWHERE;
        fragment = 0;
    }

    private void parseTransport(int at, int kind) {
        int left = l3End - at;
        boolean whole = switch (kind) {
            case 6 -> left >= 20 && (u8(at + 12) >> 4) * 4 >= 20 && (u8(at + 12) >> 4) * 4 <= left;
            case 17, 1, 58 -> left >= 8;
            case 132 -> left >= 12;
            default -> false;
        };
        if (whole) {
            l4 = at;
            if (kind == 58 && (u8(at) == 135 || u8(at) == 136) && u8(at + 1) == 0 && left >= 24) {
                parseNeighbour(at);
            }
        }
    }

    private void parseNeighbour(int at) {
        ndTarget = at + 8;
        int option = at + 24;
        for (int i = 0; i < 16 && l3End - option >= 8; i++) {
            int length = u8(option + 1) * 8;
            if (length == 0 || length > l3End - option) {
                return;
            }
            if (ndFirst == NOWHERE && length == 8 && (u8(option) == 1 || u8(option) == 2)) {
                ndFirst = option;
            }
            if (length == 8 && u8(option) == 1) {
                ndSource = option + 2;
            } else if (length == 8 && u8(option) == 2) {
                ndDestination = option + 2;
            }
            option += length;
        }
    }

    private void parseArp(int at) {
        if (bytes.length - at >= 28 && number(at, 6).longValue() == 0x0001_0800_0604L) {
            l3 = at;
            l3End = at + 28;
        }
    }

    // ---- reading

    /** As it is sent. */
    byte[] bytes() {
        return sent == null ? bytes.clone() : sent.bytes();
    }

    /** Whether this is an IP packet that was cut in pieces. */
    boolean isFragment() {
        return fragment != 0;
    }

    int length() {
        return bytes.length;
    }

    /** Where the transport header is, of a packet that has one. */
    int transportAt() {
        return l4;
    }

    /** Where the IP packet begins, or negative. */
    int networkAt() {
        return l3;
    }

    /** Behind the last byte of the IP packet. */
    int end() {
        return l3End;
    }

    /** The packet words of the key, read from the bytes. */
    long[] key() {
        long[] key = new long[FlowKey.WORDS];
        key[0] = etherType == IPV6 || etherType == ARP || etherType == RARP ? FlowKey.KIND_LONG : FlowKey.KIND_SHORT;
        Fields.ETH_TYPE.set(key, 0, etherType);
        if (tags > 0) {
            Fields.VLAN_TCI.set(key, 0, u16(14) | FlowKey.VLAN_PRESENT);
            key[2] = u16(12);
        }
        if (tags > 1) {
            key[6] = (u16(18) | (long) FlowKey.VLAN_PRESENT) << 48 | (long) u16(16) << 32;
        }
        if (l3 != NOWHERE && etherType != ARP && etherType != RARP && protocol != NOWHERE) {
            Fields.NW_PROTO.set(key, 0, protocol);
            Fields.IP_FRAG.set(key, 0, fragment);
        }
        if (l4 != NOWHERE && protocol == 6) {
            Fields.TCP_FLAGS.set(key, 0, u16(l4 + 12) & 0xfff);
        }
        for (Field field : Fields.all()) {
            if (field.word() < FlowKey.PACKET_WORDS && field.writable() && !field.equals(Fields.IN_PORT)) {
                read(field, key);
            }
        }
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            key[word] = key[word] & ~unseenMask[word] | unseenValue[word];
        }
        return key;
    }

    /**
     * Behind unreadable extension headers the IPv6 header shows nothing but its addresses, and an operation of ARP above 255 is not shown;
     * they can be written all the same.
     */
    private boolean isHidden(Field field) {
        return field.word() == 3
                && (protocol == NOWHERE || field.equals(Fields.ARP_OP) && l3 != NOWHERE && u8(l3 + 6) != 0);
    }

    private void read(Field field, long[] key) {
        Place place = isHidden(field) ? null : place(field);
        if (place != null) {
            BigInteger value = number(place.at, place.length).shiftRight(place.shift);
            field.set(key, value.shiftRight(64).longValue(), value.longValue());
        }
    }

    /** Where a field is: in the number that {@code length} bytes make, its lowest bit at {@code shift}. */
    private record Place(int at, int length, int shift) {}

    private Place place(Field field) {
        return switch (field.name()) {
            case "eth_dst" -> new Place(0, 6, 0);
            case "eth_src" -> new Place(6, 6, 0);
            case "nw_src" -> l3(IPV4, 12, 4);
            case "nw_dst" -> l3(IPV4, 16, 4);
            case "ipv6_src" -> l3(IPV6, 8, 16);
            case "ipv6_dst" -> l3(IPV6, 24, 16);
            case "ipv6_label" -> l3(IPV6, 0, 4);
            case "nw_tos", "nw_ecn" -> etherType == IPV4 ? l3(IPV4, 1, 1) : trafficClass(0);
            case "ip_dscp" -> etherType == IPV4 && l3 != NOWHERE ? new Place(l3 + 1, 1, 2) : trafficClass(2);
            case "nw_ttl" -> etherType == IPV4 ? l3(IPV4, 8, 1) : l3(IPV6, 7, 1);
            case "arp_op" -> arp(6, 2);
            case "arp_spa" -> arp(14, 4);
            case "arp_tpa" -> arp(24, 4);
            case "arp_sha" -> arp(8, 6);
            case "arp_tha" -> arp(18, 6);
            case "tcp_src" -> l4(6, 0, 2);
            case "tcp_dst" -> l4(6, 2, 2);
            case "udp_src" -> l4(17, 0, 2);
            case "udp_dst" -> l4(17, 2, 2);
            case "sctp_src" -> l4(132, 0, 2);
            case "sctp_dst" -> l4(132, 2, 2);
            case "icmp_type" -> l4(1, 0, 1);
            case "icmp_code" -> l4(1, 1, 1);
            case "icmpv6_type" -> l4(58, 0, 1);
            case "icmpv6_code" -> l4(58, 1, 1);
            case "tp_src" -> protocol == 6 || protocol == 17 || protocol == 132 ? l4(protocol, 0, 2) : null;
            case "tp_dst" -> protocol == 6 || protocol == 17 || protocol == 132 ? l4(protocol, 2, 2) : null;
            case "nd_target" -> ndTarget == NOWHERE ? null : new Place(ndTarget, 16, 0);
            case "nd_reserved" -> ndTarget == NOWHERE ? null : new Place(ndTarget - 4, 4, 0);
            case "nd_options_type" -> ndFirst == NOWHERE ? null : new Place(ndFirst, 1, 0);
            case "nd_sll" -> ndSource == NOWHERE ? null : new Place(ndSource, 6, 0);
            case "nd_tll" -> ndDestination == NOWHERE ? null : new Place(ndDestination, 6, 0);
            default -> null;
        };
    }

    private Place l3(int type, int offset, int length) {
        return l3 != NOWHERE && etherType == type ? new Place(l3 + offset, length, 0) : null;
    }

    private Place trafficClass(int shift) {
        return l3 != NOWHERE && etherType == IPV6 ? new Place(l3, 4, 20 + shift) : null;
    }

    private Place arp(int offset, int length) {
        return l3 != NOWHERE && (etherType == ARP || etherType == RARP) ? new Place(l3 + offset, length, 0) : null;
    }

    private Place l4(int wanted, int offset, int length) {
        return l4 != NOWHERE && protocol == wanted ? new Place(l4 + offset, length, 0) : null;
    }

    int u8(int at) {
        return bytes[at] & 0xff;
    }

    private int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    private BigInteger number(int at, int length) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, at, at + length));
    }

    // ---- writing

    int tags() {
        return tags;
    }

    /** The TCI of the outer tag. */
    int tci() {
        return u16(14);
    }

    void tci(int tci) {
        onSent(frame -> frame.tci(tci));
        putU16(14, tci);
    }

    private void onSent(Consumer<ReferenceFrame> change) {
        if (sent != null) {
            change.accept(sent);
        }
    }

    void push(int tpid, int tci) {
        onSent(frame -> frame.push(tpid, tci));
        byte[] longer = new byte[bytes.length + 4];
        System.arraycopy(bytes, 0, longer, 0, 12);
        System.arraycopy(bytes, 12, longer, 16, bytes.length - 12);
        bytes = longer;
        putU16(12, tpid);
        putU16(14, tci);
        tags++;
        shift(4);
    }

    void pop() {
        onSent(ReferenceFrame::pop);
        byte[] shorter = new byte[bytes.length - 4];
        System.arraycopy(bytes, 0, shorter, 0, 12);
        System.arraycopy(bytes, 16, shorter, 12, shorter.length - 12);
        bytes = shorter;
        tags--;
        shift(-4);
    }

    private void shift(int by) {
        l3 += l3 == NOWHERE ? 0 : by;
        l4 += l4 == NOWHERE ? 0 : by;
        l3End += by;
        ndTarget += ndTarget == NOWHERE ? 0 : by;
        ndSource += ndSource == NOWHERE ? 0 : by;
        ndDestination += ndDestination == NOWHERE ? 0 : by;
        ndFirst += ndFirst == NOWHERE ? 0 : by;
    }

    /** Sets bits of a field that is neither of the pipeline nor of a tag, and mends the checksums by their differences. */
    void set(Field field, long high, long low, long maskHigh, long maskLow) {
        onSent(frame -> frame.set(field, high, low, maskHigh, maskLow));
        Place place = place(field);
        if (place == null) {
            field.setMasked(unseenValue, high, low, maskHigh, maskLow);
            field.setMasked(unseenMask, -1L, -1L, maskHigh, maskLow);
            return;
        }
        BigInteger mask = number128(maskHigh, maskLow)
                .and(BigInteger.ONE.shiftLeft(field.width()).subtract(BigInteger.ONE))
                .shiftLeft(place.shift);
        BigInteger value = number128(high, low).shiftLeft(place.shift).and(mask);
        byte[] before = bytes.clone();
        put(place.at, place.length, number(place.at, place.length).andNot(mask).or(value));
        mendChecksums(before);
        if (isHidden(field)) {
            field.setMasked(unseenValue, high, low, maskHigh, maskLow);
            field.setMasked(unseenMask, -1L, -1L, maskHigh, maskLow);
        }
    }

    /** Gives an ICMP message another identifier. */
    void identifier(int identifier) {
        if (l4 != NOWHERE) {
            byte[] before = bytes.clone();
            putU16(l4 + 4, identifier);
            mendChecksums(before);
        }
    }

    private void mendChecksums(byte[] before) {
        if (etherType == IPV4 && l3 != NOWHERE) {
            ReferenceChecksum header = new ReferenceChecksum(before, bytes, l3 + 10);
            header.cover(l3, l3 + (u8(l3) & 15) * 4);
            header.mend();
        }
        if (l4 == NOWHERE) {
            return;
        }
        int at = switch (protocol) {
            case 6 -> l4 + 16;
            case 17 -> l4 + 6;
            default -> l4 + 2;
        };
        if (protocol == 132) {
            if (fragment == 0) {
                ReferenceChecksum.mendSctp(before, bytes, l4, l3End);
            }
        } else if (protocol != 17 || u16(at) != 0) {
            ReferenceChecksum transport = new ReferenceChecksum(before, bytes, at);
            transport.cover(l4, l3End);
            if (protocol != 1) {
                // With segments left, the pseudo-header holds the last address of the routing header (RFC 8200 section
                // 8.1).
                transport.cover(
                        etherType == IPV4 ? l3 + 12 : l3 + 8, etherType == IPV4 ? l3 + 20 : routed ? l3 + 24 : l3 + 40);
            }
            boolean changed = transport.mend();
            if (changed && protocol == 17 && u16(at) == 0) {
                putU16(at, 0xffff);
            }
        }
    }

    private static BigInteger number128(long high, long low) {
        byte[] sixteen = new byte[16];
        for (int i = 0; i < 8; i++) {
            sixteen[i] = (byte) (high >>> 56 - 8 * i);
            sixteen[8 + i] = (byte) (low >>> 56 - 8 * i);
        }
        return new BigInteger(1, sixteen);
    }

    private void put(int at, int length, BigInteger value) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] = value.shiftRight(8 * (length - 1 - i)).byteValue();
        }
    }

    private void putU16(int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
