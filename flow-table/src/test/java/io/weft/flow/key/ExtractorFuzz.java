package io.weft.flow.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import io.weft.flow.wire.FrameGallery;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Extracts one frame amid two different surroundings and holds both keys against the oracle and the canaries. */
final class ExtractorFuzz implements AutoCloseable {
    private static final int MARGIN = 256;
    private static final int LARGEST = 4096;
    private static final long CANARY = 0x5AA5_C33C_0FF0_1EE1L;
    private static final int KEY_WORDS_WITH_CANARY = FlowKey.PACKET_WORDS + 1;

    private final Memory.Block frames = Memory.allocate(LARGEST + 2 * MARGIN);
    private final Memory.Block key = Memory.allocate(KEY_WORDS_WITH_CANARY * 8);

    /** Runs {@code count} frames: random bytes, random bytes behind a plausible type, and mutations of well-formed frames. */
    static void run(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> gallery = FrameGallery.frames();
        try (ExtractorFuzz fuzz = new ExtractorFuzz()) {
            for (int i = 0; i < count; i++) {
                byte[] frame = random.nextInt(4) == 0
                        ? noise(random)
                        : mutate(gallery.get(random.nextInt(gallery.size())).clone(), random);
                fuzz.check(frame, "seed " + seed + " frame " + i);
            }
        }
    }

    /** Checks one frame of at most {@link #LARGEST} bytes. */
    void check(byte[] frame, String what) {
        long[] expected = SlowExtractor.extract(frame, 7);
        long[] among00 = extract(frame, (byte) 0);
        long[] amongFf = extract(frame, (byte) 0xFF);
        if (!Arrays.equals(among00, expected) || !Arrays.equals(amongFf, expected)) {
            assertThat(among00)
                    .as("%s: %s", what, HexFormat.of().formatHex(frame))
                    .isEqualTo(expected);
            assertThat(amongFf).as("%s: bytes outside the frame matter", what).isEqualTo(among00);
        }
    }

    private long[] extract(byte[] frame, byte surroundings) {
        byte[] margin = new byte[MARGIN];
        Arrays.fill(margin, surroundings);
        long at = frames.address() + MARGIN;
        Memory.copyFrom(margin, 0, frames.address(), MARGIN);
        Memory.copyFrom(frame, 0, at, frame.length);
        Memory.copyFrom(margin, 0, at + frame.length, MARGIN);
        for (int word = 0; word < KEY_WORDS_WITH_CANARY; word++) {
            Memory.putLong(key.address() + word * 8L, CANARY);
        }
        long layers = KeyExtractor.extract(at, frame.length, 7, key.address());
        checkLayers(layers, frame.length);
        int untouchedFrom = Layers.isMalformed(layers) ? 0 : FlowKey.significantWords(Memory.getLong(key.address()));
        for (int word = untouchedFrom; word < KEY_WORDS_WITH_CANARY; word++) {
            if (Memory.getLong(key.address() + word * 8L) != CANARY) {
                throw new AssertionError("word " + word + " was written");
            }
        }
        return Layers.isMalformed(layers) ? null : KeyExtractor.load(key.address());
    }

    private static void checkLayers(long layers, int length) {
        int l3 = Layers.l3Offset(layers);
        int l4 = Layers.l4Offset(layers);
        if (l3 != 0 && l3 + 20 > length || l4 != 0 && (l4 + 8 > length || l4 < l3 + 20)) {
            throw new AssertionError("layers " + l3 + " and " + l4 + " do not fit " + length + " bytes");
        }
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] frame = new byte[random.nextInt(160)];
        random.nextBytes(frame);
        int[] types = {0x0800, 0x86DD, 0x0806, 0x8035, 0x8100, 0x88A8, 0x0040};
        if (frame.length >= 14 && random.nextBoolean()) {
            int type = types[random.nextInt(types.length)];
            frame[12] = (byte) (type >>> 8);
            frame[13] = (byte) type;
        }
        return frame;
    }

    private static byte[] mutate(byte[] frame, SplittableRandom random) {
        int edits = random.nextInt(6);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(frame.length);
            frame[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (frame[at] ^ 1 << random.nextInt(8));
                case 2 -> 0;
                default -> (byte) 0xFF;
            };
        }
        int length = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(frame.length + 1);
            case 1 -> frame.length + random.nextInt(64);
            default -> frame.length;
        };
        return Arrays.copyOf(frame, length);
    }

    @Override
    public void close() {
        frames.close();
        key.close();
    }
}
