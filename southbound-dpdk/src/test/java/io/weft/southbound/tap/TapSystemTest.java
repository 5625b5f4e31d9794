package io.weft.southbound.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.southbound.afxdp.AfXdpDriver;
import io.weft.southbound.lab.Forwarder;
import io.weft.southbound.lab.Lab;
import io.weft.southbound.lab.TaggedFrames;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.offload.PartialSources;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortStatus.State;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TAP ports that became pods' interfaces, and TAP beside AF_XDP. */
class TapSystemTest {
    private static final int FRAMES = 16_384;
    private static final int LARGE_FRAMES = 32;

    private Lab lab;
    private PacketMemory memory;
    private String red;
    private String blue;

    @BeforeEach
    void enter() throws Exception {
        lab = Lab.enter();
        memory = new PacketMemory(FRAMES, 2048, LARGE_FRAMES);
        red = lab.pod("red");
        blue = lab.pod("blue");
    }

    @AfterEach
    void leave() {
        if (lab != null) {
            lab.close();
            memory.close();
        }
    }

    private PortContext context() {
        return new PortContext(memory, Path.of("/tmp"), System::nanoTime, 1);
    }

    private PortDevice tap(String device, Map<String, String> options, int mtu) throws PortException {
        return new TapDriver().open(new PortConfig(device, "tap", options, mtu), context());
    }

    private PortDevice afxdp(String device) throws PortException {
        return new AfXdpDriver().open(new PortConfig(device, "afxdp", Map.of(), 0), context());
    }

    private void assertNothingLeaked() {
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
        assertThat(memory.freeLargeFrames()).isEqualTo(LARGE_FRAMES);
    }

    private void assertNoChecksumErrors() {
        assertThat(lab.checksumErrors(red) + lab.checksumErrors(blue)).isZero();
    }

    @Test
    void tcpAndUdpBetweenPodsOnTaps() throws Exception {
        try (PortDevice left = tap("tred", Map.of(), 0);
                PortDevice right = tap("tblue", Map.of(), 0)) {
            assertThat(left.status().state()).isEqualTo(State.LINK_DOWN);
            lab.move("tred", red, "10.0.0.1/24");
            lab.move("tblue", blue, "10.0.0.2/24");
            assertThat(left.maintain(System.nanoTime())).isFalse();
            assertThat(left.status().state()).isEqualTo(State.UP);
            assertThat(left.status().details()).containsEntry("netns", "other");
            try (Forwarder forwarder = new Forwarder(memory, left, right)) {
                assertThat(lab.ping(red, "10.0.0.2", 100, "")).isEqualTo(100);
                assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 2")).isGreaterThan(1);
                assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1 -R")).isGreaterThan(1);
                assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1 -u -b 200M")).isGreaterThan(0.1);
                assertThat(TaggedFrames.exchange(red, blue, 20)).isEqualTo(20);
                assertNoChecksumErrors();
                System.out.println("accepted " + forwarder.accepted() + " dropped " + forwarder.dropped());
            }
        }
        assertNothingLeaked();
    }

    @Test
    void anInternalPortRestsUntilItsDeviceIsSetUp() throws Exception {
        PartialSources sources = PartialSources.of(memory);
        try (PortDevice port = new InternalDriver().open(new PortConfig("br7", "internal", Map.of(), 0), context())) {
            assertThat(port.status().state()).isEqualTo(State.LINK_DOWN);
            assertThat(port.rxQueues()).isEmpty();
            assertThat(port.txQueues()).hasSize(1);
            assertThat(sources.isAny()).isFalse();
            assertThat(port.maintain(System.nanoTime())).isFalse();
            String index = port.status().details().get("ifindex");

            lab.run("ip link set br7 up");
            assertThat(port.maintain(System.nanoTime())).isTrue();
            port.attach();
            assertThat(port.rxQueues()).hasSize(1);
            assertThat(sources.isAny()).isTrue();
            assertThat(port.status().details()).containsEntry("ifindex", index);

            lab.run("ip link set br7 down");
            assertThat(port.maintain(System.nanoTime())).isTrue();
            port.attach();
            assertThat(port.rxQueues()).isEmpty();
            assertThat(sources.isAny()).isFalse();
            lab.run("ip link del br7");
            assertThat(port.maintain(System.nanoTime())).isTrue();
            port.attach();
            assertThat(port.status().state()).isEqualTo(State.LINK_DOWN);
        }
        assertThat(sources.isAny()).isFalse();
        assertNothingLeaked();
    }

    @Test
    void aDeviceTakesAnAddressWhereverItIs() throws Exception {
        try (PortDevice port = tap("tred", Map.of(), 0)) {
            assertThat(port.mac(0x0011_2233_4455L)).isTrue();
            assertThat(port.status().mac()).isEqualTo(0x0011_2233_4455L);
            lab.move("tred", red, "10.0.0.1/24");
            assertThat(port.mac(0x0011_2233_4456L)).isTrue();
            port.maintain(System.nanoTime());
            assertThat(port.status().mac()).isEqualTo(0x0011_2233_4456L);
            assertThat(port.mac(0x0111_2233_4456L)).isFalse();
        }
        assertNothingLeaked();
    }

    @Test
    void segmentsOfATapAreCutForAfXdp() throws Exception {
        lab.veth("vblue", blue, "10.0.0.2/24");
        try (PortDevice left = tap("tred", Map.of(), 0);
                PortDevice right = afxdp("vblue")) {
            lab.move("tred", red, "10.0.0.1/24");
            lab.in(red, "ip -6 addr add fd00::1/64 dev eth0 nodad");
            lab.in(blue, "ip -6 addr add fd00::2/64 dev eth0 nodad");
            try (Forwarder forwarder = new Forwarder(memory, left, right)) {
                assertThat(lab.ping(red, "10.0.0.2", 100, "")).isEqualTo(100);
                assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 2")).isGreaterThan(0.3);
                assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1 -R")).isGreaterThan(0.3);
                assertThat(lab.iperf(red, blue, "fd00::2", "-6 -t 1")).isGreaterThan(0.3);
                assertNoChecksumErrors();
                System.out.println("accepted " + forwarder.accepted() + " dropped " + forwarder.dropped());
            }
        }
        assertNothingLeaked();
    }

    @Test
    void framesLongerThanTheOutputsMtuAreDroppedAndCounted() throws Exception {
        lab.veth("vblue", blue, "10.0.0.2/24");
        try (PortDevice left = tap("tred", Map.of(), 9000);
                PortDevice right = afxdp("vblue")) {
            lab.move("tred", red, "10.0.0.1/24");
            try (Forwarder forwarder = new Forwarder(memory, left, right)) {
                assertThat(lab.ping(red, "10.0.0.2", 5, " -M do -s 1472")).isEqualTo(5);
                assertThat(forwarder.dropped()).isZero();
                assertThat(lab.ping(red, "10.0.0.2", 5, " -M do -s 1500")).isZero();
                assertThat(lab.ping(red, "10.0.0.2", 5, " -M do -s 8000")).isZero();
                assertThat(forwarder.dropped()).isEqualTo(10);
            }
        }
        assertNothingLeaked();
    }

    @Test
    void deletedDeviceIsMadeAgain() throws Exception {
        try (PortDevice left = tap("tred", Map.of(), 0);
                PortDevice right = tap("tblue", Map.of(), 0);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            lab.move("tblue", blue, "10.0.0.2/24");
            lab.move("tred", red, "10.0.0.1/24");
            assertThat(lab.ping(red, "10.0.0.2", 10, "")).isEqualTo(10);
            lab.in(red, "ip link del eth0");
            Lab.await("made again", () -> maintained(forwarder) && left.status().state() == State.LINK_DOWN);
            lab.move("tred", red, "10.0.0.1/24");
            assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
        }
        assertNothingLeaked();
    }

    private static boolean maintained(Forwarder forwarder) {
        try {
            forwarder.maintain();
            return true;
        } catch (NativeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void secondOwnerIsTold() throws Exception {
        PortDevice first = tap("tred", Map.of(), 1400);
        try (PortDevice second = tap("tred", Map.of(), 0)) {
            assertThat(first.status().mtu()).isEqualTo(1400);
            assertThat(second.status().state()).isEqualTo(State.ERROR);
            assertThat(second.status().message()).contains("another process", "tred");
            first.close();
            Lab.await("second gets it", () -> {
                if (second.maintain(System.nanoTime())) {
                    second.attach();
                }
                return second.status().state() != State.ERROR;
            });
        }
    }

    @Test
    void steadyStateAllocatesNothing() throws Exception {
        try (PortDevice left = tap("tred", Map.of("n_rxq", "2"), 0);
                PortDevice right = tap("tblue", Map.of("n_rxq", "2"), 0);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            assertThat(left.rxQueues()).hasSize(2);
            lab.move("tred", red, "10.0.0.1/24");
            lab.move("tblue", blue, "10.0.0.2/24");
            assertThat(forwarder.settlesWithoutAllocation(10, () -> lab.iperf(red, blue, "10.0.0.2", "-t 1 -P 2")))
                    .isTrue();
        }
        assertNothingLeaked();
    }
}
