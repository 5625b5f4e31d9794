package io.weft.vswitch;

import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.IpProtocol;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Frames for tests of translation: made, described, and their checksums computed whole, written independently of what the switch does. */
final class NatFrames {
    static final int SYN = 0x02;
    static final int ACK = 0x10;
    private static final int ETHERNET = 14;

    private NatFrames() {}

    private static FrameBuilder ipv4(int from, int to) {
        return new FrameBuilder().ethernet(0x5054_0000_0007L, 0x5054_0000_0005L).ipv4(from, to);
    }

    static byte[] udp(int from, int fromPort, int to, int toPort) {
        return ipv4(from, to).udp(fromPort, toPort).payload(30).build();
    }

    static byte[] tcp(int from, int fromPort, int to, int toPort, int flags) {
        return ipv4(from, to).tcp(fromPort, toPort, flags).build();
    }

    static byte[] echo(int from, int to, boolean reply, int identifier) {
        return ipv4(from, to)
                .icmp(reply ? 0 : 8, 0, identifier << 16 | 1)
                .payload(20)
                .build();
    }

    /** Port unreachable about a frame, of which it quotes {@code bytes} behind the IPv4 header. */
    static byte[] unreachable(int from, int to, byte[] about, int bytes) {
        byte[] quote = java.util.Arrays.copyOfRange(about, ETHERNET, Math.min(about.length, ETHERNET + 20 + bytes));
        return ipv4(from, to).icmp(3, 3, 0).raw(quote).build();
    }

    static byte[] unreachable6(long from, long to, byte[] about, int bytes) {
        byte[] quote = java.util.Arrays.copyOfRange(about, ETHERNET, Math.min(about.length, ETHERNET + 40 + bytes));
        return ipv6(from, to).icmp(1, 4, 0).raw(quote).build();
    }

    private static FrameBuilder ipv6(long from, long to) {
        return new FrameBuilder()
                .ethernet(0x5054_0000_0007L, 0x5054_0000_0005L)
                .ipv6(0xfc00L << 48, from, 0xfc00L << 48, to);
    }

    static byte[] udp6(long from, int fromPort, long to, int toPort) {
        return ipv6(from, to).udp(fromPort, toPort).payload(31).build();
    }

    static byte[] echo6(long from, long to, boolean reply, int identifier) {
        return ipv6(from, to)
                .icmp(reply ? 129 : 128, 0, identifier << 16 | 1)
                .payload(9)
                .build();
    }

    /** Writes lengths and checksums of an unfragmented frame; a UDP checksum of 0 over IPv4 stays. */
    static byte[] finish(byte[] frame) {
        boolean isIpv4 = (frame[ETHERNET] & 0xF0) == 0x40;
        int l4 = ETHERNET + (isIpv4 ? (frame[ETHERNET] & 0xF) * 4 : 40);
        int protocol = frame[ETHERNET + (isIpv4 ? 9 : 6)] & 0xFF;
        int length = frame.length - l4;
        if (isIpv4) {
            putWord(frame, ETHERNET + 2, frame.length - ETHERNET);
            putWord(frame, ETHERNET + 10, 0);
            putWord(frame, ETHERNET + 10, ~sum(frame, ETHERNET, l4, 0));
        } else {
            putWord(frame, ETHERNET + 4, length);
        }
        int at = l4 + checksumOffset(protocol);
        boolean isLeft = protocol == IpProtocol.UDP && isIpv4 && word(frame, at) == 0;
        putWord(frame, at, 0);
        if (protocol == IpProtocol.SCTP) {
            putWord(frame, at + 2, 0);
            int crc = Integer.reverseBytes(crc(frame, l4, length));
            putWord(frame, at, crc >>> 16);
            putWord(frame, at + 2, crc);
        } else if (!isLeft) {
            int sum = ~sum(frame, l4, frame.length, pseudo(frame, ETHERNET, isIpv4, protocol, length)) & 0xFFFF;
            putWord(frame, at, sum == 0 && protocol == IpProtocol.UDP ? 0xFFFF : sum);
        }
        return frame;
    }

    private static int checksumOffset(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> 16;
            case IpProtocol.UDP -> 6;
            case IpProtocol.SCTP -> 8;
            default -> 2;
        };
    }

    private static long pseudo(byte[] frame, int at, boolean isIpv4, int protocol, int length) {
        int from = at + (isIpv4 ? 12 : 8);
        return protocol == IpProtocol.ICMP ? 0 : sum(frame, from, from + (isIpv4 ? 8 : 32), protocol + length);
    }

    // ---- what a frame is

    /** As {@code udp 10.0.0.1:1000>10.0.0.2:53}, with what an error quotes in brackets, and {@code BAD} behind whatever checksum is wrong. */
    static String text(byte[] frame) {
        return network(frame, ETHERNET, true);
    }

    private static String network(byte[] frame, int at, boolean whole) {
        boolean isIpv4 = (frame[at] & 0xF0) == 0x40;
        int header = isIpv4 ? (frame[at] & 0xF) * 4 : 40;
        int protocol = frame[at + (isIpv4 ? 9 : 6)] & 0xFF;
        String source = address(frame, at + (isIpv4 ? 12 : 8), isIpv4);
        String destination = address(frame, at + (isIpv4 ? 16 : 24), isIpv4);
        int l4 = at + header;
        String bad = isIpv4 && sum(frame, at, l4, 0) != 0xFFFF ? " BAD" : "";
        int length = isIpv4 ? word(frame, at + 2) - header : word(frame, at + 4);
        boolean isWhole = whole && l4 + length <= frame.length;
        bad += isWhole && !isRight(frame, at, isIpv4, protocol, l4, length) ? " BAD" : "";
        return switch (protocol) {
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> icmp(frame, source, destination, l4, isIpv4) + bad;
            default ->
                name(protocol) + " " + source + ":" + word(frame, l4) + ">" + destination + ":" + word(frame, l4 + 2)
                        + bad;
        };
    }

    private static String icmp(byte[] frame, String source, String destination, int l4, boolean isIpv4) {
        int type = frame[l4] & 0xFF;
        String ends = " " + source + ">" + destination;
        boolean isError = isIpv4 ? type == 3 : type == 1;
        return isError
                ? "unreachable" + ends + " [" + network(frame, l4 + 8, false) + "]"
                : (type == 8 || type == 128 ? "ping" : "pong") + ends + " id " + word(frame, l4 + 4);
    }

    private static String name(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            default -> "sctp";
        };
    }

    private static String address(byte[] frame, int at, boolean isIpv4) {
        if (isIpv4) {
            return (frame[at] & 0xFF) + "." + (frame[at + 1] & 0xFF) + "." + (frame[at + 2] & 0xFF) + "."
                    + (frame[at + 3] & 0xFF);
        }
        return HexFormat.of().formatHex(frame, at, at + 2) + "::"
                + HexFormat.of().formatHex(frame, at + 14, at + 16);
    }

    private static boolean isRight(byte[] frame, int at, boolean isIpv4, int protocol, int l4, int length) {
        if (protocol == IpProtocol.SCTP) {
            return isCrcRight(frame, l4, length);
        }
        if (protocol == IpProtocol.UDP && word(frame, l4 + 6) == 0) {
            return isIpv4;
        }
        return sum(frame, l4, l4 + length, pseudo(frame, at, isIpv4, protocol, length)) == 0xFFFF;
    }

    private static boolean isCrcRight(byte[] frame, int l4, int length) {
        return Integer.reverseBytes(word(frame, l4 + 8) << 16 | word(frame, l4 + 10)) == crc(frame, l4, length);
    }

    private static int crc(byte[] frame, int l4, int length) {
        CRC32C crc = new CRC32C();
        crc.update(frame, l4, 8);
        crc.update(new byte[4]);
        crc.update(frame, l4 + 12, length - 12);
        return (int) crc.getValue();
    }

    private static int sum(byte[] frame, int from, int to, long start) {
        long sum = start;
        for (int i = from; i < to; i += 2) {
            sum += (frame[i] & 0xFF) << 8 | (i + 1 < to ? frame[i + 1] & 0xFF : 0);
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (int) sum;
    }

    static void putWord(byte[] frame, int at, int value) {
        frame[at] = (byte) (value >> 8);
        frame[at + 1] = (byte) value;
    }

    static int word(byte[] frame, int at) {
        return (frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF;
    }
}
