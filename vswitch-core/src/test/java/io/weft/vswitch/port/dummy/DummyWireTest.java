package io.weft.vswitch.port.dummy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two switches' dummy ports joined by a Unix socket. */
class DummyWireTest {
    private static final Map<String, String> LISTENS = Map.of("pstream", "punix:wire.sock");
    private static final Map<String, String> CONNECTS = Map.of("stream", "unix:wire.sock");

    @TempDir
    private Path directory;

    private final DummyDriver driver = new DummyDriver();
    private final List<DummyPort> ports = new ArrayList<>();
    private PacketMemory memory;
    private FrameCache frames;

    @BeforeEach
    void allocate() {
        memory = new PacketMemory(512, 2048, 4);
        frames = new FrameCache(memory);
    }

    @AfterEach
    void allFramesAreBack() {
        ports.forEach(DummyPort::close);
        frames.close();
        assertThat(memory.freeFrames()).isEqualTo(512);
        memory.close();
    }

    private DummyPort open(String name, Map<String, String> options) throws PortException {
        PortContext context = new PortContext(memory, directory, new FakeClock(), 1);
        driver.open(new PortConfig(name, "dummy", options, 0), context);
        DummyPort port = driver.port(name).orElseThrow();
        ports.add(port);
        return port;
    }

    private void send(DummyPort port, List<byte[]> list) {
        var queue = port.txQueues()[0];
        for (byte[] bytes : list) {
            long base = frames.allocate();
            Memory.copyFrom(bytes, 0, base + PacketMemory.DATA_OFFSET, bytes.length);
            queue.transmit(frames, new long[] {Packet.of(base + PacketMemory.DATA_OFFSET, bytes.length)}, 1);
        }
        queue.flush(frames);
    }

    /** What arrives until {@code count} frames are there, or a second has passed. */
    private List<byte[]> receive(DummyPort port, int count, DummyPort... flushed) {
        List<byte[]> list = new ArrayList<>();
        var queue = port.rxQueues()[0];
        long[] packets = new long[32];
        long endNs = System.nanoTime() + 1_000_000_000L;
        while (list.size() < count && System.nanoTime() < endNs) {
            int n = queue.receive(frames, packets, packets.length);
            for (int i = 0; i < n; i++) {
                byte[] bytes = new byte[memory.length(packets[i])];
                Memory.copyTo(Packet.address(packets[i]), bytes, 0, bytes.length);
                frames.free(packets[i]);
                list.add(bytes);
            }
            Arrays.stream(flushed).forEach(other -> other.txQueues()[0].flush(frames));
        }
        return list;
    }

    private static List<byte[]> randomFrames(int count) {
        Random random = new Random(7);
        List<byte[]> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[14 + random.nextInt(1500)];
            random.nextBytes(frame);
            list.add(frame);
        }
        return list;
    }

    @Test
    void framesCrossBothWaysInOrder() throws PortException {
        DummyPort one = open("p1", LISTENS);
        DummyPort two = open("p2", CONNECTS);
        one.maintain(0);
        assertThat(two.connection()).isEqualTo("connected");
        assertThat(one.connection()).isEqualTo("unknown");
        List<byte[]> sent = randomFrames(150);
        send(two, sent);
        assertThat(receive(one, sent.size(), two))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(sent);
        send(one, sent);
        assertThat(receive(two, sent.size(), one))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(sent);
    }

    @Test
    void itConnectsAgain() throws PortException {
        DummyPort two = open("p2", CONNECTS);
        assertThat(two.connection()).isEqualTo("disconnected");
        DummyPort one = open("p1", LISTENS);
        two.maintain(0);
        one.maintain(0);
        assertThat(two.connection()).isEqualTo("connected");
        one.close();
        assertThat(receive(two, 1)).isEmpty();
        two.maintain(0);
        assertThat(two.connection()).isEqualTo("disconnected");
        DummyPort again = open("p3", LISTENS);
        two.maintain(0);
        again.maintain(0);
        List<byte[]> sent = randomFrames(3);
        send(two, sent);
        assertThat(receive(again, 3)).hasSize(3);
    }

    @Test
    void aReceiverThatDoesNotReadLosesFramesAndBlocksNobody() throws PortException {
        DummyPort one = open("p1", LISTENS);
        DummyPort two = open("p2", CONNECTS);
        one.maintain(0);
        for (int i = 0; i < 20; i++) {
            send(two, randomFrames(150));
        }
        assertThat(receive(one, 3000, two)).hasSizeBetween(100, 2999);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> open("p1", Map.of("stream", "tcp:127.0.0.1:1")))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("unix:PATH");
        assertThatThrownBy(() -> open("p1", Map.of("stream", "unix:a", "pstream", "punix:b")))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> open("p1", Map.of("pstream", "punix:no/such/directory")))
                .hasMessageContaining("cannot listen");
    }
}
