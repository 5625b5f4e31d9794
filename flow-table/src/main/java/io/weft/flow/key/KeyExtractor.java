package io.weft.flow.key;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.ArpHeader;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.IcmpHeader;
import io.weft.flow.wire.IpProtocol;
import io.weft.flow.wire.Ipv4Header;
import io.weft.flow.wire.Ipv6Extensions;
import io.weft.flow.wire.Ipv6Header;
import io.weft.flow.wire.NdHeader;
import io.weft.flow.wire.SctpHeader;
import io.weft.flow.wire.TcpHeader;
import io.weft.flow.wire.UdpHeader;
import io.weft.flow.wire.VlanHeader;
import java.util.Arrays;

/**
 * Turns a frame into a flow key, as the flow extraction of Open vSwitch does.
 *
 * <p>What cannot be read is zero: a malformed or truncated network header leaves only the Ethernet type, an unreadable chain of extension
 * headers only the IPv6 addresses, a later fragment or a truncated transport header no ports. Bytes behind the length that the IP header
 * states are padding and never read; an IP header that states more than the frame holds is malformed. Two tags are parsed, or one if that is
 * asked for ({@code vlan-limit} of ovs-vswitchd.conf.db(5)); one more, or one that the frame ends in, is left as the Ethernet type, and what is
 * behind it is payload. No byte outside the frame is ever read.
 *
 * <p>Thread-safety: stateless. Allocation: none in {@link #extract(long, int, int, long)}. Cost: one pass; chains of extension headers and
 * neighbour discovery options are bounded.
 */
public final class KeyExtractor {
    /** VLAN tags that a key has room for. */
    public static final int MOST_TAGS = 2;

    private static final int INNER_WORD = 6;
    private static final int DEI_SHIFT = 12;
    private static final int PROTO_SHIFT = 56;
    private static final int TOS_SHIFT = 48;
    private static final int TTL_SHIFT = 40;
    private static final int FRAG_SHIFT = 32;
    private static final int FIRST_SHIFT = 48;
    private static final int SECOND_SHIFT = 32;
    private static final int FLAGS_SHIFT = 16;
    private static final int MAC_SHIFT = 16;
    private static final int RESERVED_SHIFT = 32;

    /** Word 5 of a packet without readable transport header while it is on its way into the key; its low bits are never set otherwise. */
    private static final long NO_TRANSPORT = 1;

    private KeyExtractor() {}

    /**
     * Parses a frame into the key at address {@code key}: {@link FlowKey#SHORT_WORDS} words, or {@link FlowKey#PACKET_WORDS} for IPv6, ARP
     * and RARP; words behind them are not written.
     *
     * @param frame address of the first byte of the Ethernet header
     * @param length readable bytes
     * @param inPort the port number to put into the key
     * @param key address of {@link FlowKey#PACKET_BYTES} bytes, 8-byte aligned
     * @return {@link Layers}; with {@link Layers#MALFORMED} the key is untouched
     */
    public static long extract(long frame, int length, int inPort, long key) {
        return extract(frame, length, inPort, key, MOST_TAGS);
    }

    /** As {@link #extract(long, int, int, long)}, with at most {@code tags} VLAN tags: 1 or {@link #MOST_TAGS}. */
    public static long extract(long frame, int length, int inPort, long key, int tags) {
        long layers = PlainIpv4.extract(frame, length, inPort, key);
        return layers != PlainIpv4.OTHER ? layers : extractAny(frame, length, inPort, key, tags);
    }

    /** The same, header by header, for every kind of packet. */
    static long extractAny(long frame, int length, int inPort, long key, int tags) {
        if (!EthernetHeader.isValid(length)) {
            return Layers.MALFORMED;
        }
        int type = EthernetHeader.type(frame);
        int offset = EthernetHeader.LENGTH;
        int tag = 0;
        int tpid = 0;
        long innerTag = 0;
        if (VlanHeader.isTpid(type) && length - offset >= VlanHeader.LENGTH) {
            tpid = type;
            int tci = Memory.getShortNetwork(frame + offset);
            tag = tci | FlowKey.VLAN_PRESENT;
            innerTag = tci >>> DEI_SHIFT & FlowKey.OUTER_DEI;
            type = Memory.getShortNetwork(frame + offset + 2);
            offset += VlanHeader.LENGTH;
            if (VlanHeader.isTpid(type) && tags == MOST_TAGS && length - offset >= VlanHeader.LENGTH) {
                long innerTci = Memory.getShortNetwork(frame + offset);
                innerTag |= (innerTci | FlowKey.VLAN_PRESENT) << 48
                        | (long) type << 32
                        | innerTci >>> DEI_SHIFT - 1 & FlowKey.INNER_DEI;
                type = Memory.getShortNetwork(frame + offset + 2);
                offset += VlanHeader.LENGTH;
            }
        }
        if (type < EthernetHeader.SMALLEST_TYPE) {
            type = snapType(frame + offset, length - offset);
            offset += type == EthernetHeader.TYPE_NONE ? 0 : EthernetHeader.SNAP_LENGTH;
        }
        Memory.putLong(key, (long) inPort << 32 | (long) type << 16 | kind(type));
        Memory.putLong(key + 8, EthernetHeader.destination(frame) << MAC_SHIFT | tag);
        Memory.putLong(key + 16, EthernetHeader.source(frame) << MAC_SHIFT | tpid);
        Memory.putLong(key + 48, innerTag);
        Memory.putLong(key + 56, 0);
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(frame, offset, length, key);
            case EthernetHeader.TYPE_IPV6 -> ipv6(frame, offset, length, key);
            case EthernetHeader.TYPE_ARP, EthernetHeader.TYPE_RARP -> arp(frame, offset, length, key);
            default -> nothing(key);
        };
    }

    /**
     * The full key of a frame on the heap; for tests and tools.
     *
     * @return {@link FlowKey#WORDS} words, or null when the frame is shorter than an Ethernet header
     */
    public static long[] extract(byte[] frame, int inPort) {
        return extract(frame, inPort, MOST_TAGS);
    }

    /** As {@link #extract(byte[], int)}, with at most {@code tags} VLAN tags: 1 or {@link #MOST_TAGS}. */
    public static long[] extract(byte[] frame, int inPort, int tags) {
        int room = frame.length + 7 & ~7;
        try (Memory.Block block = Memory.allocate(room + FlowKey.PACKET_BYTES)) {
            Memory.copyFrom(frame, 0, block.address(), frame.length);
            long key = block.address() + room;
            if (Layers.isMalformed(extract(block.address(), frame.length, inPort, key, tags))) {
                return null;
            }
            return load(key);
        }
    }

    /** What the key of a packet would be with at most {@code tags} VLAN tags: of one that has more, the rest is an Ethernet type and payload. */
    public static long[] limit(long[] key, int tags) {
        int innerTpid = (int) (key[INNER_WORD] >>> 32) & 0xFFFF;
        if (tags == MOST_TAGS || innerTpid == 0) {
            return key;
        }
        long[] limited = key.clone();
        Arrays.fill(limited, 3, FlowKey.PACKET_WORDS, 0);
        limited[0] = key[0] & 0xFFFF_FFFFL << 32 | (long) innerTpid << 16 | FlowKey.KIND_SHORT;
        limited[INNER_WORD] = key[INNER_WORD] & FlowKey.OUTER_DEI;
        return limited;
    }

    /** Copies the key at address {@code key} to the heap, with zeros for what its kind leaves out and for the pipeline's words. */
    public static long[] load(long key) {
        long[] words = new long[FlowKey.WORDS];
        int significant = FlowKey.significantWords(Memory.getLong(key));
        for (int word = 0; word < significant; word++) {
            words[word] = Memory.getLong(key + ((long) word << 3));
        }
        return words;
    }

    /** The kind of the key of a packet of Ethernet type {@code type}: {@link FlowKey#KIND_SHORT} or {@link FlowKey#KIND_LONG}. */
    public static int kind(int type) {
        return switch (type) {
            case EthernetHeader.TYPE_IPV6, EthernetHeader.TYPE_ARP, EthernetHeader.TYPE_RARP -> FlowKey.KIND_LONG;
            default -> FlowKey.KIND_SHORT;
        };
    }

    private static int snapType(long llc, int readable) {
        if (readable < EthernetHeader.SNAP_LENGTH || Memory.getMacNetwork(llc) != EthernetHeader.SNAP_ETHERNET) {
            return EthernetHeader.TYPE_NONE;
        }
        int type = Memory.getShortNetwork(llc + 6);
        return type < EthernetHeader.SMALLEST_TYPE ? EthernetHeader.TYPE_NONE : type;
    }

    private static long nothing(long key) {
        Memory.putLong(key + 24, 0);
        Memory.putLong(key + 32, 0);
        Memory.putLong(key + 40, 0);
        return Layers.of(0, 0);
    }

    private static long ipv4(long frame, int offset, int length, long key) {
        long header = frame + offset;
        if (!Ipv4Header.isValid(header, length - offset)) {
            return nothing(key);
        }
        int fragment = Ipv4Header.fragment(header);
        int frag = 0;
        if ((fragment & (Ipv4Header.MORE_FRAGMENTS | Ipv4Header.OFFSET_MASK)) != 0) {
            frag = (fragment & Ipv4Header.OFFSET_MASK) == 0 ? FlowKey.FRAG_ANY : FlowKey.FRAG_ANY | FlowKey.FRAG_LATER;
        }
        int protocol = Ipv4Header.protocol(header);
        Memory.putLong(
                key + 24,
                (long) protocol << PROTO_SHIFT
                        | (long) Ipv4Header.tos(header) << TOS_SHIFT
                        | (long) Ipv4Header.ttl(header) << TTL_SHIFT
                        | (long) frag << FRAG_SHIFT);
        Memory.putLong(key + 32, Ipv4Header.addresses(header));
        if ((frag & FlowKey.FRAG_LATER) != 0) {
            Memory.putLong(key + 40, 0);
            return Layers.of(offset, 0);
        }
        int headerLength = Ipv4Header.headerLength(header);
        long l4 = header + headerLength;
        int readable = Ipv4Header.totalLength(header) - headerLength;
        long ports = protocol == IpProtocol.ICMP ? icmp(l4, readable) : transport(l4, readable, protocol);
        return finish(key, ports, offset, offset + headerLength);
    }

    private static long ipv6(long frame, int offset, int length, long key) {
        nothing(key);
        Memory.zero(key + FlowKey.SHORT_WORDS * 8, (FlowKey.PACKET_WORDS - FlowKey.SHORT_WORDS) * 8);
        long header = frame + offset;
        if (!Ipv6Header.isValid(header, length - offset)) {
            return Layers.of(0, 0);
        }
        Memory.putLong(key + 64, Ipv6Header.sourceHigh(header));
        Memory.putLong(key + 72, Ipv6Header.sourceLow(header));
        Memory.putLong(key + 80, Ipv6Header.destinationHigh(header));
        Memory.putLong(key + 88, Ipv6Header.destinationLow(header));
        long payload = header + Ipv6Header.LENGTH;
        int payloadLength = Ipv6Header.payloadLength(header);
        long extensions = Ipv6Extensions.skip(payload, payloadLength, Ipv6Header.nextHeader(header));
        if (extensions == Ipv6Extensions.MALFORMED) {
            return Layers.of(offset, 0);
        }
        int protocol = Ipv6Extensions.protocol(extensions);
        int frag = Ipv6Extensions.fragment(extensions);
        Memory.putLong(
                key + 24,
                (long) protocol << PROTO_SHIFT
                        | (long) Ipv6Header.trafficClass(header) << TOS_SHIFT
                        | (long) Ipv6Header.hopLimit(header) << TTL_SHIFT
                        | (long) frag << FRAG_SHIFT
                        | Ipv6Header.flowLabel(header));
        if ((frag & FlowKey.FRAG_LATER) != 0) {
            return Layers.of(offset, 0);
        }
        int skipped = Ipv6Extensions.length(extensions);
        long l4 = payload + skipped;
        int readable = payloadLength - skipped;
        long ports = protocol == IpProtocol.ICMPV6 ? icmpv6(l4, readable, key) : transport(l4, readable, protocol);
        return finish(key, ports, offset, offset + Ipv6Header.LENGTH + skipped);
    }

    private static long finish(long key, long ports, int l3Offset, int l4Offset) {
        if (ports == NO_TRANSPORT) {
            Memory.putLong(key + 40, 0);
            return Layers.of(l3Offset, 0);
        }
        Memory.putLong(key + 40, ports);
        return Layers.of(l3Offset, l4Offset);
    }

    private static long transport(long header, int readable, int protocol) {
        if (protocol == IpProtocol.TCP) {
            return TcpHeader.isValid(header, readable)
                    ? ports(header) | (long) TcpHeader.flags(header) << FLAGS_SHIFT
                    : NO_TRANSPORT;
        }
        if (protocol == IpProtocol.UDP) {
            return UdpHeader.isValid(readable) ? ports(header) : NO_TRANSPORT;
        }
        return protocol == IpProtocol.SCTP && SctpHeader.isValid(readable) ? ports(header) : NO_TRANSPORT;
    }

    /** Both ports stand first in TCP, UDP and SCTP, in the order in which the key has them. */
    private static long ports(long header) {
        return (long) Memory.getIntNetwork(header) << 32;
    }

    private static long icmp(long header, int readable) {
        return IcmpHeader.isValid(readable)
                ? (long) IcmpHeader.type(header) << FIRST_SHIFT | (long) IcmpHeader.code(header) << SECOND_SHIFT
                : NO_TRANSPORT;
    }

    private static long icmpv6(long header, int readable, long key) {
        long typeAndCode = icmp(header, readable);
        if (typeAndCode != NO_TRANSPORT
                && readable >= NdHeader.LENGTH
                && NdHeader.isNeighbour(IcmpHeader.type(header), IcmpHeader.code(header))) {
            neighbour(header, readable, key);
        }
        return typeAndCode;
    }

    /** Reads target and addresses; a message that gives an address twice is invalid and gives nothing. */
    private static void neighbour(long header, int readable, long key) {
        long source = 0;
        long target = 0;
        int firstType = 0;
        int offset = NdHeader.LENGTH;
        for (int options = 0; options < NdHeader.MOST_OPTIONS; options++) {
            long option = header + offset;
            int length = NdHeader.optionLength(option, readable - offset);
            if (length == 0) {
                break;
            }
            if (length == NdHeader.ADDRESS_OPTION_LENGTH) {
                int type = NdHeader.optionType(option);
                boolean isAddress = type == NdHeader.OPTION_SOURCE_ADDRESS || type == NdHeader.OPTION_TARGET_ADDRESS;
                firstType = firstType == 0 && isAddress ? type : firstType;
                if (type == NdHeader.OPTION_SOURCE_ADDRESS && source == 0) {
                    source = NdHeader.optionAddress(option);
                } else if (type == NdHeader.OPTION_TARGET_ADDRESS && target == 0) {
                    target = NdHeader.optionAddress(option);
                } else if (isAddress) {
                    return;
                }
            }
            offset += length;
        }
        Memory.putLong(key + 56, (long) Memory.getIntNetwork(header + 4) << RESERVED_SHIFT);
        Memory.putLong(key + 96, source << MAC_SHIFT | firstType);
        Memory.putLong(key + 104, target << MAC_SHIFT);
        Memory.putLong(key + 112, NdHeader.targetHigh(header));
        Memory.putLong(key + 120, NdHeader.targetLow(header));
    }

    private static long arp(long frame, int offset, int length, long key) {
        nothing(key);
        Memory.zero(key + FlowKey.SHORT_WORDS * 8, (FlowKey.PACKET_WORDS - FlowKey.SHORT_WORDS) * 8);
        long header = frame + offset;
        if (!ArpHeader.isValid(header, length - offset)) {
            return Layers.of(0, 0);
        }
        int operation = ArpHeader.operation(header);
        Memory.putLong(key + 24, operation > 0xFF ? 0 : (long) operation << PROTO_SHIFT);
        Memory.putLong(key + 32, (long) ArpHeader.senderIp(header) << 32 | ArpHeader.targetIp(header) & 0xFFFF_FFFFL);
        Memory.putLong(key + 96, ArpHeader.senderMac(header) << MAC_SHIFT);
        Memory.putLong(key + 104, ArpHeader.targetMac(header) << MAC_SHIFT);
        return Layers.of(offset, 0);
    }
}
