package io.weft.southbound.afxdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.packet.PacketMemory;
import org.junit.jupiter.api.Test;

class FrameSetTest {
    @Test
    void isInheritedAsItIs() {
        try (PacketMemory memory = new PacketMemory(256, 2048, 0)) {
            FrameSet left = new FrameSet(memory);
            for (int frame : new int[] {0, 31, 32, 63, 64, 200, 255}) {
                left.add(frame * 2048L);
            }
            left.remove(64 * 2048L);

            FrameSet next = new FrameSet(memory);
            assertThat(next.inherit(left.toWords())).isTrue();

            assertThat(next.toArray()).containsExactly(0, 31, 32, 63, 200, 255);
            assertThat(next.size()).isEqualTo(6);
        }
    }

    @Test
    void ofAnotherMemoryIsRefused() {
        try (PacketMemory memory = new PacketMemory(256, 2048, 0);
                PacketMemory other = new PacketMemory(512, 2048, 0)) {
            assertThat(new FrameSet(memory).inherit(new FrameSet(other).toWords()))
                    .isFalse();
        }
    }
}
