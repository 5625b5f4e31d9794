package io.weft.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Checksums: against the definition, against a published header, and incremental against whole. */
class ChecksumTest {
    @Test
    void exampleOfRfc1071() {
        try (Memory.Block block = Memory.allocate(8)) {
            Memory.putLongNetwork(block.address(), 0x0001_F203_F4F5_F6F7L);
            assertThat(Checksum.of(block.address(), 8)).isEqualTo(~0xDDF2 & 0xFFFF);
        }
    }

    @Test
    void wholeEqualsDefinitionForEveryLengthAndAlignment() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] bytes = new byte[300];
        try (Memory.Block block = Memory.allocate(512)) {
            for (int length = 0; length < bytes.length; length++) {
                random.nextBytes(bytes);
                int skew = length & 7;
                Memory.copyFrom(bytes, 0, block.address() + skew, length);
                assertThat(Checksum.of(block.address() + skew, length)).isEqualTo(definition(bytes, length));
            }
            java.util.Arrays.fill(bytes, (byte) 0xFF);
            Memory.copyFrom(bytes, 0, block.address(), bytes.length);
            assertThat(Checksum.of(block.address(), bytes.length)).isZero();
        }
    }

    private static int definition(byte[] bytes, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return ~sum & 0xFFFF;
    }

    @Test
    void incrementalEqualsWhole() {
        SplittableRandom random = new SplittableRandom(2);
        byte[] bytes = new byte[64];
        try (Memory.Block block = Memory.allocate(64)) {
            long at = block.address();
            for (int i = 0; i < 200_000; i++) {
                random.nextBytes(bytes);
                if (i % 3 == 0) {
                    java.util.Arrays.fill(bytes, random.nextInt(48), 64, (byte) (i % 2 == 0 ? 0 : 0xFF));
                }
                // A byte that never changes: an all-zero packet, whose two zeros no header has, is left out.
                bytes[63] = 1;
                Memory.copyFrom(bytes, 0, at, 64);
                int before = Checksum.of(at, 64);
                int updated = change(random, at, before);
                assertThat(updated).as("round %d", i).isEqualTo(Checksum.of(at, 64));
            }
        }
    }

    private static int change(SplittableRandom random, long block, int checksum) {
        long at = block + 2L * random.nextInt(24);
        long high = random.nextInt(4) == 0 ? 0 : random.nextLong();
        long low = random.nextInt(4) == 0 ? -1 : random.nextLong();
        long oldHigh = Memory.getLongNetwork(at);
        long oldLow = Memory.getLongNetwork(at + 8 > block + 56 ? at : at + 8);
        return switch (random.nextInt(at + 16 > block + 62 ? 2 : 4)) {
            case 0 -> {
                Memory.putShortNetwork(at, (int) low);
                yield Checksum.update16(checksum, (int) (oldHigh >>> 48), (int) low);
            }
            case 1 -> {
                Memory.putIntNetwork(at, (int) low);
                yield Checksum.update32(checksum, (int) (oldHigh >>> 32), (int) low);
            }
            case 2 -> {
                Memory.putLongNetwork(at, high);
                yield Checksum.update64(checksum, oldHigh, high);
            }
            default -> {
                Memory.putLongNetwork(at, high);
                Memory.putLongNetwork(at + 8, low);
                yield Checksum.update128(checksum, oldHigh, oldLow, high, low);
            }
        };
    }

    @Test
    void builtFramesHaveRightChecksums() {
        for (byte[] frame : FrameGallery.frames()) {
            if (frame[12] != 0x08 || frame[13] != 0x00) {
                continue;
            }
            try (Memory.Block block = Memory.allocate(frame.length)) {
                Memory.copyFrom(frame, 0, block.address(), frame.length);
                long ip = block.address() + 14;
                assertThat(Checksum.of(ip, Ipv4Header.headerLength(ip))).isZero();
                int length = Ipv4Header.totalLength(ip) - Ipv4Header.headerLength(ip);
                long l4 = ip + Ipv4Header.headerLength(ip);
                boolean first = (Ipv4Header.fragment(ip) & Ipv4Header.OFFSET_MASK) == 0;
                if (first
                        && Ipv4Header.protocol(ip) == IpProtocol.TCP
                        && TcpHeader.isValid(l4, length)
                        && frame[46] == 0x50) {
                    long sum = Ipv4Header.pseudoSum(ip, IpProtocol.TCP, length) + Checksum.sum(l4, length);
                    assertThat(Checksum.finish(sum)).isZero();
                }
            }
        }
    }

    @Test
    void pseudoHeaderOfIpv6EqualsItsBytes() {
        try (Memory.Block block = Memory.allocate(40)) {
            long at = block.address();
            Memory.putLongNetwork(at, 0x2001_0DB8_0000_0001L);
            Memory.putLongNetwork(at + 8, -2L);
            Memory.putLongNetwork(at + 16, 0xFE80_0000_0000_0000L);
            Memory.putLongNetwork(at + 24, 77);
            Memory.putIntNetwork(at + 32, 1500);
            Memory.putIntNetwork(at + 36, 58);
            long sum = Checksum.pseudoIpv6(0x2001_0DB8_0000_0001L, -2L, 0xFE80_0000_0000_0000L, 77, 58, 1500);
            assertThat(Checksum.finish(sum)).isEqualTo(Checksum.of(at, 40));
        }
    }

    @Test
    void crc32cEqualsThatOfTheJdk() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] bytes = new byte[100];
        try (Memory.Block block = Memory.allocate(100)) {
            for (int length = 0; length <= 100; length++) {
                random.nextBytes(bytes);
                Memory.copyFrom(bytes, 0, block.address(), length);
                CRC32C expected = new CRC32C();
                expected.update(bytes, 0, length);
                int crc = Crc32c.finish(Crc32c.update(Crc32c.START, block.address(), length));
                assertThat(crc).isEqualTo((int) expected.getValue());
            }
        }
    }
}
