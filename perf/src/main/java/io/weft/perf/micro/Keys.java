package io.weft.perf.micro;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyHash;
import io.weft.flow.memory.Memory;
import java.util.List;
import java.util.Random;

/** Packet keys one after the other off heap, cut into bursts of {@link #BURST} with their hashes. */
final class Keys implements AutoCloseable {
    /** Packets of a burst in all benchmarks. */
    static final int BURST = 32;

    private final Memory.Block block;
    private final int[][] hashes;
    private int next = -1;

    /** @param keys a multiple of {@link #BURST} is used; the rest is left out */
    Keys(List<long[]> keys) {
        int bursts = keys.size() / BURST;
        block = Memory.allocate((long) bursts * BURST * FlowKey.PACKET_BYTES);
        hashes = new int[bursts][BURST];
        for (int i = 0; i < bursts * BURST; i++) {
            long address = block.address() + (long) i * FlowKey.PACKET_BYTES;
            for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
                Memory.putLong(address + 8L * word, keys.get(i)[word]);
            }
            hashes[i / BURST][i % BURST] = KeyHash.hash(address);
        }
    }

    /** Moves to the next burst, endlessly. */
    void advance() {
        next = next + 1 == hashes.length ? 0 : next + 1;
    }

    /** Address of the first key of the burst. */
    long address() {
        return block.address() + (long) next * BURST * FlowKey.PACKET_BYTES;
    }

    int[] hashes() {
        return hashes[next];
    }

    /** A random UDP over IPv4 key with everything set that a real one has. */
    static long[] udp(Random random) {
        long[] key = new long[FlowKey.WORDS];
        key[0] = 1L << 32 | 0x0800L << 16 | FlowKey.KIND_SHORT;
        key[1] = 0x0200_0002_0000L + random.nextInt(1024) << 16;
        key[2] = 0x0200_0001_0000L + random.nextInt(1024) << 16;
        key[3] = 17L << 56 | 64L << 40;
        key[4] = (0x0A00_0000L | random.nextInt(1 << 24)) << 32 | 0x0A00_0000L | random.nextInt(1 << 24);
        key[5] = (1024L + random.nextInt(60_000)) << 48 | (1L + random.nextInt(1023)) << 32;
        return key;
    }

    @Override
    public void close() {
        block.close();
    }
}
