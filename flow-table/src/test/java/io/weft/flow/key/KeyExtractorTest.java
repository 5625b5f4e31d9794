package io.weft.flow.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.FrameGallery;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Extraction against hand-written bytes, against the oracle on every prefix, and against a fuzzer. */
class KeyExtractorTest {
    private static final long ROOM = 1 << 16;

    @Test
    void ipv4TcpWithTag() {
        long[] key = extract("""
                0a0b0c0d0e0f 000203040506 8100 6005 0800
                45b9003c 00004000 40060000 0a010203 c0a80180
                04d20050 00000001 00000002 5012ffff 00000000 00000000000000000000000000000000 00000000""");
        assertThat(Fields.IN_PORT.low(key)).isEqualTo(3);
        assertThat(Fields.ETH_DST.low(key)).isEqualTo(0x0a0b0c0d0e0fL);
        assertThat(Fields.ETH_SRC.low(key)).isEqualTo(0x000203040506L);
        assertThat(Fields.VLAN_TCI.low(key)).isEqualTo(0x7005);
        assertThat(Fields.DL_VLAN.low(key)).isEqualTo(5);
        assertThat(Fields.VLAN_PCP.low(key)).isEqualTo(3);
        assertThat(Fields.ETH_TYPE.low(key)).isEqualTo(0x0800);
        assertThat(Fields.NW_PROTO.low(key)).isEqualTo(6);
        assertThat(Fields.IP_DSCP.low(key)).isEqualTo(46);
        assertThat(Fields.NW_ECN.low(key)).isEqualTo(1);
        assertThat(Fields.NW_TTL.low(key)).isEqualTo(64);
        assertThat(Fields.IP_FRAG.low(key)).isZero();
        assertThat(Fields.NW_SRC.low(key)).isEqualTo(0x0a010203);
        assertThat(Fields.NW_DST.low(key)).isEqualTo(0xc0a80180L);
        assertThat(Fields.TCP_SRC.low(key)).isEqualTo(1234);
        assertThat(Fields.TCP_DST.low(key)).isEqualTo(80);
        assertThat(Fields.TCP_FLAGS.low(key)).isEqualTo(0x12);
        assertThat(key[0] & 0xFFFF).isEqualTo(FlowKey.KIND_SHORT);
    }

    @Test
    void ipv6UdpBehindHopByHop() {
        long[] key = extract("""
                0a0b0c0d0e0f 000203040506 86dd
                65aabcde 0010 00 ff 20010db8000000000000000000000001 fe800000000000000000000000000002
                11 00 010400000000 0035 1000 0008 0000""");
        assertThat(Fields.ETH_TYPE.low(key)).isEqualTo(0x86dd);
        assertThat(key[3] >>> 48 & 0xFF).isEqualTo(0x5a);
        assertThat(Fields.IPV6_LABEL.low(key)).isEqualTo(0xabcde);
        assertThat(Fields.NW_TTL.low(key)).isEqualTo(255);
        assertThat(Fields.NW_PROTO.low(key)).isEqualTo(17);
        assertThat(Fields.IPV6_SRC.high(key)).isEqualTo(0x20010db800000000L);
        assertThat(Fields.IPV6_SRC.low(key)).isEqualTo(1);
        assertThat(Fields.IPV6_DST.high(key)).isEqualTo(0xfe80000000000000L);
        assertThat(Fields.IPV6_DST.low(key)).isEqualTo(2);
        assertThat(Fields.UDP_SRC.low(key)).isEqualTo(53);
        assertThat(Fields.UDP_DST.low(key)).isEqualTo(4096);
        assertThat(key[0] & 0xFFFF).isEqualTo(FlowKey.KIND_LONG);
    }

    /** As in Open vSwitch with {@code vlan-limit=1}: the second tag's TPID is the Ethernet type, and nothing behind it is read. */
    @Test
    void oneTagIsReadWhereThatIsTheLimit() {
        byte[] frame = HexFormat.of().parseHex("""
                0a0b0c0d0e0f 000203040506 8100 6010 88a8 2011 0800
                4500001c000000004011000001020304050607080001000200080000""".replaceAll("\\s", ""));
        long[] two = KeyExtractor.extract(frame, 3);
        assertThat(Fields.ETH_TYPE.low(two)).isEqualTo(0x0800);
        assertThat(Fields.UDP_DST.low(two)).isEqualTo(2);

        long[] one = KeyExtractor.extract(frame, 3, 1);
        assertThat(Fields.DL_VLAN.low(one)).isEqualTo(16);
        assertThat(Fields.VLAN_PCP.low(one)).isEqualTo(3);
        assertThat(Fields.ETH_TYPE.low(one)).isEqualTo(0x88a8);
        assertThat(Fields.NW_PROTO.low(one)).isZero();
        assertThat(one[6]).as("inner tag").isZero();
        assertThat(KeyExtractor.limit(two, 1)).isEqualTo(one);
        assertThat(KeyExtractor.limit(two, 2)).isEqualTo(two);

        frame[14] |= 0x10; // the DEI bit of the outer tag
        assertThat(KeyExtractor.limit(KeyExtractor.extract(frame, 3), 1)).isEqualTo(KeyExtractor.extract(frame, 3, 1));
    }

    @Test
    void arpRequest() {
        long[] key = extract("""
                ffffffffffff 000203040506 0806
                0001 0800 06 04 0001 000203040506 0a010203 000000000000 c0a80180""");
        assertThat(Fields.ARP_OP.low(key)).isEqualTo(1);
        assertThat(Fields.ARP_SHA.low(key)).isEqualTo(0x000203040506L);
        assertThat(Fields.ARP_SPA.low(key)).isEqualTo(0x0a010203);
        assertThat(Fields.ARP_THA.low(key)).isZero();
        assertThat(Fields.ARP_TPA.low(key)).isEqualTo(0xc0a80180L);
    }

    @Test
    void neighbourSolicitation() {
        long[] key = extract("""
                3333ff000002 000203040506 86dd
                60000000 0020 3a ff fe800000000000000000000000000001 ff0200000000000000000001ff000002
                87 00 0000 00000000 fe800000000000000000000000000002 01 01 000203040506""");
        assertThat(Fields.ICMPV6_TYPE.low(key)).isEqualTo(135);
        assertThat(Fields.ICMPV6_CODE.low(key)).isZero();
        assertThat(Fields.ND_TARGET.high(key)).isEqualTo(0xfe80000000000000L);
        assertThat(Fields.ND_TARGET.low(key)).isEqualTo(2);
        assertThat(Fields.ND_SLL.low(key)).isEqualTo(0x000203040506L);
        assertThat(Fields.ND_TLL.low(key)).isZero();
    }

    @Test
    void snapAndLengths() {
        String macs = "ffffffffffff 000203040506 ";
        assertThat(Fields.ETH_TYPE.low(extract(macs + "0010 aaaa03000000 0800 00")))
                .isEqualTo(0x0800);
        assertThat(Fields.ETH_TYPE.low(extract(macs + "0010 aaaa03000001 0800 00")))
                .isEqualTo(0x05ff);
        assertThat(Fields.ETH_TYPE.low(extract(macs + "0010 aaaa03000000 05dc 00")))
                .isEqualTo(0x05ff);
        assertThat(Fields.ETH_TYPE.low(extract(macs + "0010 424203"))).isEqualTo(0x05ff);
        assertThat(Fields.ETH_TYPE.low(extract(macs + "8100 00"))).isEqualTo(0x8100);
        assertThat(Fields.ETH_TYPE.low(extract(macs + "8100 0001 8100 0002 8100 0003 0800")))
                .isEqualTo(0x8100);
    }

    @Test
    void shorterThanEthernetIsMalformedAndLeavesTheKey() {
        try (Memory.Block block = Memory.allocate(64 + FlowKey.PACKET_BYTES)) {
            Memory.putLong(block.address() + 64, 42);
            for (int length = 0; length < 14; length++) {
                long layers = KeyExtractor.extract(block.address(), length, 1, block.address() + 64);
                assertThat(Layers.isMalformed(layers)).isTrue();
                assertThat(Memory.getLong(block.address() + 64)).isEqualTo(42);
            }
        }
    }

    @Test
    void paddingIsNotPartOfThePacket() {
        FrameBuilder builder = new FrameBuilder().ethernet(1, 2).ipv4(3, 4).protocol(17);
        long[] bare = KeyExtractor.extract(builder.build(), 1);
        assertThat(KeyExtractor.extract(builder.build(60), 1)).isEqualTo(bare);
        assertThat(Fields.UDP_DST.low(bare)).isZero();
    }

    @Test
    void layersPointAtTheHeaders() {
        byte[] frame = new FrameBuilder()
                .ethernet(1, 2)
                .vlan(3)
                .ipv4(5, 6)
                .ipv4Options(new byte[4])
                .udp(7, 8)
                .build();
        try (Memory.Block block = Memory.allocate(ROOM)) {
            Memory.copyFrom(frame, 0, block.address(), frame.length);
            long layers = KeyExtractor.extract(block.address(), frame.length, 1, block.address() + 4096);
            assertThat(Layers.l3Offset(layers)).isEqualTo(18);
            assertThat(Layers.l4Offset(layers)).isEqualTo(42);
        }
    }

    @Test
    void everyPrefixOfEveryGalleryFrame() {
        assertThat(FrameGallery.frames()).hasSizeGreaterThanOrEqualTo(200);
        try (ExtractorFuzz fuzz = new ExtractorFuzz()) {
            for (byte[] frame : FrameGallery.frames()) {
                for (int length = 0; length <= frame.length; length++) {
                    fuzz.check(Arrays.copyOf(frame, length), "prefix of " + length);
                }
            }
        }
    }

    @Test
    void everyFlippedBitOfEveryGalleryFrame() {
        try (ExtractorFuzz fuzz = new ExtractorFuzz()) {
            for (byte[] frame : FrameGallery.frames()) {
                for (int bit = 0; bit < frame.length * 8; bit++) {
                    frame[bit >>> 3] ^= (byte) (1 << (bit & 7));
                    fuzz.check(frame, "bit " + bit);
                    frame[bit >>> 3] ^= (byte) (1 << (bit & 7));
                }
            }
        }
    }

    @Test
    void randomAndMutatedFrames() {
        ExtractorFuzz.run(0x5eed, 250_000);
    }

    @Test
    @Tag("long")
    void campaignOfRandomAndMutatedFrames() {
        for (int round = 0; round < 12; round++) {
            ExtractorFuzz.run(1000 + round, 1_000_000);
        }
    }

    @Test
    void extractionAllocatesNothing() {
        List<byte[]> frames = FrameGallery.frames();
        try (Memory.Block block = Memory.allocate(ROOM * 4)) {
            long[] at = new long[frames.size()];
            int[] length = new int[frames.size()];
            long next = block.address();
            for (int i = 0; i < at.length; i++) {
                byte[] frame = frames.get(i);
                at[i] = next;
                length[i] = frame.length;
                Memory.copyFrom(frame, 0, next, frame.length);
                next += frame.length;
            }
            Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = 0;
            for (int round = 0; round < 200; round++) {
                before = round == 100 ? threads.getCurrentThreadAllocatedBytes() : before;
                for (int i = 0; i < at.length; i++) {
                    KeyExtractor.extract(at[i], length[i], 1, key.address());
                    KeyExtractor.extract(at[i], length[i] * (round % 10) / 10, 1, key.address());
                    KeyHash.hash(key.address());
                }
            }
            // The measurement itself may allocate a little; 100 rounds of over 200 frames, whole and truncated, may
            // not.
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
            key.close();
        }
    }

    private static long[] extract(String hex) {
        return KeyExtractor.extract(HexFormat.of().parseHex(hex.replaceAll("\\s", "")), 3);
    }
}
