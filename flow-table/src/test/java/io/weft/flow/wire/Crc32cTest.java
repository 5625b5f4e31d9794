package io.weft.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Against the class of the JDK. */
final class Crc32cTest {
    private final Random random = new Random(42);

    @Test
    void asTheJdk() {
        try (Memory.Block block = Memory.allocate(2048)) {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = new byte[random.nextInt(2048)];
                random.nextBytes(bytes);
                Memory.copyFrom(bytes, 0, block.address(), bytes.length);
                int crc = Crc32c.finish(Crc32c.update(Crc32c.START, block.address(), bytes.length));
                assertThat(crc).isEqualTo(crc(bytes));
            }
        }
    }

    @Test
    void aChangeOfFourBytesIsKnownWithoutTheOthers() {
        for (int i = 0; i < 1000; i++) {
            int behind = i < 20 ? i : random.nextInt(0x10000);
            byte[] bytes = new byte[random.nextInt(20) + 4 + behind];
            random.nextBytes(bytes);
            int before = crc(bytes);
            int difference = random.nextInt();
            for (int n = 0; n < 4; n++) {
                bytes[bytes.length - behind - 4 + n] ^= (byte) (difference >>> 24 - 8 * n);
            }
            assertThat(crc(bytes)).as("%d bytes behind", behind).isEqualTo(before ^ Crc32c.change(difference, behind));
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
