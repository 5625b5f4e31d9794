package io.weft.southbound.offload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the sum written as RFC 1071 says it. */
class SoftwareChecksumTest {
    @Test
    void equalsTheObviousSumHoweverTheBytesAreCut() {
        Random random = new Random(3);
        SoftwareChecksum checksum = new SoftwareChecksum();
        try (Memory.Block block = Memory.allocate(2048)) {
            for (int round = 0; round < 2000; round++) {
                byte[] bytes = new byte[8 + random.nextInt(1500)];
                random.nextBytes(bytes);
                Memory.copyFrom(bytes, 0, block.address() + 3, bytes.length);
                checksum.begin();
                for (int done = 0; done < bytes.length; ) {
                    int part = Math.min(bytes.length - done, 1 + random.nextInt(700));
                    checksum.add(block.address() + 3 + done, part);
                    done += part;
                }
                checksum.finish(block.address() + 3 + 6);
                assertThat(Memory.getShortNetwork(block.address() + 9)).isEqualTo(obvious(bytes));
            }
        }
    }

    private static int obvious(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += i % 2 == 0 ? (bytes[i] & 0xFF) << 8 : bytes[i] & 0xFF;
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        int checksum = ~sum & 0xFFFF;
        return checksum == 0 ? 0xFFFF : checksum;
    }
}
