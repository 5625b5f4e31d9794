package io.weft.vswitch.reject;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.RejectAnswer;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.Checksum;
import io.weft.flow.wire.FrameBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers to rejected packets, looked at field by field; checksums by the code that forwards. */
final class RejectReplyTest {
    private static final long SENDER = 0x5054_0000_0005L;
    private static final long RECEIVER = 0x5054_0000_0007L;
    private static final int A = 0x0a00_0001;
    private static final int B = 0x0a00_0002;
    private static final long FC00 = 0xfc00_0000_0000_0000L;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    private static FrameBuilder ethernet() {
        return new FrameBuilder().ethernet(RECEIVER, SENDER);
    }

    private static byte[] tcp(FrameBuilder ip, int flags, int sequence, int acknowledgement, int payload) {
        byte[] frame = ip.tcp(1000, 80, flags).payload(payload).build(0);
        int tcp = frame.length - payload - 20;
        ByteBuffer segment = ByteBuffer.wrap(frame);
        // The checksum changes by what these numbers change (RFC 1624).
        long sum = ~segment.getShort(tcp + 16) & 0xFFFFL;
        for (int at = tcp + 4; at < tcp + 12; at += 2) {
            sum += ~segment.getShort(at) & 0xFFFFL;
        }
        segment.putInt(tcp + 4, sequence).putInt(tcp + 8, acknowledgement);
        for (int at = tcp + 4; at < tcp + 12; at += 2) {
            sum += segment.getShort(at) & 0xFFFFL;
        }
        segment.putShort(tcp + 16, (short) Checksum.finish(sum));
        return frame;
    }

    private static ByteBuffer reply(byte[] frame) {
        return reply(frame, RejectAnswer.ORDINARY);
    }

    private static ByteBuffer reply(byte[] frame, RejectAnswer answer) {
        byte[] reply = RejectReply.to(frame, frame.length, false, answer);
        assertThat(reply).isNotNull();
        ByteBuffer bytes = ByteBuffer.wrap(reply);
        assertThat(bytes.getLong(0) >>> 16).isEqualTo(SENDER);
        assertThat(bytes.getLong(6) >>> 16).isEqualTo(RECEIVER);
        return bytes;
    }

    private static byte[] bytes(ByteBuffer frame, int from, int to) {
        byte[] copy = new byte[to - from];
        frame.get(from, copy);
        return copy;
    }

    private static void none(byte[] frame) {
        none(frame, RejectAnswer.ORDINARY);
    }

    private static void none(byte[] frame, RejectAnswer answer) {
        assertThat(RejectReply.to(frame, frame.length, false, answer)).isNull();
    }

    /** The checksum of a part of a frame and a pseudo header: 0 where it is right. */
    private static int checksum(ByteBuffer frame, int from, long pseudo) {
        try (Memory.Block copy = Memory.allocate(frame.limit())) {
            for (int i = 0; i < frame.limit(); i++) {
                Memory.putByte(copy.address() + i, frame.get(i));
            }
            return Checksum.finish(pseudo + Checksum.sum(copy.address() + from, frame.limit() - from));
        }
    }

    private static void isGoodIpv4(ByteBuffer frame, int at, int protocol) {
        assertThat(frame.getShort(at) & 0xFFFF).isEqualTo(0x4500);
        assertThat(frame.getShort(at + 2)).isEqualTo((short) (frame.limit() - at));
        assertThat(frame.get(at + 9)).isEqualTo((byte) protocol);
        assertThat(frame.getInt(at + 12)).isEqualTo(B);
        assertThat(frame.getInt(at + 16)).isEqualTo(A);
        ByteBuffer header = ByteBuffer.wrap(bytes(frame, 0, at + 20));
        assertThat(checksum(header, at, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // flags, seq, ack, payload; the reset's flags/seq/ack
        "2, 100, 0, 0, 20/0/101",
        "2, -1, 0, 5, 20/0/5",
        "16, 100, 7, 5, 4/7/0",
        "18, 100, -9, 0, 4/-9/0",
        "17, 100, 7, 3, 4/7/0",
        "1, 100, 7, 3, 20/0/104",
        "0, 100, 7, 3, 20/0/103"
    })
    void segmentsAreReset(int flags, int seq, int ack, int payload, String expected) {
        ByteBuffer reset = reply(tcp(ethernet().ipv4(A, B), flags, seq, ack, payload));
        assertThat(reset.limit()).isEqualTo(14 + 20 + 20);
        isGoodIpv4(reset, 14, 6);
        assertThat(reset.getShort(34)).isEqualTo((short) 80);
        assertThat(reset.getShort(36)).isEqualTo((short) 1000);
        assertThat(reset.get(46)).isEqualTo((byte) 0x50);
        assertThat(reset.get(47) + "/" + reset.getInt(38) + "/" + reset.getInt(42))
                .isEqualTo(expected);
        assertThat(checksum(reset, 34, Checksum.pseudoIpv4(B, A, 6, 20))).isZero();
    }

    @Test
    void overIpv6WithTagsAndExtensions() {
        byte[] frame = tcp(ethernet().vlan(7).ipv6(FC00, 1, FC00, 2).extension(60, 0, new byte[6]), SYN, 100, 0, 0);
        ByteBuffer reset = reply(frame);
        assertThat(reset.getInt(12)).isEqualTo(0x8100_0007);
        assertThat(reset.getInt(18)).isEqualTo(6 << 28);
        assertThat(reset.getShort(22)).isEqualTo((short) 20);
        assertThat(reset.get(24)).isEqualTo((byte) 6);
        assertThat(reset.getLong(34)).isEqualTo(2);
        assertThat(reset.getLong(50)).isEqualTo(1);
        assertThat(reset.getInt(66)).isEqualTo(101);
        assertThat(checksum(reset, 58, Checksum.pseudoIpv6(FC00, 2, FC00, 1, 6, 20)))
                .isZero();
    }

    @Test
    void othersAreToldBySoMuchOfTheirPacketAsFits() {
        byte[] udp = ethernet().ipv4(A, B).udp(1, 2).payload(30).build(0);
        ByteBuffer error = reply(udp);
        isGoodIpv4(error, 14, 1);
        assertThat(error.getInt(34) >>> 16).isEqualTo(3 << 8 | 13);
        assertThat(checksum(error, 34, 0)).isZero();
        assertThat(bytes(error, 42, error.limit())).isEqualTo(Arrays.copyOfRange(udp, 14, udp.length));
        byte[] big = ethernet().ipv4(A, B).udp(1, 2).payload(1400).build(0);
        assertThat(reply(big).limit()).isEqualTo(14 + 576);
        byte[] padded = Arrays.copyOf(ethernet().ipv4(A, B).udp(1, 2).build(0), 60);
        assertThat(reply(padded).limit()).as("without the padding").isEqualTo(14 + 20 + 8 + 28);
        assertThat(reply(ethernet().ipv4(A, B).icmp(8, 0, 1).build(0)).get(34)).isEqualTo((byte) 3);
        byte[] six = ethernet().ipv6(FC00, 1, FC00, 2).udp(1, 2).payload(1400).build(0);
        ByteBuffer error6 = reply(six);
        assertThat(error6.limit()).isEqualTo(14 + 1280);
        assertThat(error6.getInt(54) >>> 16).isEqualTo(1 << 8 | 1);
        assertThat(checksum(error6, 54, Checksum.pseudoIpv6(FC00, 2, FC00, 1, 58, 1240)))
                .isZero();
    }

    @Test
    void whatMayNotBeAnswered() {
        none(tcp(ethernet().ipv4(A, B), RST, 1, 1, 0));
        none(tcp(ethernet().ipv4(A, B), RST | ACK, 1, 1, 0));
        none(tcp(ethernet().ipv6(FC00, 1, FC00, 2), RST | FIN, 1, 1, 0));
        for (int type : new int[] {3, 4, 5, 11, 12, 40}) {
            none(ethernet().ipv4(A, B).icmp(type, 0, 0).payload(40).build(0));
        }
        for (int type : new int[] {1, 2, 3, 4, 127, 133, 135, 136}) {
            none(ethernet().ipv6(FC00, 1, FC00, 2).icmp(type, 0, 0).payload(40).build(0));
        }
        none(new FrameBuilder()
                .ethernet(0xFFFF_FFFF_FFFFL, SENDER)
                .ipv4(A, B)
                .udp(1, 2)
                .build(0));
        none(new FrameBuilder()
                .ethernet(0x0100_5E00_0001L, SENDER)
                .ipv4(A, B)
                .udp(1, 2)
                .build(0));
        for (int address : new int[] {0xe000_0001, 0xFFFF_FFFF, 0, 0x7f00_0001, 0xf000_0001}) {
            none(ethernet().ipv4(A, address).udp(1, 2).build(0));
            none(ethernet().ipv4(address, B).udp(1, 2).build(0));
        }
        none(ethernet().ipv6(0xff02L << 48, 1, FC00, 2).udp(1, 2).build(0));
        none(ethernet().ipv6(FC00, 1, 0xff02L << 48, 2).udp(1, 2).build(0));
        none(ethernet().ipv6(0, 0, FC00, 2).udp(1, 2).build(0));
        none(ethernet().arp(1, SENDER, A, 0, B).build(0));
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN_PROHIBITED, 0x030d, 0x0101",
        "PORT_UNREACHABLE, 0x0303, 0x0104",
        "HOST_UNREACHABLE, 0x0301, 0x0103",
        "NO_ROUTE,         0x0300, 0x0100"
    })
    void errorsSayWhatTheyAreToldToSay(RejectAnswer answer, int four, int six) {
        byte[] segment = tcp(ethernet().ipv4(A, B), SYN, 1, 0, 0);
        assertThat(reply(segment, answer).getShort(34)).as("no reset").isEqualTo((short) four);
        byte[] datagram = ethernet().ipv4(A, B).udp(1, 2).payload(30).build(0);
        assertThat(reply(datagram, answer).getShort(34)).isEqualTo((short) four);
        byte[] datagram6 =
                ethernet().ipv6(FC00, 1, FC00, 2).udp(1, 2).payload(30).build(0);
        assertThat(reply(datagram6, answer).getShort(54)).isEqualTo((short) six);
    }

    @Test
    void aResetIsForSegmentsAlone() {
        byte[] segment = tcp(ethernet().ipv4(A, B), SYN, 1, 0, 0);
        assertThat(reply(segment, RejectAnswer.TCP_RESET).get(47)).isEqualTo((byte) (RST | ACK));
        none(ethernet().ipv4(A, B).udp(1, 2).build(0), RejectAnswer.TCP_RESET);
        none(ethernet().ipv6(FC00, 1, FC00, 2).icmp(128, 0, 1).build(0), RejectAnswer.TCP_RESET);
    }

    /** As nf_send_reset() and nf_send_unreach() of Linux: what was damaged on its way is not its sender's. */
    @Test
    void wrongChecksumsAreNotAnswered() {
        byte[][] packets = {
            tcp(ethernet().ipv4(A, B), SYN, 1, 0, 9),
            tcp(ethernet().ipv6(FC00, 1, FC00, 2), ACK, 1, 2, 9),
            ethernet().ipv4(A, B).udp(1, 2).payload(31).build(0),
            ethernet().ipv6(FC00, 1, FC00, 2).udp(1, 2).payload(30).build(0),
            ethernet().ipv4(A, B).icmp(8, 0, 1).payload(30).build(0),
            ethernet().ipv6(FC00, 1, FC00, 2).icmp(128, 0, 1).payload(30).build(0)
        };
        for (byte[] packet : packets) {
            for (RejectAnswer answer : List.of(RejectAnswer.ORDINARY, RejectAnswer.NO_ROUTE)) {
                assertThat(reply(packet, answer)).isNotNull();
                byte[] damaged = packet.clone();
                damaged[packet.length - 1] ^= 0x40;
                none(damaged, answer);
            }
        }
        byte[] header = packets[0].clone();
        header[14 + 8]--; // a TTL that the header's checksum does not know
        none(header);
        byte[] withoutSum = ethernet()
                .ipv4(A, B)
                .udp(1, 2)
                .withoutTransportChecksum()
                .payload(30)
                .build(0);
        assertThat(reply(withoutSum).get(34)).as("UDP over IPv4 needs none").isEqualTo((byte) 3);
    }

    @Test
    void whatADeviceWillCompleteIsRight() {
        byte[] segment = tcp(ethernet().ipv4(A, B), SYN, 1, 0, 9);
        byte[] partial = segment.clone();
        ByteBuffer.wrap(partial).putShort(34 + 16, (short) ~Checksum.finish(Checksum.pseudoIpv4(A, B, 6, 29)));
        assertThat(reply(partial).get(47)).as("told by the value").isEqualTo((byte) (RST | ACK));
        byte[] other = segment.clone();
        other[34 + 16] ^= 1;
        none(other);
        assertThat(RejectReply.to(other, other.length, true, RejectAnswer.ORDINARY))
                .as("told by the port")
                .isNotNull();
    }

    @Test
    void aSegmentThatIsNotHereAsAWholeGetsNoReset() {
        byte[] segment = tcp(ethernet().ipv4(A, B), ACK, 1, 2, 900);
        assertThat(RejectReply.to(segment, segment.length - 1, false, RejectAnswer.ORDINARY))
                .isNull();
        assertThat(RejectReply.to(segment, segment.length - 1, false, RejectAnswer.NO_ROUTE))
                .isNotNull();
        none(ethernet().ipv4(A, B).fragment(0x2000).tcp(1, 2, SYN).payload(20).build(0));
    }

    @Test
    void ofFragmentsTheFirst() {
        byte[] first =
                ethernet().ipv4(A, B).fragment(0x2000).udp(1, 2).payload(24).build(0);
        assertThat(reply(first).get(34)).isEqualTo((byte) 3);
        none(ethernet().ipv4(A, B).fragment(0x2005).udp(1, 2).payload(24).build(0));
        none(ethernet().ipv4(A, B).fragment(0x0005).udp(1, 2).payload(24).build(0));
        byte[] first6 = ethernet()
                .ipv6(FC00, 1, FC00, 2)
                .ipv6Fragment(1)
                .udp(1, 2)
                .payload(24)
                .build(0);
        assertThat(reply(first6).get(54)).isEqualTo((byte) 1);
        none(ethernet()
                .ipv6(FC00, 1, FC00, 2)
                .ipv6Fragment(9)
                .udp(1, 2)
                .payload(24)
                .build(0));
    }

    @Test
    void whateverTheBytes() {
        Random random = new Random(20261122);
        byte[][] seeds = {
            tcp(ethernet().ipv4(A, B), SYN, 1, 0, 9),
            tcp(ethernet().vlan(3).ipv6(FC00, 1, FC00, 2).extension(60, 0, new byte[6]), ACK, 1, 0, 9),
            ethernet().ipv4(A, B).udp(1, 2).payload(30).build(0)
        };
        RejectAnswer[] answers = RejectAnswer.values();
        int answered = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] frame = seeds[i % seeds.length].clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                frame[12 + random.nextInt(frame.length - 12)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length;
            RejectAnswer answer = answers[random.nextInt(answers.length)];
            byte[] reply = RejectReply.to(frame, length, random.nextBoolean(), answer);
            answered += reply == null ? 0 : 1;
            if (reply != null) {
                assertThat(RejectReply.to(reply, reply.length, false, answer))
                        .as("an answer is never answered")
                        .isNull();
            }
        }
        assertThat(answered).isGreaterThan(20_000);
    }
}
