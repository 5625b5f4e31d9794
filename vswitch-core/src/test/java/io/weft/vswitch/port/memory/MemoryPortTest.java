package io.weft.vswitch.port.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortDriverContract;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryPortTest extends PortDriverContract {
    private final MemoryDriver driver = new MemoryDriver();

    @Override
    protected PortDriver driver() {
        return driver;
    }

    @Override
    protected PortDevice open(List<byte[]> toReceive) throws PortException {
        MemoryPort port = open(Map.of("ring", "128"));
        toReceive.forEach(frame -> assertThat(port.inject(frame)).isTrue());
        return port;
    }

    private MemoryPort open(Map<String, String> options) throws PortException {
        driver.open(config(options), context).attach();
        return driver.port("p0").orElseThrow();
    }

    @Override
    protected List<byte[]> sent(PortDevice port) {
        List<byte[]> list = new ArrayList<>();
        for (byte[] frame = ((MemoryPort) port).poll(); frame != null; frame = ((MemoryPort) port).poll()) {
            list.add(frame);
        }
        return list;
    }

    @Override
    protected Map<String, String> badOptions() {
        return Map.of(
                "n_rxq",
                "0",
                "n_txq",
                "65",
                "ring",
                "100",
                "flows",
                "-1",
                "frame_len",
                "59",
                "direction",
                "c",
                "tx",
                "null");
    }

    @Test
    void fullRingsRefuseAndCount() throws PortException {
        try (MemoryPort port = open(Map.of("ring", "4"))) {
            for (int i = 0; i < 6; i++) {
                assertThat(port.inject(new byte[60])).isEqualTo(i < 4);
            }
            assertThat(port.rxQueues()[0].missed()).isEqualTo(2);
            assertThat(transmit(port, frames(6))).isEqualTo(4);
            assertThat(port.pending()).isEqualTo(4);
        }
    }

    @Test
    void offloadStatePassesThrough() throws PortException {
        try (MemoryPort port = open(Map.of())) {
            long packet = chain(new byte[3000], 1500);
            long base = memory.frameBase(Packet.address(packet));
            FrameDescriptor.offload(base, FrameDescriptor.PARTIAL_CHECKSUM, FrameDescriptor.SEGMENT_TCPV4, 1448);
            assertThat(port.injectPacket(0, packet)).isTrue();
            long[] packets = new long[1];
            assertThat(port.rxQueues()[0].receive(frames, packets, 1)).isEqualTo(1);
            assertThat(packets[0]).isEqualTo(packet);
            port.txQueues()[0].transmit(frames, packets, 1);
            long sent = port.pollPacket();
            assertThat(FrameDescriptor.segmentSize(memory.frameBase(Packet.address(sent))))
                    .isEqualTo(1448);
            port.free(sent);
        }
    }

    @Test
    void aCutLinkTakesTheQueuesAway() throws PortException {
        try (MemoryPort port = open(Map.of())) {
            port.setLink(false);
            assertThat(port.status().state()).isEqualTo(PortStatus.State.LINK_DOWN);
            assertThat(port.inject(new byte[60])).isFalse();
            assertThat(transmit(port, frames(1))).isZero();
            assertThat(port.maintain(0)).isTrue();
            port.attach();
            assertThat(port.rxQueues()).isEmpty();
            assertThat(port.maintain(0)).isFalse();
            port.setLink(true);
            assertThat(port.maintain(0)).isTrue();
            port.attach();
            assertThat(port.inject(new byte[60])).isTrue();
        }
        assertThat(driver.port("p0")).isEmpty();
    }

    @Test
    void endlessTrafficHasTheFlowsItPromises() throws PortException {
        try (MemoryPort port = open(Map.of("flows", "100", "tx", "sink"))) {
            long[] packets = new long[64];
            Set<Integer> sources = new HashSet<>();
            for (int round = 0; round < 10; round++) {
                int count = port.rxQueues()[0].receive(frames, packets, 64);
                assertThat(count).isEqualTo(64);
                for (int i = 0; i < count; i++) {
                    long ip = Packet.address(packets[i]) + 14;
                    sources.add(Memory.getIntNetwork(ip + 12));
                    assertThat(sum(ip)).isEqualTo(0xFFFF);
                }
                assertThat(port.txQueues()[0].transmit(frames, packets, count)).isEqualTo(count);
            }
            assertThat(sources).hasSize(100);
            assertThat(port.sunk()).isEqualTo(640);
        }
    }

    private static int sum(long ip) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += Memory.getShortNetwork(ip + i);
        }
        return (sum & 0xFFFF) + (sum >>> 16);
    }

    @Test
    void packetsTravelInBatches() throws PortException {
        try (MemoryPort port = open(Map.of("ring", "4"))) {
            long[] packets = new long[6];
            for (int i = 0; i < packets.length; i++) {
                packets[i] = port.packetOf(new byte[60]);
            }
            assertThat(port.injectPackets(0, packets, 6)).isEqualTo(4);
            assertThat(port.rxQueues()[0].receive(frames, packets, 6)).isEqualTo(4);
            assertThat(port.txQueues()[0].transmit(frames, packets, 4)).isEqualTo(4);
            assertThat(port.pollPackets(packets, 3)).isEqualTo(3);
            assertThat(port.pollPackets(new long[3], 0)).isZero();
            for (int i = 0; i < 3; i++) {
                port.free(packets[i]);
            }
        }
    }

    @Test
    void jumboFramesUseLargeFrames() throws PortException {
        try (MemoryPort port = open(Map.of())) {
            byte[] jumbo = new byte[PacketMemory.LARGE_FRAME_SIZE / 2 - 1];
            assertThat(port.inject(jumbo)).isTrue();
            long[] packets = new long[1];
            port.rxQueues()[0].receive(frames, packets, 1);
            assertThat(take(packets[0])).isEqualTo(jumbo);
        }
    }
}
