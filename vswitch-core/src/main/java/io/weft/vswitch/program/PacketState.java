package io.weft.vswitch.program;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.text.DatapathHeader;
import io.weft.flow.text.HeaderPart;
import io.weft.flow.wire.EthernetHeader;
import io.weft.flow.wire.IpProtocol;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * What is known of a packet while the text of its program is written: bits before and after the sets that no output has shown yet.
 *
 * <p>Open vSwitch writes a header field with the bits that were matched or set, and not at all when it stays as it is. One owner.
 */
final class PacketState {
    private final boolean hasKey;
    private final long[] base = new long[FlowKey.PACKET_WORDS];
    private final long[] known;
    private final long[] shown;
    private final long[] values = new long[FlowKey.PACKET_WORDS];
    private final long[] bits = new long[FlowKey.PACKET_WORDS];
    private boolean isPending;

    /**
     * @param key the packet, or null when nothing is known
     * @param known bits of the key to rely on
     * @param matched bits that the text of a set shows beside those that are set
     */
    PacketState(long[] key, long[] known, long[] matched) {
        hasKey = key != null;
        if (hasKey) {
            System.arraycopy(key, 0, base, 0, FlowKey.PACKET_WORDS);
        }
        this.known = Arrays.copyOf(known, FlowKey.PACKET_WORDS);
        this.shown = Arrays.copyOf(matched, FlowKey.PACKET_WORDS);
    }

    private PacketState(PacketState other) {
        hasKey = other.hasKey;
        System.arraycopy(other.base, 0, base, 0, base.length);
        known = other.known.clone();
        shown = other.shown.clone();
        System.arraycopy(other.values, 0, values, 0, values.length);
        System.arraycopy(other.bits, 0, bits, 0, bits.length);
        isPending = other.isPending;
    }

    /** The same, to go another way from here. */
    PacketState copy() {
        return new PacketState(this);
    }

    boolean hasKey() {
        return hasKey;
    }

    long word(int word) {
        return base[word];
    }

    /** Whether the bits of a word are known. */
    boolean knows(int word, long wanted) {
        return hasKey && (known[word] & wanted) == wanted;
    }

    /** Sets bits, to be shown at the next output. */
    void set(int word, long value, long mask) {
        values[word] = values[word] & ~mask | value & mask;
        bits[word] |= mask;
        isPending = true;
    }

    /** Sets bits that are shown already. */
    void put(int word, long value, long mask) {
        base[word] = base[word] & ~mask | value & mask;
        known[word] |= mask;
    }

    /** Writes the sets since the last call, header by header. */
    void show(StringJoiner text) {
        if (!isPending) {
            return;
        }
        header(text, DatapathHeader.ETHERNET);
        int type = (int) Fields.ETH_TYPE.low(base);
        int protocol = (int) Fields.NW_PROTO.low(base);
        if (!hasKey) {
            anyPacket(text);
        } else if (type == EthernetHeader.TYPE_IPV4) {
            header(text, DatapathHeader.IPV4);
            transport(text, protocol, false);
        } else if (type == EthernetHeader.TYPE_IPV6) {
            header(text, DatapathHeader.IPV6);
            transport(text, protocol, true);
        } else if (type == EthernetHeader.TYPE_ARP || type == EthernetHeader.TYPE_RARP) {
            header(text, DatapathHeader.ARP);
        }
        for (int word = 1; word < FlowKey.PACKET_WORDS; word++) {
            put(word, values[word], bits[word]);
            shown[word] |= bits[word];
        }
        Arrays.fill(bits, 0);
        isPending = false;
    }

    private void anyPacket(StringJoiner text) {
        header(text, "ip", DatapathHeader.IPV4.parts().subList(0, 2));
        header(text, "ip", DatapathHeader.IPV4.parts().subList(3, 5));
        header(text, "ipv6", DatapathHeader.IPV6.parts().subList(0, 3));
        header(text, "arp", DatapathHeader.ARP.parts().subList(2, 3));
        header(text, "l4", DatapathHeader.TCP.parts());
        header(text, "arp/nd", DatapathHeader.ARP.parts().subList(3, 5));
        header(text, "nd", DatapathHeader.ND.parts().subList(0, 1));
    }

    private void transport(StringJoiner text, int protocol, boolean ipv6) {
        switch (protocol) {
            case IpProtocol.TCP -> header(text, DatapathHeader.TCP);
            case IpProtocol.UDP -> header(text, DatapathHeader.UDP);
            case IpProtocol.SCTP -> header(text, DatapathHeader.SCTP);
            case IpProtocol.ICMP -> header(text, DatapathHeader.ICMP);
            case IpProtocol.ICMPV6 -> {
                if (ipv6) {
                    header(text, DatapathHeader.ND);
                    header(text, DatapathHeader.ND_EXTENSIONS);
                    header(text, DatapathHeader.ICMPV6);
                }
            }
            default -> {
                // Nothing behind the network header is known by name.
            }
        }
    }

    private void header(StringJoiner text, DatapathHeader header) {
        header(text, header.text(), header.parts());
    }

    private void header(StringJoiner text, String header, List<HeaderPart> parts) {
        StringJoiner inner = new StringJoiner(",", "set(" + header + "(", "))");
        inner.setEmptyValue("");
        for (HeaderPart part : parts) {
            if (isChanged(part.field())) {
                inner.add(part.textOfSet(values(part.field()), shownBits(part.field())));
            }
        }
        if (inner.length() > 0) {
            text.add(inner.toString());
        }
    }

    private boolean isChanged(Field field) {
        int last = field.isWide() ? field.word() + 1 : field.word();
        for (int word = field.word(); word <= last; word++) {
            long set = bits[word] & places(field);
            if ((set & ~known[word] | (base[word] ^ values[word]) & set) != 0) {
                return true;
            }
        }
        return false;
    }

    private static long places(Field field) {
        return field.isWide() ? -1L : field.ones() << field.shift();
    }

    private long[] values(Field field) {
        long[] after = base.clone();
        for (int word = field.word(); word <= field.word() + (field.isWide() ? 1 : 0); word++) {
            after[word] = base[word] & ~bits[word] | values[word] & bits[word];
        }
        return after;
    }

    private long[] shownBits(Field field) {
        long[] mask = new long[FlowKey.PACKET_WORDS];
        for (int word = field.word(); word <= field.word() + (field.isWide() ? 1 : 0); word++) {
            mask[word] = bits[word] | shown[word];
        }
        return mask;
    }
}
