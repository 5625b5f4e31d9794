package io.weft.southbound.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a burst costs the heap, and where its frames are. */
class DpdkHotPathTest {
    private static final int ROUNDS = 200_000;

    @BeforeEach
    void requireDpdk() {
        Dpdk.require("net_null", "net_ring");
    }

    @Test
    void aBurstAllocatesNothing() throws Exception {
        try (PacketMemory memory = new PacketMemory(4096, 2048, 0);
                FrameCache frames = new FrameCache(memory);
                PortDevice port = open(memory, Dpdk.device("net_null") + ",size=64")) {
            long[] packets = new long[64];
            forward(port, frames, packets, ROUNDS);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            long forwarded = forward(port, frames, packets, ROUNDS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(forwarded).isGreaterThan(ROUNDS * 10L);
            assertThat(allocated).as("bytes for %d packets", forwarded).isLessThan(100_000);
        }
    }

    @Test
    void aReceivedFrameIsForwardedWhereItLies() throws Exception {
        try (PacketMemory memory = new PacketMemory(1024, 2048, 0);
                FrameCache frames = new FrameCache(memory);
                PortDevice port = open(memory, Dpdk.device("net_ring"))) {
            long base = frames.allocate();
            long sent = Packet.of(base + PacketMemory.DATA_OFFSET + 6, 60);
            Memory.putLong(Packet.address(sent), 0x0123_4567_89AB_CDEFL);
            assertThat(port.txQueues()[0].transmit(frames, new long[] {sent}, 1))
                    .isEqualTo(1);
            long[] received = new long[4];
            assertThat(port.rxQueues()[0].receive(frames, received, 4)).isEqualTo(1);
            assertThat(received[0]).isEqualTo(sent);
            frames.free(received[0]);
        }
    }

    @Test
    void buffersOfOtherPoolsAreCopiedAndGoBack() throws Exception {
        NativeCalls calls = Eal.start(Map.of()).library.calls;
        String name = Dpdk.device("net_ring");
        long pool = calls.callLong("rte_pktmbuf_pool_create", "weft-test", 63, 0, 0, 2048, -1);
        try (PacketMemory memory = new PacketMemory(1024, 2048, 0);
                FrameCache frames = new FrameCache(memory);
                Memory.Block block = Memory.allocate(64);
                PortDevice port = open(memory, name)) {
            assertThat(pool).isNotZero();
            long operations = calls.address("rte_mempool_ops_table")
                    + MempoolDescriptor.OPS_FIRST
                    + (long) Memory.getInt(pool + MempoolDescriptor.OPS_INDEX) * MempoolDescriptor.OPS_LENGTH;
            long dequeue = Memory.getLong(operations + MempoolDescriptor.OPS_DEQUEUE);
            BurstCalls.mempool(MemorySegment.ofAddress(dequeue), pool, block.address(), 1);
            long mbuf = Memory.getLong(block.address());
            long data = Memory.getLong(mbuf + MbufDescriptor.BUF_ADDR) + MbufDescriptor.HEADROOM;
            Memory.putLong(data, 0x0123_4567_89AB_CDEFL);
            Memory.putLong(mbuf + MbufDescriptor.PKT_LEN, 60L | 60L << 32);
            calls.callInt("rte_eth_dev_get_port_by_name", name, block.address() + 8);
            EthDevice device = EthDevice.known(Eal.start(Map.of()), name, Memory.getInt(block.address() + 8) & 0xFFFF);
            assertThat(BurstCalls.burst(device.txBurst(), device.txQueueData(0), block.address(), 1, false))
                    .isEqualTo(1);
            long[] received = new long[4];
            assertThat(port.rxQueues()[0].receive(frames, received, 4)).isEqualTo(1);
            assertThat(memory.isFrame(Packet.address(received[0]))).isTrue();
            assertThat(memory.length(received[0])).isEqualTo(60);
            assertThat(Memory.getLong(Packet.address(received[0]))).isEqualTo(0x0123_4567_89AB_CDEFL);
            assertThat(calls.callInt("rte_mempool_avail_count", pool)).isEqualTo(63);
            frames.free(received[0]);
        } finally {
            calls.callInt("rte_mempool_free", pool);
        }
    }

    @Test
    void threadsHandTheirNumbersOn() throws Exception {
        try (PacketMemory memory = new PacketMemory(4096, 2048, 0);
                PortDevice port = open(memory, Dpdk.device("net_null"))) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            for (int i = 0; i < 200; i++) {
                Thread thread = Thread.ofPlatform()
                        .uncaughtExceptionHandler((_, e) -> failure.set(e))
                        .start(() -> {
                            try (FrameCache frames = new FrameCache(memory)) {
                                assertThat(forward(port, frames, new long[32], 3))
                                        .isPositive();
                            }
                        });
                thread.join();
                assertThat(failure.get()).isNull();
            }
        }
    }

    private static PortDevice open(PacketMemory memory, String devargs) throws Exception {
        PortContext context = new PortContext(memory, Path.of("/tmp"), System::nanoTime, 1);
        return new DpdkDriver().open(new PortConfig("p0", "dpdk", Map.of("dpdk-devargs", devargs), 0), context);
    }

    private static long forward(PortDevice port, FrameCache frames, long[] packets, int rounds) {
        var rx = port.rxQueues()[0];
        var tx = port.txQueues()[0];
        long forwarded = 0;
        for (int i = 0; i < rounds; i++) {
            int count = rx.receive(frames, packets, packets.length);
            forwarded += tx.transmit(frames, packets, count);
        }
        return forwarded;
    }
}
