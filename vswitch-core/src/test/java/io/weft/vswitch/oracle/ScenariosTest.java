package io.weft.vswitch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.DatapathFlowText;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.MegaflowView;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.mac.MacEntry;
import io.weft.vswitch.port.FakeClock;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.reference.RandomPackets;
import io.weft.vswitch.translate.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole scenarios in one process on a fake clock; each packet is traced, then sent, and what is delivered must be what the trace said. */
final class ScenariosTest {
    private static final int FRAMES = 8192;

    @TempDir
    private Path runDirectory;

    private final MemoryDriver driver = new MemoryDriver();
    private final List<String> ports = new ArrayList<>();
    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(new FakeClock())
                .frames(FRAMES)
                .drivers(List.of(driver)));
    }

    @AfterEach
    void close() {
        weft.close();
    }

    private void bridge(Map<String, String> otherConfig, VlanSettings... vlans) {
        BridgeConfig bridge = BridgeConfig.of("br0").withOtherConfig(otherConfig);
        for (int port = 1; port <= vlans.length; port++) {
            ports.add("p" + port);
            bridge = bridge.with(PortSettings.of("p" + port, "memory")
                    .withOfportRequest(port)
                    .withVlan(vlans[port - 1]));
        }
        BridgeConfig whole = bridge;
        weft.apply(config -> config.with(whole));
    }

    private void flows(String... lines) {
        List<FlowMod> mods = new ArrayList<>(List.of(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)));
        for (String line : lines) {
            FlowSpec flow = FlowText.parseAdd(line, PortNames.NUMBERS);
            mods.add(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions()));
        }
        weft.modifyFlows("br0", mods);
    }

    private static byte[] frame(long destination, long source, int... tcis) {
        FrameBuilder frame = new FrameBuilder().ethernet(destination, source);
        for (int tci : tcis) {
            frame.tag(0x8100, tci);
        }
        return frame.ipv4(0x0a000001, 0x0a000002).udp(1, 2).payload(20).build();
    }

    private String trace(String from, byte[] frame) {
        SwitchSnapshot snapshot = weft.snapshot();
        BridgeSnapshot bridge = snapshot.bridge("br0");
        long[] key = new long[FlowKey.WORDS];
        int inPort = bridge.port(from).ofPort();
        System.arraycopy(KeyExtractor.extract(frame, inPort), 0, key, 0, FlowKey.PACKET_WORDS);
        Fields.IN_PORT.set(key, 0, Integer.toUnsignedLong(inPort));
        return Trace.of(snapshot, bridge, key, PortNames.NUMBERS);
    }

    /** Traces and sends; returns the trace. */
    private String send(String from, byte[] frame) {
        String trace = trace(from, frame);
        assertThat(driver.port(from).orElseThrow().inject(frame)).isTrue();
        weft.step();
        Map<String, Integer> delivered = new TreeMap<>();
        for (String port : ports) {
            while (driver.port(port).orElseThrow().poll() != null) {
                delivered.merge(port, 1, Integer::sum);
            }
        }
        Map<String, Integer> told = new TreeMap<>();
        String actions = TraceText.parse(trace).actions();
        PacketText packet = new PacketText(Map.of(), List.of("", "", "", ""));
        for (String output : DatapathActions.outputs(packet, actions, frame.length)) {
            String target = output.substring(0, output.indexOf(" <- "));
            if (target.matches("[0-9]+")) {
                told.merge(weft.snapshot().port(Integer.parseInt(target)).name(), 1, Integer::sum);
            }
        }
        if (actions.contains("meter(")) { // which lets through what its rate allows
            delivered.forEach((port, count) -> assertThat(count).isLessThanOrEqualTo(told.getOrDefault(port, 0)));
            return trace;
        }
        assertThat(delivered)
                .as("%s from %s: %s", HexFormat.of().formatHex(frame), from, trace)
                .isEqualTo(told);
        return trace;
    }

    @Test
    void vlanMatrix() {
        bridge(
                Map.of(),
                VlanSettings.ALL,
                VlanSettings.access(10),
                VlanSettings.access(20),
                VlanSettings.trunk(10, 20),
                VlanSettings.nativeTagged(10, 20),
                VlanSettings.nativeUntagged(10, 20),
                VlanSettings.nativeUntagged(20));
        flows("priority=0,actions=NORMAL");
        int[][] tags = {{}, {0}, {10}, {20}, {30}, {0x6000}, {0x600a}, {10, 20}, {0, 10}};
        for (String from : ports) {
            for (int[] tag : tags) {
                send(from, frame(0xffff_ffff_ffffL, 0x0200_0000_0001L, tag));
                send(from, frame(0x0200_0000_0002L, 0x0200_0000_0001L, tag));
                send("p4", frame(0x0200_0000_0001L, 0x0200_0000_0002L, tag));
            }
        }
    }

    @Test
    void randomWorldsDeliverWhatTheirTracesSay() {
        VlanSettings[] vlans = new VlanSettings[RandomWorld.PORTS];
        for (int port = 1; port <= vlans.length; port++) {
            vlans[port - 1] = Bridges.vlan(0, port);
        }
        bridge(Map.of(), vlans);
        Equipment.give(weft, "br0");
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("traces against deliveries: -Dweft.seed=" + seed);
        for (int world = 0; world < 40; world++) {
            flows(RandomWorld.of(seed + world, 20, 0).flows().toArray(String[]::new));
            RandomPackets packets = new RandomPackets(seed + world);
            for (int i = 0; i < 30; i++) {
                send(ports.get((i + world) % ports.size()), packets.wellFormed());
            }
        }
    }

    @Test
    void macOverflowIsFair() {
        bridge(Map.of("mac-table-size", "16"), VlanSettings.ALL, VlanSettings.ALL, VlanSettings.ALL);
        flows("priority=0,actions=NORMAL");
        send("p2", frame(0x0200_0000_00ffL, 0x0200_0000_0002L));
        for (int i = 0; i < 100; i++) {
            send("p1", frame(0x0200_0000_00ffL, 0x0200_0000_1000L + i));
        }
        List<MacEntry> macs = weft.macs().entries("br0");
        assertThat(macs).hasSize(16).extracting(MacEntry::mac).contains(0x0200_0000_0002L, 0x0200_0000_1063L);
        assertThat(send("p3", frame(0x0200_0000_0002L, 0x0200_0000_0003L))).contains("forwarding to learned port");
        assertThat(send("p3", frame(0x0200_0000_1000L, 0x0200_0000_0003L))).contains("no learned MAC for destination");
    }

    @Test
    void loopsEndWithAReason() {
        bridge(Map.of(), VlanSettings.ALL, VlanSettings.ALL);
        byte[] frame = frame(0x0200_0000_0002L, 0x0200_0000_0001L);
        flows("actions=output:2,resubmit(,0)");
        assertThat(send("p1", frame))
                .contains(" >>>> over max translation depth 64 <<<<\n")
                .endsWith("Translation failed (Recursion too deep), packet is dropped.\n");
        assertThat(weft.counters().dropped(DropReason.RECURSION_TOO_DEEP)).isEqualTo(1);
        List<String> chain = new ArrayList<>();
        for (int table = 0; table < 16; table++) {
            chain.add("table=" + table + ",actions=resubmit(," + (table + 1) + "),resubmit(," + (table + 1) + ")");
        }
        chain.add("table=16,actions=output:2");
        flows(chain.toArray(String[]::new));
        assertThat(send("p1", frame)).endsWith("Translation failed (Too many resubmits), packet is dropped.\n");
        assertThat(weft.counters().dropped(DropReason.TOO_MANY_RESUBMITS)).isEqualTo(1);
    }

    @Test
    void aBroadcastTo500PortsMeetsNoGuard() {
        VlanSettings[] vlans = new VlanSettings[500];
        java.util.Arrays.fill(vlans, VlanSettings.ALL);
        bridge(Map.of(), vlans);
        flows("priority=0,actions=NORMAL");
        String trace = send("p1", frame(0xffff_ffff_ffffL, 0x0200_0000_0001L));
        assertThat(TraceText.parse(trace).actions().split(",")).hasSize(499);
    }

    @Test
    void aTraceHasNoSideEffectsUnlessCarriedOut() {
        bridge(Map.of(), VlanSettings.ALL, VlanSettings.ALL);
        flows("priority=0,actions=NORMAL");
        byte[] frame = frame(0x0200_0000_0002L, 0x0200_0000_0001L);
        trace("p1", frame);
        weft.step();
        assertThat(weft.macs().entries("br0")).isEmpty();
        SwitchSnapshot snapshot = weft.snapshot();
        long[] key =
                FlowText.parseKey("in_port=1,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02", PortNames.NUMBERS);
        Trace.Result result = Trace.withEffects(snapshot, snapshot.bridge("br0"), key, null, PortNames.NUMBERS);
        assertThat(result.text()).contains(" -> learned that 02:00:00:00:00:01 is on port p1 in VLAN 0\n");
        weft.carryOut(result.translation());
        weft.step();
        assertThat(weft.macs().entries("br0")).extracting(MacEntry::mac).containsExactly(0x0200_0000_0001L);
        assertThat(send("p2", frame(0x0200_0000_0001L, 0x0200_0000_0002L))).contains("forwarding to learned port");
    }

    @Test
    void aDumpedMegaflowIsThePacketThatMadeIt() {
        bridge(Map.of(), VlanSettings.ALL, VlanSettings.ALL);
        flows("cookie=7,ip,nw_src=10.0.0.0/24,actions=resubmit(,1)", "table=1,udp,actions=dec_ttl,output:2");
        send("p1", frame(0x0200_0000_0002L, 0x0200_0000_0001L));
        MegaflowView megaflow = weft.megaflows().getFirst();
        int number = weft.snapshot().bridge("br0").port("p1").datapathPort();
        assertThat(megaflow.match(true, false))
                .isEqualTo("recirc_id(0),in_port(p1),packet_type(ns=0,id=0),eth_type(0x0800),"
                        + "ipv4(src=10.0.0.1/255.255.255.0,proto=17,ttl=64,frag=no)");
        assertThat(megaflow.actions(true)).isEqualTo("set(ipv4(ttl=63)),p2");
        long[] key = DatapathFlowText.parse(megaflow.match(false, true), Integer::parseInt);
        assertThat(Fields.IN_PORT.low(key)).isEqualTo(number);
        assertThat(megaflow.matches(key)).isTrue();
        assertThat(megaflow.visits()).extracting(MegaflowView.Visit::table).containsExactly(0, 1);
        assertThat(megaflow.visits().getFirst().entry().cookie()).isEqualTo(7);
    }
}
