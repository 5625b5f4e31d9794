package io.weft.vswitch.reference;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.vswitch.track.NatResult;

/**
 * Writes the addresses and ports that a tracker gave a packet into its bytes, field by field. Of an ICMP error, the address on the translated side changes, and what
 * it quotes is written the other way round, as far as it is there; checksums follow.
 */
final class ReferenceNat {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final ReferenceFrame frame;
    private final NatResult to;
    private final boolean isIpv4;

    private ReferenceNat(ReferenceFrame frame, NatResult to) {
        this.frame = frame;
        this.to = to;
        isIpv4 = Fields.ETH_TYPE.low(frame.key()) == 0x0800;
    }

    /** The bytes of a frame, of which at most {@code vlanLimit} tags are read as such, with what {@code to} says. */
    static byte[] translated(byte[] bytes, int vlanLimit, NatResult to) {
        ReferenceFrame frame = ReferenceFrame.parse(bytes, vlanLimit);
        if (!to.applies()) {
            return frame.bytes();
        }
        ReferenceNat nat = new ReferenceNat(frame, to);
        nat.addresses(!to.isError() || to.changesSource(), !to.isError() || !to.changesSource());
        if (to.isError()) {
            return nat.quoted(frame.bytes());
        }
        nat.ports();
        return frame.bytes();
    }

    private void addresses(boolean source, boolean destination) {
        if (source) {
            set(isIpv4 ? Fields.NW_SRC : Fields.IPV6_SRC, to.sourceHigh(), to.sourceLow());
        }
        if (destination) {
            set(isIpv4 ? Fields.NW_DST : Fields.IPV6_DST, to.destinationHigh(), to.destinationLow());
        }
    }

    private void ports() {
        int protocol = (int) Fields.NW_PROTO.low(frame.key());
        if (hasPorts(protocol)) {
            set(Fields.TP_SRC, 0, to.ports() >>> 16);
            set(Fields.TP_DST, 0, to.ports() & 0xffff);
        } else if (protocol == (isIpv4 ? ICMP : ICMPV6)) {
            frame.identifier(to.ports() >>> 16);
        }
    }

    private static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    private void set(Field field, long high, long low) {
        frame.set(field, high, low, -1L, -1L);
    }

    // ---- errors

    /** The packet that the error quotes came from where the error goes. Extension headers are not read here: {@link Conversation#error} quotes none. */
    private byte[] quoted(byte[] bytes) {
        byte[] after = bytes.clone();
        int icmp = frame.transportAt();
        int inner = icmp + 8;
        int end = frame.end();
        int transport = inner + (isIpv4 ? (bytes[inner] & 15) * 4 : 40);
        int protocol = bytes[inner + (isIpv4 ? 9 : 6)] & 0xff;
        int addresses = inner + (isIpv4 ? 12 : 8);
        int length = isIpv4 ? 4 : 16;
        address(after, addresses, to.destinationHigh(), to.destinationLow());
        address(after, addresses + length, to.sourceHigh(), to.sourceLow());
        if (hasPorts(protocol) && end - transport >= 4) {
            word(after, transport, to.ports());
            word(after, transport + 2, to.ports() >>> 16);
        } else if (protocol == (isIpv4 ? ICMP : ICMPV6) && end - transport >= 6) {
            word(after, transport + 4, to.ports() >>> 16);
        }
        if (isIpv4) {
            ReferenceChecksum header = new ReferenceChecksum(bytes, after, inner + 10);
            header.cover(inner, transport);
            header.mend();
        }
        int at = transport + checksumAt(protocol);
        boolean isAbsent = protocol == UDP && end - at >= 2 && bytes[at] == 0 && bytes[at + 1] == 0;
        if (at > transport && end - at >= 2 && !isAbsent) {
            ReferenceChecksum sum = new ReferenceChecksum(bytes, after, at);
            if (protocol != ICMP) {
                sum.cover(addresses, addresses + 2 * length);
            }
            sum.cover(transport, end);
            sum.mend();
        }
        ReferenceChecksum error = new ReferenceChecksum(bytes, after, icmp + 2);
        error.cover(icmp, end);
        error.mend();
        return after;
    }

    /** Where in a transport header the checksum is; that of SCTP covers what is not quoted, and stays. */
    private static int checksumAt(int protocol) {
        return switch (protocol) {
            case TCP -> 16;
            case UDP -> 6;
            case ICMP, ICMPV6 -> 2;
            default -> 0;
        };
    }

    private void address(byte[] bytes, int at, long high, long low) {
        for (int i = 0; i < 8 && !isIpv4; i++) {
            bytes[at + i] = (byte) (high >>> 56 - 8 * i);
            bytes[at + 8 + i] = (byte) (low >>> 56 - 8 * i);
        }
        for (int i = 0; i < 4 && isIpv4; i++) {
            bytes[at + i] = (byte) (low >>> 24 - 8 * i);
        }
    }

    private static void word(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
