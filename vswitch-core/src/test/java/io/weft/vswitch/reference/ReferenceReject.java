package io.weft.vswitch.reference;

import io.weft.flow.action.RejectAnswer;
import io.weft.flow.wire.FrameBuilder;
import java.util.Arrays;
import java.util.Set;

/**
 * What the sender of a rejected packet is told, made anew with {@link FrameBuilder} from what the packet says: a reset, or an error "destination unreachable" that
 * quotes it. A packet with a wrong checksum is not answered; a reset needs one that is right.
 */
final class ReferenceReject {
    private static final Set<Integer> TAGS = Set.of(0x8100, 0x88a8, 0x9100);
    private static final Set<Integer> QUERIES = Set.of(0, 8, 13, 14, 15, 16, 17, 18);
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final byte[] frame;
    private final int l3;
    private final boolean ipv6;
    private int protocol;
    private int l4;
    private boolean isInParts;
    private boolean isRouted;

    /** Where the packet says that it ends. */
    private int end;

    private ReferenceReject(byte[] frame, int l3, boolean ipv6) {
        this.frame = frame;
        this.l3 = l3;
        this.ipv6 = ipv6;
    }

    /** The answer, or null where there is none. */
    static byte[] answer(byte[] frame, RejectAnswer how) {
        int at = 12;
        while (at < 20 && at + 2 <= frame.length && TAGS.contains(u16(frame, at))) {
            at += 4;
        }
        boolean isIp = at + 2 <= frame.length && (u16(frame, at) == 0x0800 || u16(frame, at) == 0x86dd);
        if (!isIp || (frame[0] & 1) == 1) {
            return null;
        }
        ReferenceReject reject = new ReferenceReject(frame, at + 2, u16(frame, at) == 0x86dd);
        if (!(reject.ipv6 ? reject.readsIpv6() : reject.readsIpv4())) {
            return null;
        }
        return reject.protocol == TCP ? reject.ofSegment(how) : reject.mayBeToldOf() ? reject.told(how) : null;
    }

    private byte[] ofSegment(RejectAnswer how) {
        if (limit() < l4 + 20 || (u8(l4 + 13) & 4) != 0) {
            return null;
        }
        boolean isByReset = how == RejectAnswer.ORDINARY || how == RejectAnswer.TCP_RESET;
        return !isByReset ? told(how) : judgement() == 1 ? reset() : null;
    }

    private byte[] told(RejectAnswer how) {
        return judgement() < 0
                ? null
                : switch (how) {
                    case TCP_RESET -> null;
                    case ORDINARY, ADMIN_PROHIBITED -> error(13, 1);
                    case PORT_UNREACHABLE -> error(3, 4);
                    case HOST_UNREACHABLE -> error(1, 3);
                    case NO_ROUTE -> error(0, 0);
                };
    }

    /** Of the checksum behind the IP header: 1 right, -1 wrong, 0 nobody can say. */
    private int judgement() {
        int place = switch (protocol) {
            case TCP -> 16;
            case UDP -> 6;
            case ICMP -> ipv6 ? -1 : 2;
            case ICMPV6 -> ipv6 ? 2 : -1;
            default -> -1;
        };
        if (place < 0 || isInParts || isRouted || frame.length < end) {
            return 0;
        }
        if (end < l4 + place + 2) {
            return -1;
        }
        int found = u16(frame, l4 + place);
        if (protocol == UDP && found == 0) {
            return ipv6 ? -1 : 0;
        }
        int pseudo = 0;
        if (protocol != ICMP) {
            pseudo = ones(ones(0, l3 + (ipv6 ? 8 : 12), l4First()), protocol + (end - l4));
        }
        boolean isLeftToADevice = protocol != ICMP && found == pseudo;
        return isLeftToADevice || ones(pseudo, l4, end) == 0xffff ? 1 : -1;
    }

    /** Behind the addresses. */
    private int l4First() {
        return l3 + (ipv6 ? 40 : 20);
    }

    /** The ones' complement sum of {@code start} and these bytes. */
    private int ones(int start, int from, int to) {
        int sum = start;
        for (int at = from; at < to; at++) {
            sum = ones(sum, (at - from) % 2 == 0 ? u8(at) << 8 : u8(at));
        }
        return sum;
    }

    private static int ones(int one, int other) {
        int sum = one + other;
        return (sum & 0xffff) + (sum >>> 16);
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private int u8(int at) {
        return frame[at] & 0xff;
    }

    private int u32(int at) {
        return u16(frame, at) << 16 | u16(frame, at + 2);
    }

    private long u64(int at) {
        return (long) u32(at) << 32 | u32(at + 4) & 0xffff_ffffL;
    }

    /** What is here of the packet ends here. */
    private int limit() {
        return Math.min(end, frame.length);
    }

    private boolean readsIpv4() {
        if (frame.length < l3 + 20 || u8(l3) >> 4 != 4) {
            return false;
        }
        int header = (u8(l3) & 15) * 4;
        l4 = l3 + header;
        end = l3 + u16(frame, l3 + 2);
        protocol = u8(l3 + 9);
        boolean isFirst = (u16(frame, l3 + 6) & 0x1fff) == 0;
        isInParts = (u16(frame, l3 + 6) & 0x3fff) != 0;
        if (header < 20 || frame.length < l4 || ones(0, l3, l4) != 0xffff) {
            return false;
        }
        return header >= 20 && end >= l4 && frame.length >= l4 && isFirst && isHost(l3 + 12) && isHost(l3 + 16);
    }

    private boolean isHost(int at) {
        return u8(at) != 0 && u8(at) != 127 && u8(at) < 224;
    }

    private boolean readsIpv6() {
        if (frame.length < l3 + 40 || u8(l3) >> 4 != 6) {
            return false;
        }
        end = l3 + 40 + u16(frame, l3 + 4);
        protocol = u8(l3 + 6);
        l4 = l3 + 40;
        boolean isNobody = u64(l3 + 8) == 0 && (u64(l3 + 16) == 0 || u64(l3 + 16) == 1);
        if (isNobody || u8(l3 + 8) == 255 || u8(l3 + 24) == 255) {
            return false;
        }
        while (Set.of(0, 43, 44, 60).contains(protocol)) {
            if (limit() < l4 + 8 || protocol == 44 && u16(frame, l4 + 2) >> 3 != 0) {
                return false;
            }
            isRouted |= protocol == 43;
            isInParts |= protocol == 44 && (u16(frame, l4 + 2) & 0xfff9) != 0;
            int length = protocol == 44 ? 8 : 8 * (1 + u8(l4 + 1));
            protocol = u8(l4);
            l4 += length;
        }
        return l4 <= limit();
    }

    private boolean mayBeToldOf() {
        if (protocol == (ipv6 ? ICMPV6 : ICMP)) {
            boolean isAsking =
                    l4 < limit() && (ipv6 ? u8(l4) >= 128 && (u8(l4) < 130 || u8(l4) > 137) : QUERIES.contains(u8(l4)));
            return isAsking;
        }
        return true;
    }

    /** The same headers of the link, with the addresses exchanged. */
    private FrameBuilder back() {
        FrameBuilder back = new FrameBuilder().ethernet(u64(6) >>> 16, u64(0) >>> 16);
        for (int at = 12; at < l3 - 2; at += 4) {
            back.tag(u16(frame, at), u16(frame, at + 2));
        }
        if (ipv6) {
            back.ipv6(u64(l3 + 24), u64(l3 + 32), u64(l3 + 8), u64(l3 + 16));
        } else {
            back.ipv4(u32(l3 + 16), u32(l3 + 12)).fragment(0x4000);
        }
        return back;
    }

    private byte[] error(int code, int code6) {
        int room = (ipv6 ? 1280 - 40 : 576 - 20) - 8;
        byte[] quote = Arrays.copyOfRange(frame, l3, Math.min(limit(), l3 + room));
        return (ipv6 ? back().icmp(1, code6, 0) : back().icmp(3, code, 0))
                .raw(quote)
                .build();
    }

    private byte[] reset() {
        int flags = u8(l4 + 13);
        int header = (u8(l4 + 12) >> 4) * 4;
        if (header < 20 || l4 + header > end) {
            return null;
        }
        boolean acknowledges = (flags & 16) != 0;
        int syn = flags >> 1 & 1;
        int fin = flags & 1;
        int sequence = acknowledges ? u32(l4 + 8) : 0;
        int acknowledged = acknowledges ? 0 : u32(l4 + 4) + end - l4 - header + syn + fin;
        byte[] built = back().tcp(u16(frame, l4 + 2), u16(frame, l4), acknowledges ? 4 : 20)
                .build();
        byte[] reset = built.clone();
        int tcp = reset.length - 20;
        for (int i = 0; i < 4; i++) {
            reset[tcp + 4 + i] = (byte) (sequence >> 24 - 8 * i);
            reset[tcp + 8 + i] = (byte) (acknowledged >> 24 - 8 * i);
        }
        reset[tcp + 14] = 0;
        reset[tcp + 15] = 0;
        ReferenceChecksum sum = new ReferenceChecksum(built, reset, tcp + 16);
        sum.cover(tcp, reset.length);
        sum.mend();
        return reset;
    }
}
