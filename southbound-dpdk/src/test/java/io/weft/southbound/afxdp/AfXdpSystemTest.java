package io.weft.southbound.afxdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.southbound.lab.Forwarder;
import io.weft.southbound.lab.Lab;
import io.weft.southbound.lab.TaggedFrames;
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

/** AF_XDP ports between real pods whose offloads nobody touched. */
class AfXdpSystemTest {
    private static final int FRAMES = 16_384;

    private Lab lab;
    private PacketMemory memory;
    private String red;
    private String blue;

    @BeforeEach
    void enter() throws Exception {
        lab = Lab.enter();
        memory = new PacketMemory(FRAMES, 2048, 16);
        red = lab.pod("red");
        blue = lab.pod("blue");
        lab.veth("vred", red, "10.0.0.1/24");
        lab.veth("vblue", blue, "10.0.0.2/24");
    }

    @AfterEach
    void leave() {
        if (lab != null) {
            lab.close();
            memory.close();
        }
    }

    private PortDevice open(String device, Map<String, String> options, int mtu) throws PortException {
        PortContext context = new PortContext(memory, Path.of("/tmp"), System::nanoTime, 1);
        return new AfXdpDriver().open(new PortConfig(device, "afxdp", options, mtu), context);
    }

    @Test
    void tcpAndPingBetweenPodsWithOffloadsOn() throws Exception {
        try (PortDevice left = open("vred", Map.of(), 0);
                PortDevice right = open("vblue", Map.of(), 0)) {
            assertThat(left.status().state()).as(left.status().toString()).isEqualTo(State.UP);
            assertThat(left.status().details()).containsEntry("xdp-mode", "native");
            try (Forwarder forwarder = new Forwarder(memory, left, right)) {
                assertThat(lab.ping(red, "10.0.0.2", 100, "")).isEqualTo(100);
                assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 2")).isGreaterThan(0.3);
                assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1 -R")).isGreaterThan(0.3);
                assertThat(lab.checksumErrors(red) + lab.checksumErrors(blue)).isZero();
                System.out.println("accepted " + forwarder.accepted() + " dropped " + forwarder.dropped());
            }
        }
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
    }

    @Test
    void genericModeCutsMergedSegments() throws Exception {
        try (PortDevice left = open("vred", Map.of("xdp-mode", "generic"), 0);
                PortDevice right = open("vblue", Map.of("xdp-mode", "generic"), 0);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            assertThat(left.status().details()).containsEntry("xdp-mode", "generic");
            assertThat(lab.ping(red, "10.0.0.2", 50, "")).isEqualTo(50);
            assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1")).isGreaterThan(0.1);
            assertThat(lab.checksumErrors(blue)).isZero();
            assertThat(forwarder.accepted()).isPositive();
        }
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
    }

    @Test
    void jumboFramesPassInSeveralBuffers() throws Exception {
        for (String pod : new String[] {red, blue}) {
            lab.in(pod, "ip link set eth0 mtu 9000");
        }
        try (PortDevice left = open("vred", Map.of(), 9000);
                PortDevice right = open("vblue", Map.of(), 9000);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            assertThat(left.status().mtu()).isEqualTo(9000);
            assertThat(lab.ping(red, "10.0.0.2", 50, " -M do -s 8972")).isEqualTo(50);
            assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 2")).isGreaterThan(0.5);
            assertThat(lab.checksumErrors(blue)).isZero();
            assertThat(forwarder.dropped()).isZero();
        }
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
    }

    @Test
    void vlanTagsStayInTheFrame() throws Exception {
        try (PortDevice left = open("vred", Map.of(), 0);
                PortDevice right = open("vblue", Map.of(), 0);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            assertThat(TaggedFrames.exchange(red, blue, 20))
                    .as("of %d forwarded", forwarder.accepted())
                    .isEqualTo(20);
            assertThat(forwarder.accepted()).isGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void deviceDeletedAndMadeAgainIsAttachedWithinASecond() throws Exception {
        try (PortDevice left = open("vred", Map.of(), 0);
                PortDevice right = open("vblue", Map.of(), 0);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            assertThat(lab.ping(red, "10.0.0.2", 10, "")).isEqualTo(10);
            lab.run("ip link del vred");
            Lab.await("absent", () -> maintained(forwarder) && left.status().state() == State.ABSENT);
            assertThat(left.status().message()).isEqualTo("device vred is absent; waiting for it");
            assertThat(left.rxQueues()).isEmpty();
            lab.veth("vred", red, "10.0.0.1/24");
            long madeNs = System.nanoTime();
            Lab.await("up", () -> maintained(forwarder) && left.status().state() == State.UP);
            long tookMs = (System.nanoTime() - madeNs) / 1_000_000;
            System.out.println("attached again after " + tookMs + " ms");
            assertThat(tookMs).isLessThan(1000);
            assertThat(lab.ping(red, "10.0.0.2", 50, "")).isEqualTo(50);
        }
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
    }

    private static boolean maintained(Forwarder forwarder) {
        try {
            forwarder.maintain();
            return true;
        } catch (io.weft.southbound.linux.NativeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void absentDeviceIsAwaitedAndFirstPortMayGo() throws Exception {
        try (PortDevice right = open("vblue", Map.of(), 0)) {
            PortDevice first = open("vred", Map.of(), 0);
            first.close();
            try (PortDevice later = open("vlater", Map.of(), 0)) {
                assertThat(later.status().state()).isEqualTo(State.ABSENT);
                assertThat(later.maintain(System.nanoTime())).isFalse();
                lab.run("ip link set vred down");
                lab.run("ip link set vred name vlater");
                assertThat(later.maintain(System.nanoTime())).isTrue();
                later.attach();
                assertThat(later.status().state()).as(later.status().message()).isEqualTo(State.UP);
                try (Forwarder forwarder = new Forwarder(memory, later, right)) {
                    assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
                    assertThat(forwarder.dropped()).isZero();
                }
            }
        }
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
    }

    @Test
    void linkStateIsReported() throws Exception {
        try (PortDevice left = open("vred", Map.of(), 0)) {
            lab.in(red, "ip link set eth0 down");
            Lab.await(
                    "no link",
                    () -> !left.maintain(System.nanoTime()) && left.status().state() == State.LINK_DOWN);
            lab.in(red, "ip link set eth0 up");
            Lab.await(
                    "link",
                    () -> !left.maintain(System.nanoTime()) && left.status().isUp());
        }
    }

    @Test
    void secondOwnerIsToldAndGetsTheDeviceLater() throws Exception {
        try (PacketMemory other = new PacketMemory(4096, 2048, 0)) {
            PortDevice owner = open("vred", Map.of(), 0);
            PortContext context = new PortContext(other, Path.of("/tmp"), System::nanoTime, 1);
            try (PortDevice second = new AfXdpDriver().open(new PortConfig("vred", "afxdp", Map.of(), 0), context)) {
                assertThat(second.status().state()).isEqualTo(State.ERROR);
                assertThat(second.status().message()).contains("another", "vred", "waiting until it lets go");
                owner.close();
                Lab.await("second attaches", () -> {
                    if (second.maintain(System.nanoTime())) {
                        second.attach();
                    }
                    return second.status().isUp();
                });
            }
        }
    }

    @Test
    void killedProcessLeavesNothing() throws Exception {
        Process holder = HolderProcess.start("vred");
        try (PortDevice late = open("vred", Map.of(), 0)) {
            assertThat(late.status().state()).isEqualTo(State.ERROR);
            holder.destroyForcibly().waitFor();
            long killedNs = System.nanoTime();
            Lab.await("device is free", () -> {
                if (late.maintain(System.nanoTime())) {
                    late.attach();
                }
                return late.status().isUp();
            });
            System.out.println("attached " + (System.nanoTime() - killedNs) / 1_000_000 + " ms after kill -9");
        }
        assertThat(lab.run("ip -d link show dev vred")).doesNotContain("xdp");
    }

    @Test
    void steadyStateAllocatesNothing() throws Exception {
        try (PortDevice left = open("vred", Map.of(), 0);
                PortDevice right = open("vblue", Map.of(), 0);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            assertThat(forwarder.settlesWithoutAllocation(10, () -> lab.iperf(red, blue, "10.0.0.2", "-t 1")))
                    .isTrue();
        }
    }

    @Test
    void everyQueueOfADeviceIsServed() throws Exception {
        lab.run("ip link del vred");
        lab.run("ip link add vred numrxqueues 2 numtxqueues 2 type veth peer name eth0 numrxqueues 2 numtxqueues 2");
        lab.run("ip link set eth0 netns " + red);
        lab.in(red, "ip addr add 10.0.0.1/24 dev eth0");
        lab.in(red, "ip link set eth0 up");
        try (PortDevice left = open("vred", Map.of(), 0);
                PortDevice right = open("vblue", Map.of(), 0);
                Forwarder forwarder = new Forwarder(memory, left, right)) {
            assertThat(left.rxQueues()).as(left.status().toString()).hasSize(2);
            assertThat(left.status().message()).isEqualTo("native mode");
            assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1 -P 8")).isGreaterThan(0.2);
            assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1 -P 8 -R")).isGreaterThan(0.2);
            assertThat(forwarder.dropped()).isZero();
        }
        try (PortDevice one = open("vred", Map.of("n_rxq", "1"), 0)) {
            assertThat(one.status().message()).contains("only 1 of 2 receive queues are served");
        }
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
    }

    @Test
    void opensAndClosesWithoutLeavingDescriptors() throws Exception {
        open("vred", Map.of(), 0).close();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            PortDevice port = open("vred", Map.of("n_rxq_desc", "64"), 0);
            assertThat(port.status().isUp()).as(port.status().message()).isTrue();
            port.close();
        }
        assertThat(descriptors()).isEqualTo(before);
        assertThat(memory.freeFrames()).isEqualTo(FRAMES);
    }

    private static long descriptors() throws java.io.IOException {
        try (java.util.stream.Stream<Path> list = java.nio.file.Files.list(Path.of("/proc/self/fd"))) {
            return list.count();
        }
    }

    @Test
    void badOptionsAreNamed() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> open("vred", Map.of("n_rxq", "0"), 0))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("options:n_rxq");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> open("vred", Map.of("colour", "red"), 0))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("options:colour");
    }
}
