package io.weft.flow.cache;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;

/** Off-heap keys, {@link FlowKey#PACKET_BYTES} apart. */
final class Keys implements AutoCloseable {
    private final Memory.Block block;

    Keys(int count) {
        block = Memory.allocate((long) count * FlowKey.PACKET_BYTES);
    }

    long address() {
        return block.address();
    }

    long address(int index) {
        return block.address() + (long) index * FlowKey.PACKET_BYTES;
    }

    /** Writes the packet words of {@code key}, rubbish after a short one, and returns their address. */
    long put(int index, long[] key) {
        int words = FlowKey.significantWords(key[0]);
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            Memory.putLong(address(index) + 8L * word, word < words ? key[word] : 0xBAD0_BAD0_BAD0_BAD0L ^ index);
        }
        return address(index);
    }

    @Override
    public void close() {
        block.close();
    }
}
