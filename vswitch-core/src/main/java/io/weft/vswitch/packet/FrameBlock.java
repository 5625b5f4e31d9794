package io.weft.vswitch.packet;

import io.weft.flow.memory.Memory;

/** A zeroed block of memory for frames, on a page boundary. */
public interface FrameBlock extends AutoCloseable {
    long address();

    @Override
    void close();

    /** Memory of this process alone. */
    static FrameBlock own(long bytes) {
        Memory.Block block = Memory.allocate(bytes, 4096);
        return new FrameBlock() {
            @Override
            public long address() {
                return block.address();
            }

            @Override
            public void close() {
                block.close();
            }
        };
    }
}
