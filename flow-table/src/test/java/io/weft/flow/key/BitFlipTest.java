package io.weft.flow.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.TcpHeader;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Flips each bit of a frame: a bit of a matched header field changes that field alone, by that bit; a bit of anything else in the headers
 * and payload changes nothing. Bits that decide how the frame is parsed (types, lengths, fragment offsets) are left to the oracle.
 */
class BitFlipTest {
    private static final long MAC_A = 0x0002_0304_0506L;
    private static final long MAC_B = 0x0A0B_0C0D_0E0FL;

    /** Maps bit ranges of a frame, in wire order, to the field they are; anything not mapped must change nothing. */
    private static final class Plan {
        private final Map<Integer, Field> fieldOf = new HashMap<>();
        private final Map<Integer, Integer> bitOf = new HashMap<>();
        private final Map<Integer, Boolean> structural = new HashMap<>();
        private int outerDei = -1;

        /** {@code field} fills {@code bits} wire bits from bit {@code from} of byte {@code at}, the highest bit first. */
        Plan field(Field field, int at, int from, int bits) {
            for (int i = 0; i < bits; i++) {
                fieldOf.put(at * 8 + from + i, field);
                bitOf.put(at * 8 + from + i, bits - 1 - i);
            }
            return this;
        }

        Plan field(Field field, int at) {
            return field(field, at, 0, field.width());
        }

        Plan structural(int at, int from, int bits) {
            for (int i = 0; i < bits; i++) {
                structural.put(at * 8 + from + i, true);
            }
            return this;
        }

        /** The DEI bit of the outer tag, which the key carries though it is no field. */
        Plan outerDei(int at, int from) {
            outerDei = at * 8 + from;
            return this;
        }

        void run(byte[] frame) {
            long[] before = KeyExtractor.extract(frame, 1);
            for (int bit = 0; bit < frame.length * 8; bit++) {
                if (structural.containsKey(bit)) {
                    continue;
                }
                long[] expected = before.clone();
                Field field = fieldOf.get(bit);
                if (field != null) {
                    int at = bitOf.get(bit);
                    long low = at < 64 ? 1L << at : 0;
                    long high = at < 64 ? 0 : 1L << at - 64;
                    field.set(expected, field.high(before) ^ high, field.low(before) ^ low);
                }
                expected[6] ^= bit == outerDei ? FlowKey.OUTER_DEI : 0;
                frame[bit >>> 3] ^= (byte) (0x80 >>> (bit & 7));
                assertThat(KeyExtractor.extract(frame, 1))
                        .as("byte %d bit %d, field %s", bit >>> 3, bit & 7, field)
                        .isEqualTo(expected);
                frame[bit >>> 3] ^= (byte) (0x80 >>> (bit & 7));
            }
        }
    }

    private static Plan ethernet() {
        return new Plan().field(Fields.ETH_DST, 0).field(Fields.ETH_SRC, 6).structural(12, 0, 16);
    }

    /** An IPv4 header at byte {@code at}. */
    private static Plan ipv4(Plan plan, int at) {
        return plan.structural(at, 4, 4)
                .field(Fields.IP_DSCP, at + 1, 0, 6)
                .field(Fields.NW_ECN, at + 1, 6, 2)
                .structural(at + 2, 0, 16)
                .structural(at + 6, 2, 14)
                .field(Fields.NW_TTL, at + 8)
                .structural(at + 9, 0, 8)
                .field(Fields.NW_SRC, at + 12)
                .field(Fields.NW_DST, at + 16);
    }

    private static Plan ipv6(Plan plan, int at) {
        return plan.field(Fields.IP_DSCP, at, 4, 6)
                .field(Fields.NW_ECN, at, 10, 2)
                .field(Fields.IPV6_LABEL, at, 12, 20)
                .structural(at + 4, 0, 24)
                .field(Fields.NW_TTL, at + 7)
                .field(Fields.IPV6_SRC, at + 8)
                .field(Fields.IPV6_DST, at + 24);
    }

    @Test
    void tcpOverTaggedIpv4() {
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .vlan(0x6123)
                .ipv4(0x0A010203, 0x0A010204)
                .tcp(1000, 2000, TcpHeader.SYN)
                .payload(20)
                .build();
        ipv4(ethernet(), 18)
                .field(Fields.VLAN_PCP, 14, 0, 3)
                .outerDei(14, 3)
                .field(Fields.DL_VLAN, 14, 4, 12)
                .structural(16, 0, 16)
                .field(Fields.TCP_SRC, 38)
                .field(Fields.TCP_DST, 40)
                .structural(50, 0, 4)
                .field(Fields.TCP_FLAGS, 50, 4, 12)
                .run(frame);
    }

    @Test
    void udpOverIpv4() {
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .ipv4(0x0A010203, 0x0A010204)
                .udp(1000, 2000)
                .payload(20)
                .build();
        ipv4(ethernet(), 14).field(Fields.UDP_SRC, 34).field(Fields.UDP_DST, 36).run(frame);
    }

    @Test
    void icmpOverIpv4() {
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .ipv4(1, 2)
                .icmp(8, 3, 4)
                .payload(9)
                .build();
        ipv4(ethernet(), 14)
                .field(Fields.ICMP_TYPE, 34)
                .field(Fields.ICMP_CODE, 35)
                .run(frame);
    }

    @Test
    void sctpOverIpv6() {
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .ipv6(1, 2, 3, 4)
                .sctp(5, 6)
                .payload(9)
                .build();
        ipv6(ethernet(), 14)
                .field(Fields.SCTP_SRC, 54)
                .field(Fields.SCTP_DST, 56)
                .run(frame);
    }

    @Test
    void neighbourAdvertisement() {
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .ipv6(1, 2, 3, 4)
                .neighbour(136, 5, 6)
                .addressOption(2, MAC_A)
                .build();
        ipv6(ethernet(), 14)
                .structural(54, 0, 16)
                .field(Fields.ND_RESERVED, 58)
                .field(Fields.ND_TARGET, 62)
                .structural(78, 0, 16)
                .field(Fields.ND_TLL, 80)
                .run(frame);
    }

    @Test
    void arp() {
        byte[] frame = new FrameBuilder()
                .ethernet(MAC_A, MAC_B)
                .arp(2, MAC_A, 5, MAC_B, 6)
                .build();
        ethernet()
                .structural(14, 0, 56)
                .field(Fields.ARP_OP, 21)
                .field(Fields.ARP_SHA, 22)
                .field(Fields.ARP_SPA, 28)
                .field(Fields.ARP_THA, 32)
                .field(Fields.ARP_TPA, 38)
                .run(frame);
    }
}
