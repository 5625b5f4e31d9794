package io.weft.southbound.offload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Partial checksums are found, complete ones and everything else are not. */
class PartialChecksumTest {
    private static int locate(byte[] frame, int length) {
        try (Memory.Block block = Memory.allocate(frame.length)) {
            Memory.copyFrom(frame, 0, block.address(), frame.length);
            return PartialChecksum.locate(block.address(), length);
        }
    }

    private static byte[] partial(byte[] frame, int network, int transport, int protocol) {
        int sum = HandMade.pseudoSum(frame, network, transport, protocol);
        ByteBuffer.wrap(frame).putShort(transport + (protocol == 6 ? 16 : 6), (short) sum);
        return frame;
    }

    @Test
    void findsPartialTcpAndUdp() {
        for (int tags = 0; tags <= 2; tags++) {
            int network = 14 + 4 * tags;
            byte[] four = partial(HandMade.tcp4(tags, 8, 16, 100), network, network + 28, 6);
            assertThat(locate(four, four.length)).isEqualTo(network + 28 << 16 | 16);
            byte[] six = partial(HandMade.tcp6(tags, 16, 100), network, network + 40, 6);
            assertThat(locate(six, six.length)).isEqualTo(network + 40 << 16 | 16);
        }
        byte[] udp = partial(HandMade.udp4(33), 14, 34, 17);
        assertThat(locate(udp, udp.length)).isEqualTo(34 << 16 | 6);
    }

    @Test
    void completeChecksumIsNot() {
        byte[] frame = partial(HandMade.tcp4(0, 0, 16, 101), 14, 34, 6);
        int complete = ~HandMade.sum(frame, 34, frame.length, 0) & 0xFFFF;
        ByteBuffer.wrap(frame).putShort(34 + 16, (short) complete);
        assertThat(locate(frame, frame.length)).isEqualTo(PartialChecksum.NONE);
    }

    @Test
    void fragmentsAndMissingUdpChecksumsAreNot() {
        byte[] fragment = partial(HandMade.tcp4(0, 0, 16, 100), 14, 34, 6);
        fragment[20] = 0x20;
        assertThat(locate(fragment, fragment.length)).isEqualTo(PartialChecksum.NONE);
        byte[] udp = HandMade.udp4(33);
        assertThat(locate(udp, udp.length)).isEqualTo(PartialChecksum.NONE);
    }

    @Test
    void everyPrefixIsReadWithoutStepBeyondIt() {
        byte[] frame = partial(HandMade.tcp4(2, 8, 16, 0), 22, 50, 6);
        for (int length = 0; length < frame.length; length++) {
            int expected = length < 50 + 18 ? PartialChecksum.NONE : 50 << 16 | 16;
            assertThat(locate(frame, length)).as("prefix of %d", length).isEqualTo(expected);
        }
    }
}
