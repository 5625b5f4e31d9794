package io.weft.southbound.offload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Segments against what a sender without offloads would have sent. */
class SegmenterTest {
    private static final int FRAMES = 256;
    private static final int FIN = 1;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final int CWR = 128;

    private final PacketMemory memory = new PacketMemory(FRAMES, 2048, 2);
    private final FrameCache frames = new FrameCache(memory);
    private final Segmenter segmenter = new Segmenter(memory);

    @AfterEach
    void nothingLeaks() {
        frames.close();
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
        assertThat(memory.freeLargeFrames()).isEqualTo(2);
        segmenter.close();
        memory.close();
    }

    private List<byte[]> segments(byte[] whole, int transport, int type, int size) {
        long packet = HandMade.segmentPacket(frames, whole, transport, type, size);
        assertThat(segmenter.begin(frames, packet)).isTrue();
        List<byte[]> segments = new ArrayList<>();
        for (int i = 0; i < segmenter.count(); i++) {
            long segment = segmenter.next(frames);
            long base = memory.frameBase(Packet.address(segment));
            assertThat(FrameDescriptor.isPartialChecksum(base)).isTrue();
            assertThat(FrameDescriptor.segmentType(base)).isZero();
            assertThat(FrameDescriptor.checksumStart(base) - (Packet.address(segment) - base))
                    .isEqualTo(transport);
            segments.add(HandMade.bytes(frames, segment));
            frames.free(segment);
        }
        frames.free(packet);
        return segments;
    }

    private static void assertPartial(byte[] segment, int network, int transport, int protocol) {
        int field = transport + (protocol == 6 ? 16 : 6);
        int found = ByteBuffer.wrap(segment).getShort(field) & 0xFFFF;
        assertThat(found).isEqualTo(HandMade.pseudoSum(segment, network, transport, protocol));
        try (Memory.Block block = Memory.allocate(segment.length)) {
            Memory.copyFrom(segment, 0, block.address(), segment.length);
            assertThat(PartialChecksum.locate(block.address(), segment.length))
                    .isEqualTo(transport << 16 | field - transport);
        }
    }

    private static void assertPayload(byte[] segment, byte[] whole, int headers, int from) {
        for (int i = headers; i < segment.length; i++) {
            assertThat(segment[i]).isEqualTo(whole[i + from]);
        }
    }

    @Test
    void tcpOverIpv4WithTagsAndOptions() {
        for (int tags = 0; tags <= 2; tags++) {
            int options = 4 * tags;
            int network = 14 + 4 * tags;
            int transport = network + 20 + options;
            int headers = transport + HandMade.TCP_HEADER;
            byte[] whole = HandMade.tcp4(tags, options, FIN | PSH | ACK | CWR, 2500);
            List<byte[]> segments = segments(whole, transport, FrameDescriptor.SEGMENT_TCPV4, 1000);
            assertThat(segments)
                    .extracting(s -> s.length)
                    .containsExactly(headers + 1000, headers + 1000, headers + 500);
            for (int i = 0; i < 3; i++) {
                ByteBuffer segment = ByteBuffer.wrap(segments.get(i));
                assertThat(segment.getShort(network + 2) & 0xFFFF).isEqualTo(segment.capacity() - network);
                assertThat(segment.getShort(network + 4)).isEqualTo((short) (0xFFFE + i));
                assertThat(HandMade.sum(segment.array(), network, transport, 0)).isEqualTo(0xFFFF);
                assertThat(segment.getInt(transport + 4)).isEqualTo(0xFFFF_FC00 + i * 1000);
                int flags = (i == 0 ? CWR : 0) | ACK | (i == 2 ? FIN | PSH : 0);
                assertThat(segment.get(transport + 13) & 0xFF).isEqualTo(flags);
                assertPartial(segment.array(), network, transport, 6);
                assertPayload(segment.array(), whole, headers, i * 1000);
            }
        }
    }

    @Test
    void tcpOverIpv6IntoSeveralFrames() {
        byte[] whole = HandMade.tcp6(1, ACK | PSH, 12_000);
        int transport = 18 + 40;
        List<byte[]> segments = segments(whole, transport, FrameDescriptor.SEGMENT_TCPV6, 5000);
        assertThat(segments).hasSize(3);
        for (int i = 0; i < 3; i++) {
            ByteBuffer segment = ByteBuffer.wrap(segments.get(i));
            assertThat(segment.getShort(18 + 4) & 0xFFFF).isEqualTo(segment.capacity() - transport);
            assertThat(segment.getInt(transport + 4)).isEqualTo(0xFFFF_FC00 + i * 5000);
            assertPartial(segment.array(), 18, transport, 6);
            assertPayload(segment.array(), whole, transport + HandMade.TCP_HEADER, i * 5000);
        }
    }

    @Test
    void udpDatagramsStayApart() {
        byte[] whole = HandMade.udp4(4200);
        List<byte[]> segments = segments(whole, 34, FrameDescriptor.SEGMENT_UDP, 1400);
        assertThat(segments).extracting(s -> s.length).containsExactly(1442, 1442, 1442);
        for (int i = 0; i < 3; i++) {
            ByteBuffer segment = ByteBuffer.wrap(segments.get(i));
            assertThat(segment.getShort(34 + 4)).isEqualTo((short) 1408);
            assertPartial(segment.array(), 14, 34, 17);
            assertPayload(segment.array(), whole, 42, i * 1400);
        }
    }

    @Test
    void chainsAreReadAcrossFrames() {
        byte[] whole = HandMade.tcp4(0, 0, ACK, 4000);
        long large = HandMade.segmentPacket(frames, whole, 34, FrameDescriptor.SEGMENT_TCPV4, 1448);
        long chain = new ChainWriter(memory).copy(frames, large);
        assertThat(FrameDescriptor.next(memory.frameBase(Packet.address(chain))))
                .isNotEqualTo(Packet.NONE);
        assertThat(segmenter.begin(frames, chain)).isTrue();
        assertThat(segmenter.count()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            long segment = segmenter.next(frames);
            assertPayload(HandMade.bytes(frames, segment), whole, 34 + HandMade.TCP_HEADER, i * 1448);
            frames.free(segment);
        }
        frames.free(chain);
        frames.free(large);
    }

    @Test
    void refusesWhatItsHeadersContradict() {
        byte[] whole = HandMade.tcp4(0, 0, ACK, 3000);
        int[] transports = {30, 38, 200, 3090};
        for (int transport : transports) {
            long packet = HandMade.segmentPacket(frames, whole, transport, FrameDescriptor.SEGMENT_TCPV4, 1000);
            assertThat(segmenter.begin(frames, packet))
                    .as("transport at %d", transport)
                    .isFalse();
            frames.free(packet);
        }
        long noSize = HandMade.segmentPacket(frames, whole, 34, FrameDescriptor.SEGMENT_TCPV4, 0);
        assertThat(segmenter.begin(frames, noSize)).isFalse();
        frames.free(noSize);
        long notUdp = HandMade.segmentPacket(frames, whole, 34, FrameDescriptor.SEGMENT_UDP, 1000);
        assertThat(segmenter.begin(frames, notUdp)).isFalse();
        frames.free(notUdp);
    }

    @Test
    void outOfFramesIsNoPacketAndNoLeak() {
        byte[] whole = HandMade.tcp4(0, 0, ACK, 60_000);
        long packet = HandMade.segmentPacket(frames, whole, 34, FrameDescriptor.SEGMENT_TCPV4, 9000);
        List<Long> held = new ArrayList<>();
        for (int i = 0; i < FRAMES - 3; i++) {
            held.add(frames.allocate());
        }
        assertThat(segmenter.begin(frames, packet)).isTrue();
        assertThat(segmenter.next(frames)).isEqualTo(Packet.NONE);
        held.forEach(frames::freeFrame);
        frames.free(packet);
    }
}
