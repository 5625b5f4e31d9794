package io.weft.flow.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.Allocation;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.PlainIpv4;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.FrameBuilder;
import io.weft.flow.wire.FrameGallery;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What it takes for the same has the same key, whatever frames come; replacement, removal behind its back. */
class HeaderCacheTest {
    private static final int IN_PORT = 7;
    private static final int MEGAFLOWS = 1 << 15;

    private final MegaflowCache megaflows = new MegaflowCache(MEGAFLOWS, 4);
    private final HeaderCache headers = new HeaderCache(megaflows);
    private final Memory.Block frameBlock = Memory.allocate(4096);
    private final Memory.Block keyBlock = Memory.allocate(FlowKey.PACKET_BYTES);
    private final long frame = frameBlock.address();
    private final long key = keyBlock.address();

    @AfterEach
    void close() {
        headers.close();
        megaflows.close();
        frameBlock.close();
        keyBlock.close();
    }

    @Test
    void aFrameThatIsKnownHasTheKeyItIsKnownFor() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> gallery = FrameGallery.frames().stream()
                .filter(frame -> frame.length <= 2048)
                .toList();
        int known = 0;
        int plain = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = random.nextBoolean() ? udp(random.nextInt(64)) : gallery.get(random.nextInt(gallery.size()));
            byte[] mutated = bytes.clone();
            for (int n = random.nextInt(3); n > 0; n--) {
                mutated[random.nextInt(Math.min(64, mutated.length))] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(14, mutated.length + 1) : mutated.length;
            int inPort = random.nextInt(2);
            long reference = find(mutated, length, inPort);
            long layers = KeyExtractor.extract(frame, length, inPort, key);
            plain += layers == PlainIpv4.LAYERS ? 1 : 0;
            if (reference != MegaflowCache.NONE) {
                known++;
                assertThat(layers == PlainIpv4.LAYERS && megaflows.matches(MegaflowCache.index(reference), key))
                        .as("seed %d: %s, %d bytes", seed, HexFormat.of().formatHex(mutated), length)
                        .isTrue();
            } else if (megaflows.size() < MEGAFLOWS) {
                int index = insert(length, inPort);
                headers.insert(frame, length, inPort, megaflows.reference(index));
            }
        }
        assertThat(known).as("seed %d", seed).isBetween(10_000, plain);
    }

    @Test
    void aRemarkIsOfTheSameHeadersAndReference() {
        remember(1);
        remember(2);
        long entry = entry(1);
        long reference = HeaderCache.reference(entry);
        assertThat(HeaderCache.remark(entry)).isZero();
        headers.remark(frame, 60, IN_PORT, reference + 1, 8, 9);
        assertThat(HeaderCache.remark(entry(1))).as("of another reference").isZero();
        headers.remark(frame, 60, IN_PORT, reference, 8, 9);
        assertThat(HeaderCache.remark(entry(1))).isEqualTo(8);
        assertThat(HeaderCache.secondRemark(entry(1))).isEqualTo(9);
        assertThat(HeaderCache.remark(entry(2))).isZero();
        assertThat(HeaderCache.remark(entry(3))).as("not remembered").isZero();
        remember(1);
        assertThat(HeaderCache.remark(entry(1))).as("remembered anew").isZero();
    }

    @Test
    void aLargeOneForgetsAndHasMoreRoom() {
        remember(1);
        int calls = 1;
        while (!headers.enlarge()) {
            assertThat(isKnown(1)).as("until it is done").isTrue();
            calls++;
        }
        assertThat(calls).isEqualTo(128);
        assertThat(headers.isLarge()).isTrue();
        assertThat(isKnown(1)).isFalse();
        int flows = MEGAFLOWS - 100;
        for (int flow = 0; flow < flows; flow++) {
            remember(flow);
        }
        int found = 0;
        for (int flow = 0; flow < flows; flow++) {
            found += isKnown(flow) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(flows - flows / 100);
    }

    @Test
    void knowsWhatItWasToldUnlessThatIsRemoved() {
        for (int flow = 0; flow < 1000; flow++) {
            remember(flow);
        }
        int found = 0;
        for (int flow = 0; flow < 1000; flow++) {
            found += isKnown(flow) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(990);
        megaflows.clear();
        for (int flow = 0; flow < 1000; flow++) {
            assertThat(isKnown(flow)).isFalse();
        }
    }

    @Test
    void moreFlowsThanItIsGoodForTakeEachOthersPlaces() {
        for (int flow = 0; flow < 1000; flow++) {
            remember(flow);
        }
        assertThat(headers.evictions()).isLessThan(10);
        for (int flow = 0; flow < MEGAFLOWS; flow++) {
            remember(flow);
        }
        assertThat(headers.evictions()).isGreaterThan(2000);
    }

    @Test
    void lengthIdentificationAndChecksumsDoNotMatter() {
        remember(1);
        byte[] bytes = Arrays.copyOf(udp(1), 100);
        bytes[17] = 86; // length of the IP packet
        bytes[19]++;
        bytes[20] ^= 0x40; // "do not fragment"
        bytes[25]++;
        assertThat(find(bytes, bytes.length, IN_PORT)).isNotEqualTo(MegaflowCache.NONE);
    }

    @Test
    void otherKindsAreNotRemembered() {
        for (byte[] bytes : FrameGallery.frames()) {
            if (bytes.length > 2048) {
                continue;
            }
            write(bytes);
            boolean isPlain = PlainIpv4.isPlain(frame, bytes.length, IN_PORT, key);
            KeyExtractor.extract(frame, bytes.length, IN_PORT, key);
            headers.insert(frame, bytes.length, IN_PORT, megaflows.reference(insert(bytes.length, IN_PORT)));
            assertThat(find(bytes, bytes.length, IN_PORT) != MegaflowCache.NONE).isEqualTo(isPlain);
        }
    }

    @Test
    void allocatesNothing() {
        remember(1);
        long reference = find(udp(1), 60, IN_PORT);
        Allocation.assertNone(() -> {
            headers.find(frame, 60, IN_PORT);
            headers.insert(frame, 60, IN_PORT, reference);
        });
    }

    private long entry(int flow) {
        write(udp(flow));
        return headers.entry(frame, 60, IN_PORT);
    }

    private boolean isKnown(int flow) {
        return find(udp(flow), 60, IN_PORT) != MegaflowCache.NONE;
    }

    private void remember(int flow) {
        write(udp(flow));
        headers.insert(frame, 60, IN_PORT, megaflows.reference(insert(60, IN_PORT)));
    }

    private long find(byte[] bytes, int length, int inPort) {
        write(bytes);
        long reference = headers.find(frame, length, inPort);
        return megaflows.isCurrent(reference) ? reference : MegaflowCache.NONE;
    }

    private void write(byte[] bytes) {
        Memory.copyFrom(bytes, 0, frame, bytes.length);
    }

    /** A megaflow for the very key of the frame. */
    private int insert(int length, int inPort) {
        Memory.zero(key, FlowKey.PACKET_BYTES);
        KeyExtractor.extract(frame, length, inPort, key);
        long[] words = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        for (int i = 0; i < FlowKey.PACKET_WORDS; i++) {
            words[i] = Memory.getLong(key + 8L * i);
            mask[i] = -1;
        }
        return megaflows.insert(words, mask);
    }

    private static byte[] udp(int flow) {
        return new FrameBuilder()
                .ethernet(0x0200_0001_0000L + flow, 0x0200_0002_0000L + flow)
                .ipv4(0x0A00_0000 + flow, 0x0A80_0000 + flow)
                .udp(1024 + flow, 53)
                .build(60);
    }
}
