package io.weft.southbound.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.southbound.lab.Lab;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.PortStatus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A switch between ports of DPDK, on threads of its own: what comes out is, byte by byte, what went in, or what the flows make of it. */
class DpdkForwardingTest {
    private static final int FRAMES = 2000;
    private static final int SOURCE_PORT = 34;

    @TempDir
    private Path directory;

    @BeforeEach
    void requireDpdk() {
        Dpdk.require("net_pcap", "net_ring");
    }

    @Test
    void forwardsWhatItReceivesInBothDirections() {
        List<byte[]> left = udpFrames(1, FRAMES);
        List<byte[]> right = udpFrames(2, FRAMES);
        try (VirtualSwitch virtualSwitch = launch(2)) {
            flows(virtualSwitch, "in_port=1,actions=output:2", "in_port=2,actions=output:1");
            join(virtualSwitch, left, right);
            awaitSent(virtualSwitch, "a", right.size());
            awaitSent(virtualSwitch, "b", left.size());
            assertThat(virtualSwitch.portTypes().get("dpdk").orElse("")).startsWith("DPDK 2");
        }
        assertThat(Captures.read(directory.resolve("b-tx.pcap")))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(left);
        assertThat(Captures.read(directory.resolve("a-tx.pcap")))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(right);
    }

    @Test
    void rewritesInPlace() {
        List<byte[]> left = udpFrames(3, FRAMES);
        try (VirtualSwitch virtualSwitch = launch(1)) {
            flows(
                    virtualSwitch,
                    "in_port=1,actions=set_field:02:00:00:00:00:99->eth_src,push_vlan:0x8100,set_field:4107->vlan_vid,"
                            + "output:2",
                    "in_port=2,actions=drop");
            join(virtualSwitch, left, List.of());
            awaitSent(virtualSwitch, "b", left.size());
        }
        List<byte[]> expected =
                left.stream().map(DpdkForwardingTest::taggedWithNewSource).toList();
        assertThat(Captures.read(directory.resolve("b-tx.pcap")))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void endlessTrafficIsAllOfTheCapture() {
        int count = 5000; // more than descriptors; less than twice as many as are left when these are taken away
        List<byte[]> frames = udpFrames(7, count);
        String[] drops = new String[count];
        for (int i = 0; i < count; i++) {
            ByteBuffer.wrap(frames.get(i)).putShort(SOURCE_PORT, (short) (i + 1));
            drops[i] = "udp,tp_src=" + (i + 1) + ",actions=drop";
        }
        try (VirtualSwitch virtualSwitch = launch(1, 32_768)) {
            flows(virtualSwitch, drops);
            String endless = capture("e", frames).replace(",tx_pcap=", ",infinite_rx=1,tx_pcap=");
            virtualSwitch.apply(config -> config.withBridge("br0", bridge -> bridge.with(port("e", endless))));
            Lab.await(
                    "each frame arrives again and again",
                    () -> virtualSwitch.flows("br0", FlowFilter.ALL).stream()
                            .filter(flow -> flow.priority() > 0)
                            .allMatch(flow -> flow.packets() > 1));
        }
    }

    @Test
    void aHundredPortsComeAndGoWithoutALeak() {
        try (VirtualSwitch virtualSwitch = launch(1)) {
            flows(virtualSwitch, "actions=NORMAL");
            List<byte[]> frames = udpFrames(5, 50);
            int openFiles = 0;
            for (int i = 0; i < 100; i++) {
                join(virtualSwitch, frames, frames);
                awaitSent(virtualSwitch, "a", frames.size());
                awaitSent(virtualSwitch, "b", frames.size());
                assertThat(virtualSwitch.ports())
                        .allSatisfy(port -> assertThat(port.status().state()).isEqualTo(PortStatus.State.UP));
                virtualSwitch.apply(config ->
                        config.withBridge("br0", bridge -> bridge.without("a").without("b")));
                int now = openFiles();
                openFiles = i < 5 ? now : openFiles;
                assertThat(now).as("open files after " + i).isLessThanOrEqualTo(openFiles);
            }
            Lab.await("frames are back", () -> virtualSwitch.memory().freeFrames() > 4096 - 2048);
        }
    }

    @Test
    void portsSayWhatTheyAreAndWhatIsWrong() {
        try (VirtualSwitch virtualSwitch = launch(1)) {
            String name = Dpdk.device("net_ring");
            virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0")
                    .plus(port("good", name))
                    .plus(port("again", name))
                    .plus(port("wrong", "net_nonsense7,x=1"))
                    .plus(port("missing", capture("missing", List.of()).replace("rx_pcap=", "rx_pcap=/nowhere")))));
            PortStatus good = status(virtualSwitch, "good");
            assertThat(good.state()).isEqualTo(PortStatus.State.UP);
            assertThat(good.details())
                    .containsEntry("driver_name", "net_ring")
                    .containsEntry("if_type", "6")
                    .containsKeys("max_rx_queues", "max_tx_queues", "port_no", "numa_id", "if_descr");
            assertThat(status(virtualSwitch, "again").message()).contains("is in use already");
            assertThat(status(virtualSwitch, "wrong").message())
                    .startsWith("device \"net_nonsense7,x=1\" cannot be attached: ");
            assertThat(status(virtualSwitch, "missing").state()).isEqualTo(PortStatus.State.ERROR);
        }
    }

    @Test
    void aSwitchedOffDpdkIsNoReasonToRefuseTheRest() {
        try (VirtualSwitch virtualSwitch = launch(1)) {
            virtualSwitch.apply(config -> config.withOtherConfig(Map.of("dpdk-init", "false"))
                    .with(BridgeConfig.of("br0").plus(port("p", Dpdk.device("net_ring")))));
            assertThat(status(virtualSwitch, "p").state()).isEqualTo(PortStatus.State.ERROR);
            assertThat(status(virtualSwitch, "p").message()).contains("dpdk-init is false");
            virtualSwitch.apply(config -> config.withOtherConfig(Map.of()));
            Lab.await("the port works", () -> status(virtualSwitch, "p").isUp());
        }
    }

    // --- setting up

    private VirtualSwitch launch(int pmds) {
        return launch(pmds, 4096);
    }

    private VirtualSwitch launch(int pmds, int memoryFrames) {
        VirtualSwitch virtualSwitch = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(directory)
                .pmdCount(pmds)
                .frames(memoryFrames)
                .drivers(List.of(new DpdkDriver())));
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0")));
        return virtualSwitch;
    }

    private void join(VirtualSwitch virtualSwitch, List<byte[]> left, List<byte[]> right) {
        String a = capture("a", left);
        String b = capture("b", right);
        virtualSwitch.apply(config -> config.withBridge(
                "br0",
                bridge -> bridge.with(port("b", b).withOfportRequest(2))
                        .with(port("a", a).withOfportRequest(1))));
    }

    private String capture(String name, List<byte[]> frames) {
        Path input = directory.resolve(name + "-rx.pcap");
        Captures.write(input, frames);
        return Dpdk.device("net_pcap") + ",rx_pcap=" + input + ",tx_pcap=" + directory.resolve(name + "-tx.pcap");
    }

    private static PortSettings port(String name, String devargs) {
        return PortSettings.of(name, "dpdk").withOptions(Map.of("dpdk-devargs", devargs));
    }

    private static void flows(VirtualSwitch virtualSwitch, String... texts) {
        List<FlowMod> mods = new ArrayList<>();
        for (String text : texts) {
            FlowSpec flow = FlowText.parseAdd(text, PortNames.NUMBERS);
            mods.add(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions()));
        }
        virtualSwitch.modifyFlows("br0", mods);
    }

    private static void awaitSent(VirtualSwitch virtualSwitch, String port, int frames) {
        Lab.await(frames + " frames leave " + port, () -> sent(virtualSwitch, port) >= frames);
    }

    private static long sent(VirtualSwitch virtualSwitch, String port) {
        return virtualSwitch.ports().stream()
                .filter(view -> view.name().equals(port))
                .mapToLong(view -> view.totals().txPackets())
                .sum();
    }

    private static PortStatus status(VirtualSwitch virtualSwitch, String port) {
        return virtualSwitch.ports().stream()
                .filter(view -> view.name().equals(port))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private static int openFiles() {
        String[] names = Path.of("/proc/self/fd").toFile().list();
        return names == null ? 0 : names.length;
    }

    private static List<byte[]> udpFrames(int seed, int count) {
        Random random = new Random(seed);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = 60 + random.nextInt(1454);
            ByteBuffer frame = ByteBuffer.allocate(length);
            random.nextBytes(frame.array());
            frame.putShort((short) 0x0200)
                    .putInt(seed + 1)
                    .putShort((short) 0x0200)
                    .putInt(seed);
            frame.putShort((short) 0x0800).put((byte) 0x45).put((byte) 0).putShort((short) (length - 14));
            frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
            frame.putInt(0x0A000001 + i % 100)
                    .putInt(0x0A000101)
                    .putShort((short) 7)
                    .putShort((short) 9);
            frame.putShort((short) (length - 34)).putShort((short) 0);
            frames.add(frame.array());
        }
        return frames;
    }

    private static byte[] taggedWithNewSource(byte[] frame) {
        ByteBuffer tagged = ByteBuffer.allocate(frame.length + 4);
        tagged.put(frame, 0, 6)
                .putShort((short) 0x0200)
                .putInt(0x99)
                .putShort((short) 0x8100)
                .putShort((short) 11);
        return tagged.put(frame, 12, frame.length - 12).array();
    }
}
