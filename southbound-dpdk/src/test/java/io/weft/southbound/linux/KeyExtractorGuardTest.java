package io.weft.southbound.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.southbound.offload.PartialChecksum;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The key extractor (and the checksum test) over frames that end where memory ends: a read outside the frame is a fault of the process, which
 * fails the build. It is here since only this module can make a page that must not be read.
 *
 * <p>Frames are random bytes with headers grafted in where a parser would look for them, so that deep paths are reached, then cut anywhere.
 */
class KeyExtractorGuardTest {
    private static final int MAX_LENGTH = 256;
    private static final int[] TYPES = {0x0800, 0x86DD, 0x0806, 0x8035, 0x8100, 0x88A8, 0x9100, 0x8847, 0x05DC, 0x0000};
    private static final int[] PROTOCOLS = {6, 17, 1, 58, 132, 47, 0, 43, 44, 60, 51, 2, 59, 255};
    private static final int[] ICMPV6_TYPES = {133, 134, 135, 136, 137, 128, 1, 255};

    @Test
    void twoHundredThousandFrames() throws Exception {
        campaign(200_000, 0x5EED_0001L);
    }

    @Test
    @Tag("long")
    void tenMillionFrames() throws Exception {
        campaign(10_000_000, System.nanoTime());
    }

    private static void campaign(int count, long seed) throws NativeException {
        System.out.println("seed " + seed + ", " + count + " frames");
        SplittableRandom random = new SplittableRandom(seed);
        long deep = 0;
        try (GuardedPage page = new GuardedPage(MAX_LENGTH);
                Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES)) {
            for (int i = 0; i < count; i++) {
                int length = random.nextInt(MAX_LENGTH + 1);
                long frame = page.rightAligned(length);
                byte[] bytes = new byte[MAX_LENGTH];
                random.nextBytes(bytes);
                graft(bytes, length, random);
                Memory.copyFrom(bytes, 0, frame, length);
                long layers = KeyExtractor.extract(frame, length, 1, key.address());
                PartialChecksum.locate(frame, length);
                assertThat(Layers.isMalformed(layers)).isEqualTo(length < 14);
                deep += !Layers.isMalformed(layers) && Layers.l4Offset(layers) != 0 ? 1 : 0;
            }
        }
        System.out.println(deep + " frames had a readable transport header");
        assertThat(deep).isGreaterThan(count / 20);
    }

    private static void graft(byte[] frame, int length, SplittableRandom random) {
        int at = 12;
        int type = type(random);
        while (at < 40) {
            putShort(frame, at, type);
            at += 2;
            boolean tag = type == 0x8100 || type == 0x88A8 || type == 0x9100;
            if (!tag) {
                break;
            }
            at += 2;
            type = type(random);
        }
        if (type == 0x0800) {
            graftIpv4(frame, at, length, random);
        } else if (type == 0x86DD) {
            graftIpv6(frame, at, length, random);
        } else if (type == 0x0806) {
            putShort(frame, at, 1);
            putShort(frame, at + 2, 0x0800);
            putShort(frame, at + 4, 0x0604);
        }
    }

    private static int type(SplittableRandom random) {
        return TYPES[random.nextInt(random.nextBoolean() ? 2 : TYPES.length)];
    }

    /** Mostly what is there, else a lie. */
    private static int statedLength(int present, SplittableRandom random) {
        return random.nextInt(3) == 0 ? random.nextInt(300) : Math.max(0, present - random.nextInt(3));
    }

    private static void graftIpv4(byte[] frame, int at, int length, SplittableRandom random) {
        int words = random.nextInt(4) == 0 ? random.nextInt(16) : 5;
        frame[at] = (byte) (0x40 | words);
        putShort(frame, at + 2, statedLength(length - at, random));
        putShort(frame, at + 6, random.nextInt(4) == 0 ? random.nextInt(0x10000) : 0x4000);
        frame[at + 9] = (byte) PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    }

    private static void graftIpv6(byte[] frame, int at, int end, SplittableRandom random) {
        frame[at] = 0x60;
        putShort(frame, at + 4, statedLength(end - at - 40, random));
        int next = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        frame[at + 6] = (byte) next;
        int header = at + 40;
        while (header + 8 < MAX_LENGTH && (next == 0 || next == 43 || next == 44 || next == 60 || next == 51)) {
            int following = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
            frame[header] = (byte) following;
            int length = random.nextInt(5) == 0 ? random.nextInt(256) : random.nextInt(3);
            frame[header + 1] = (byte) length;
            header += next == 44 ? 8 : next == 51 ? (length + 2) * 4 : (length + 1) * 8;
            next = following;
        }
        if (next == 58 && header + 48 < MAX_LENGTH) {
            frame[header] = (byte) ICMPV6_TYPES[random.nextInt(ICMPV6_TYPES.length)];
            frame[header + 1] = 0;
            for (int option = header + 24; option + 8 < MAX_LENGTH; option += 8) {
                frame[option] = (byte) (1 + random.nextInt(2));
                frame[option + 1] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 1);
            }
        }
    }

    private static void putShort(byte[] frame, int at, int value) {
        frame[at] = (byte) (value >>> 8);
        frame[at + 1] = (byte) value;
    }
}
