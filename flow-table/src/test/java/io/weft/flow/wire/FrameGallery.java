package io.weft.flow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** More than 200 well-formed frames of every shape the parser knows: each tagging times each payload. */
public final class FrameGallery {
    public static final long MAC_A = 0x0002_0304_0506L;
    public static final long MAC_B = 0x0A0B_0C0D_0E0FL;
    public static final int IP_A = 0x0A01_0203;
    public static final int IP_B = 0xC0A8_0180;
    public static final long IP6_HIGH = 0x2001_0DB8_0001_0002L;
    public static final long IP6_A = 0x1111_2222_3333_4444L;
    public static final long IP6_B = 0x5555_6666_7777_8888L;

    private static final List<byte[]> FRAMES = build();

    private FrameGallery() {}

    /** All frames; do not change them. */
    public static List<byte[]> frames() {
        return FRAMES;
    }

    private static List<byte[]> build() {
        List<UnaryOperator<FrameBuilder>> tags = List.of(
                f -> f,
                f -> f.vlan(0x0005),
                f -> f.vlan(0xF064),
                f -> f.tag(VlanHeader.TPID_8021AD, 0x2007).vlan(0x0008),
                f -> f.vlan(1).vlan(2).vlan(3),
                FrameGallery::snapped);
        List<byte[]> frames = new ArrayList<>();
        for (UnaryOperator<FrameBuilder> tag : tags) {
            for (UnaryOperator<FrameBuilder> payload : payloads()) {
                FrameBuilder frame = new FrameBuilder().ethernet(MAC_A, MAC_B);
                frames.add(payload.apply(tag.apply(frame)).build());
            }
        }
        return List.copyOf(frames);
    }

    private static FrameBuilder snapped(FrameBuilder frame) {
        return frame.type(100).snap();
    }

    private static List<UnaryOperator<FrameBuilder>> payloads() {
        List<UnaryOperator<FrameBuilder>> all = new ArrayList<>();
        all.add(f -> f.arp(1, MAC_B, IP_A, 0, IP_B));
        all.add(f -> f.arp(2, MAC_B, IP_A, MAC_A, IP_B));
        all.add(f -> f.arp(0x1FF, MAC_B, IP_A, MAC_A, IP_B));
        all.add(f -> f.arp(3, MAC_B, IP_A, MAC_A, IP_B).type(EthernetHeader.TYPE_RARP));
        all.add(f -> f.type(0x88CC).payload(40));
        all.add(f -> f.type(46).payload(46));
        all.addAll(ipv4());
        all.addAll(ipv6());
        return all;
    }

    private static List<UnaryOperator<FrameBuilder>> ipv4() {
        return List.of(
                f -> v4(f).tcp(1234, 80, TcpHeader.SYN).payload(10),
                f -> v4(f).tos(0xB9).ttl(1).tcp(0xFFFF, 1, 0xFFF),
                f -> v4(f).udp(53, 4096).payload(33),
                f -> v4(f).udp(53, 4096).payload(5).withoutTransportChecksum(),
                f -> v4(f).sctp(7, 9).payload(20),
                f -> v4(f).icmp(8, 0, 0x0001_0002).payload(8),
                f -> v4(f).icmp(3, 13, 0).payload(28),
                f -> v4(f).protocol(89).payload(24),
                f -> v4(f).ipv4Options(new byte[8]).udp(5, 6).payload(1),
                f -> v4(f).ipv4Options(new byte[40]).tcp(5, 6, TcpHeader.ACK),
                f -> v4(f).fragment(Ipv4Header.DONT_FRAGMENT).udp(1, 2),
                f -> v4(f).fragment(Ipv4Header.MORE_FRAGMENTS).udp(1, 2).payload(16),
                f -> v4(f).fragment(Ipv4Header.MORE_FRAGMENTS | 5).udp(1, 2).payload(16),
                f -> v4(f).fragment(7).tcp(1, 2, 3).payload(3),
                f -> v4(f).protocol(6),
                f -> v4(f).protocol(6).payload(19),
                f -> v4(f).protocol(17).payload(7),
                f -> v4(f).protocol(2).payload(8));
    }

    private static List<UnaryOperator<FrameBuilder>> ipv6() {
        return List.of(
                f -> v6(f).tcp(1234, 80, TcpHeader.SYN | TcpHeader.ACK).payload(10),
                f -> v6(f).tos(0x5A).label(0xABCDE).ttl(255).udp(53, 4096).payload(33),
                f -> v6(f).sctp(7, 9).payload(20),
                f -> v6(f).icmp(128, 0, 0x0001_0002).payload(8),
                f -> v6(f).neighbour(135, IP6_HIGH, IP6_B).addressOption(1, MAC_B),
                f -> v6(f).neighbour(136, IP6_HIGH, IP6_B).addressOption(2, MAC_A),
                f -> v6(f).neighbour(136, IP6_HIGH, IP6_B)
                        .addressOption(2, MAC_A)
                        .addressOption(2, MAC_B),
                f -> v6(f).neighbour(135, IP6_HIGH, IP6_B).addressOption(14, 7).addressOption(1, MAC_B),
                f -> v6(f).neighbour(135, IP6_HIGH, IP6_B),
                f -> v6(f).extension(0, 0, new byte[6]).tcp(1, 2, 3),
                f -> v6(f).extension(0, 1, new byte[14])
                        .extension(43, 0, new byte[6])
                        .udp(1, 2),
                f -> v6(f).extension(60, 0, new byte[6])
                        .extension(51, 4, new byte[22])
                        .tcp(1, 2, 3),
                f -> v6(f).ipv6Fragment(0).tcp(1, 2, 3),
                f -> v6(f).ipv6Fragment(1).udp(1, 2).payload(8),
                f -> v6(f).ipv6Fragment(0x0801).protocol(17).payload(30),
                f -> v6(f).extension(0, 0, new byte[6]).ipv6Fragment(1).icmp(128, 0, 1),
                FrameGallery::chain,
                f -> v6(f).protocol(59));
    }

    /** One extension header more than are skipped. */
    private static FrameBuilder chain(FrameBuilder frame) {
        FrameBuilder longest = v6(frame);
        for (int i = 0; i <= Ipv6Extensions.MOST_HEADERS; i++) {
            longest.extension(60, 0, new byte[6]);
        }
        return longest.udp(1, 2);
    }

    private static FrameBuilder v4(FrameBuilder frame) {
        return frame.ipv4(IP_A, IP_B);
    }

    private static FrameBuilder v6(FrameBuilder frame) {
        return frame.ipv6(IP6_HIGH, IP6_A, IP6_HIGH, IP6_B);
    }
}
