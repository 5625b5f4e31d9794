package io.weft.vswitch.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every port driver must do. Extend it once a driver: say how frames come to the port and where they go; the tests are inherited.
 */
public abstract class PortDriverContract {
    protected static final int FRAMES = 512;
    protected static final int LARGE_FRAMES = 4;

    @TempDir
    protected Path directory;

    protected final FakeClock clock = new FakeClock();
    protected PacketMemory memory;
    protected FrameCache frames;
    protected PortContext context;

    /** The driver under test; the same instance for one test. */
    protected abstract PortDriver driver();

    /** Opens and attaches a port that will receive these frames, in this order. */
    protected abstract PortDevice open(List<byte[]> toReceive) throws PortException;

    /** The frames that came out of the far end so far. */
    protected abstract List<byte[]> sent(PortDevice port);

    /** Options with a value that is not allowed, by name. */
    protected abstract Map<String, String> badOptions();

    /** Bytes of the shortest frame the device takes: kernel devices want a whole Ethernet header. */
    protected int shortestFrame() {
        return 1;
    }

    /** Bytes of a frame, more than 1500, that the device takes: most can be told to take frames longer than a frame of packet memory. */
    protected int longestFrame() {
        return 4000;
    }

    /** Whether frames that wait in the device are still there after it was attached again; kernel rings start anew. */
    protected boolean keepsInputAcrossAttach() {
        return true;
    }

    @BeforeEach
    void allocateMemory() {
        memory = new PacketMemory(FRAMES, 2048, LARGE_FRAMES);
        frames = new FrameCache(memory);
        context = new PortContext(memory, directory, clock, 1);
    }

    @AfterEach
    void allFramesAreBack() {
        frames.close();
        assertThat(memory.freeFrames()).as("frames returned").isEqualTo(FRAMES);
        assertThat(memory.freeLargeFrames()).as("large frames returned").isEqualTo(LARGE_FRAMES);
        memory.close();
    }

    @Test
    void isFoundAsAServiceAndDescribesItself() {
        assertThat(ServiceLoader.load(PortDriver.class)).anyMatch(found -> found.getClass() == driver().getClass());
        assertThat(driver().type()).matches("[a-z][a-z0-9]*");
        assertThat(driver().summary()).endsWith(".");
        assertThat(driver().options()).extracting(PortOption::name).doesNotHaveDuplicates();
        assertThat(driver().options()).allSatisfy(option -> {
            assertThat(option.allowed()).isNotBlank();
            assertThat(option.summary()).endsWith(".");
        });
    }

    @Test
    void refusesOptionsByName() {
        assertThatThrownBy(() -> driver().open(config(Map.of("no_such", "1")), context))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("no_such")
                .extracting(e -> ((PortException) e).field())
                .isEqualTo("options:no_such");
        badOptions()
                .forEach((name, value) -> assertThatThrownBy(() -> driver().open(config(Map.of(name, value)), context))
                        .as(name)
                        .isInstanceOf(PortException.class)
                        .extracting(e -> ((PortException) e).field())
                        .isEqualTo("options:" + name));
    }

    @Test
    void hasAStatusInEveryState() throws PortException {
        PortDevice port = open(frames(1));
        assertThat(port.status().state()).isEqualTo(PortStatus.State.UP);
        assertThat(port.status().message()).isNotBlank();
        assertThat(port.rxQueues()).isNotEmpty();
        assertThat(port.txQueues()).isNotEmpty();
        port.close();
        assertThat(port.status().isUp()).isFalse();
        assertThat(port.status().message()).isNotBlank();
        assertThat(port.rxQueues()).isEmpty();
        assertThat(port.txQueues()).isEmpty();
    }

    @Test
    void receivesInOrderAndKeepsTheLimit() throws PortException {
        List<byte[]> expected = frames(100);
        try (PortDevice port = open(expected)) {
            List<byte[]> received = new ArrayList<>();
            RxQueue queue = port.rxQueues()[0];
            long[] packets = new long[64];
            for (int round = 0; round < 200 && received.size() < expected.size(); round++) {
                int limit = 1 + round % 33;
                int count = queue.receive(frames, packets, limit);
                assertThat(count).isBetween(0, limit);
                for (int i = 0; i < count; i++) {
                    received.add(take(packets[i]));
                }
            }
            assertThat(received).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
            assertThat(queue.missed()).isZero();
        }
    }

    @Test
    void sendsWhatItIsGiven() throws PortException {
        List<byte[]> expected = frames(40);
        try (PortDevice port = open(List.of())) {
            assertThat(transmit(port, expected)).isEqualTo(40);
            assertThat(sent(port)).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void carriesChainsWhole() throws PortException {
        byte[] bytes = new byte[longestFrame()];
        new Random(7).nextBytes(bytes);
        try (PortDevice port = open(List.of())) {
            long[] packets = {chain(bytes, 1500)};
            TxQueue queue = port.txQueues()[0];
            assertThat(queue.transmit(frames, packets, 1)).isEqualTo(1);
            settle(queue);
            assertThat(sent(port)).usingElementComparator(Arrays::compare).containsExactly(bytes);
        }
    }

    @Test
    void givesFramesBackWhenItIsClosedInTheMiddle() throws PortException {
        PortDevice port = open(frames(100));
        long[] packets = new long[10];
        int count = port.rxQueues()[0].receive(frames, packets, 10);
        port.txQueues()[0].transmit(frames, packets, count);
        port.close();
        port.close();
    }

    @Test
    void freesWhatItCannotSend() throws PortException {
        try (PortDevice port = open(List.of())) {
            TxQueue queue = port.txQueues()[0];
            long[] packets = new long[64];
            int accepted = 0;
            int offered = 0;
            for (int round = 0; round < 50; round++) {
                int count = fill(packets);
                if (count == 0) {
                    break;
                }
                offered += count;
                accepted += queue.transmit(frames, packets, count);
                queue.flush(frames);
            }
            assertThat(accepted).isBetween(1, offered);
            settle(queue);
            assertThat(sent(port)).hasSize(accepted);
        }
    }

    @Test
    void survivesExhaustedMemory() throws PortException {
        try (PortDevice port = open(frames(8))) {
            List<Long> hoard = new ArrayList<>();
            for (long frame = frames.allocate(); frame != 0; frame = frames.allocate()) {
                hoard.add(frame);
            }
            long[] packets = new long[8];
            int early = port.rxQueues()[0].receive(frames, packets, 8);
            for (int i = 0; i < early; i++) {
                frames.free(packets[i]);
            }
            hoard.forEach(frames::freeFrame);
            int late = port.rxQueues()[0].receive(frames, packets, 8);
            for (int i = 0; i < late; i++) {
                frames.free(packets[i]);
            }
            assertThat(early + late).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void attachesAgainAndAgain() throws PortException {
        List<byte[]> expected = frames(10);
        try (PortDevice port = open(expected)) {
            List<byte[]> received = new ArrayList<>();
            long[] packets = new long[1];
            for (int i = 0; i < 10; i++) {
                assertThat(port.maintain(clock.nanoTime())).isFalse();
                port.attach();
                int count = port.rxQueues()[0].receive(frames, packets, 1);
                assertThat(count).isLessThanOrEqualTo(1);
                if (count > 0) {
                    received.add(take(packets[0]));
                }
                port.txQueues()[0].flush(frames);
            }
            if (!keepsInputAcrossAttach()) {
                return;
            }
            assertThat(received).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void keepsItsFramesUnderFaults() throws PortException {
        for (long seed = 1; seed <= 5; seed++) {
            try (FaultyPort port = new FaultyPort(open(frames(60)), seed, 100)) {
                port.attach();
                runWithFaults(port, new Random(seed));
            }
        }
    }

    private void runWithFaults(FaultyPort port, Random random) {
        long[] packets = new long[16];
        for (int round = 0; round < 60; round++) {
            switch (random.nextInt(6)) {
                case 0 -> port.stall(random.nextBoolean());
                case 1 -> port.vanish();
                case 2 -> port.comeBack();
                default -> {}
            }
            if (port.maintain(clock.nanoTime())) {
                port.attach();
            }
            RxQueue[] rx = port.rxQueues();
            TxQueue[] tx = port.txQueues();
            int count = rx.length == 0 ? 0 : rx[0].receive(frames, packets, packets.length);
            if (tx.length > 0) {
                assertThat(tx[0].transmit(frames, packets, count)).isBetween(0, count);
                tx[0].flush(frames);
            } else {
                for (int i = 0; i < count; i++) {
                    frames.free(packets[i]);
                }
            }
            sent(port.device());
        }
    }

    // --- for the drivers' suites

    protected PortConfig config(Map<String, String> options) {
        return new PortConfig("p0", driver().type(), options, 0);
    }

    /** Different frames of different lengths, the shortest without a whole Ethernet header where the device takes that. */
    protected List<byte[]> frames(int count) {
        Random random = new Random(count);
        List<byte[]> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[i % 7 == 0 ? shortestFrame() + i % 13 : 14 + random.nextInt(1486)];
            random.nextBytes(frame);
            list.add(frame);
        }
        return list;
    }

    /** Frees a packet and returns its bytes. */
    protected byte[] take(long packet) {
        byte[] bytes = new byte[memory.length(packet)];
        try (Memory.Block block = Memory.allocate(Math.max(1, bytes.length))) {
            frames.gather(packet, block.address());
            Memory.copyTo(block.address(), bytes, 0, bytes.length);
        }
        frames.free(packet);
        return bytes;
    }

    protected long packet(byte[] bytes) {
        long base = frames.allocate();
        assertThat(base).isNotZero();
        Memory.copyFrom(bytes, 0, base + PacketMemory.DATA_OFFSET, bytes.length);
        return Packet.of(base + PacketMemory.DATA_OFFSET, bytes.length);
    }

    protected int transmit(PortDevice port, List<byte[]> list) {
        TxQueue queue = port.txQueues()[0];
        long[] packets = list.stream().mapToLong(this::packet).toArray();
        int accepted = queue.transmit(frames, packets, packets.length);
        settle(queue);
        return accepted;
    }

    /** Flushes until nothing is outstanding. */
    protected void settle(TxQueue queue) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        do {
            queue.flush(frames);
        } while (queue.isOutstanding() && System.nanoTime() < deadline);
        assertThat(queue.isOutstanding()).isFalse();
    }

    private int fill(long[] packets) {
        int count = 0;
        while (count < packets.length) {
            long base = frames.allocate();
            if (base == 0) {
                break;
            }
            Memory.zero(base + PacketMemory.DATA_OFFSET, 60);
            packets[count++] = Packet.of(base + PacketMemory.DATA_OFFSET, 60);
        }
        return count;
    }

    /** A packet whose bytes are spread over frames of at most {@code perFrame} bytes. */
    protected long chain(byte[] bytes, int perFrame) {
        long rest = Packet.NONE;
        int pieces = (bytes.length + perFrame - 1) / perFrame;
        for (int piece = pieces - 1; piece >= 0; piece--) {
            int from = piece * perFrame;
            int length = Math.min(perFrame, bytes.length - from);
            long base = frames.allocate();
            Memory.copyFrom(bytes, from, base + PacketMemory.DATA_OFFSET, length);
            FrameDescriptor.init(base, length);
            FrameDescriptor.totalLength(base, bytes.length - from);
            FrameDescriptor.next(base, rest);
            rest = Packet.extended(base + PacketMemory.DATA_OFFSET, length);
        }
        return rest;
    }
}
