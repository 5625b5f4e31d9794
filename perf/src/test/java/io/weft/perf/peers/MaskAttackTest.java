package io.weft.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskAttackTest {
    @Test
    void aNumberDiffersFirstInTheBitThatWasAskedFor() {
        Random random = new Random(5);
        for (int bit = 1; bit <= 32; bit++) {
            int other = MaskAttack.differs(FlowTables.TENANT_ADDRESS, 32, bit, random);
            assertThat(Integer.numberOfLeadingZeros(other ^ FlowTables.TENANT_ADDRESS) + 1)
                    .isEqualTo(bit);
        }
        for (int bit = 1; bit <= 16; bit++) {
            int other = MaskAttack.differs(0x5555, 16, bit, random);
            assertThat(other).isBetween(0, 0xFFFF);
            assertThat(Integer.numberOfLeadingZeros(other ^ 0x5555) - 15).isEqualTo(bit);
        }
    }

    @Test
    void eightThousandPacketsInARowNeedAMaskEach() {
        List<byte[]> packets = MaskAttack.packets(new Random(3)).subList(0, MaskAttack.MASKS);
        Set<List<Integer>> masks = new HashSet<>();
        for (byte[] packet : packets) {
            ByteBuffer frame = ByteBuffer.wrap(packet);
            masks.add(List.of(
                    Integer.numberOfLeadingZeros(frame.getInt(26) ^ FlowTables.TENANT_ADDRESS),
                    Integer.numberOfLeadingZeros((frame.getShort(34) & 0xFFFF) ^ FlowTables.TENANT_SOURCE_PORT),
                    Integer.numberOfLeadingZeros((frame.getShort(36) & 0xFFFF) ^ FlowTables.TENANT_SERVICE)));
        }
        assertThat(masks).hasSize(MaskAttack.MASKS);
    }
}
