package io.weft.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.DatapathFlowText;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameComposer;
import io.weft.northbound.control.ControlException;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.dummy.DummyDriver;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ofproto/trace} and its kin over a real switch: from a megaflow to a trace, and back to the entries. */
final class TraceCommandsTest {
    @TempDir
    private Path runDirectory;

    private final WarpClock clock = new WarpClock();
    private final DummyDriver dummies = new DummyDriver();
    private final OperatorCommands commands = new OperatorCommands(clock, dummies, () -> {}, () -> {});
    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(clock)
                .drivers(List.of(dummies)));
        weft.apply(config -> config.with(BridgeConfig.of("br0")
                .with(PortSettings.of("p1", "dummy").withOfportRequest(1))
                .with(PortSettings.of("p2", "dummy").withOfportRequest(2))));
        FlowSpec flow = FlowText.parseAdd("cookie=0x2a,ip,actions=dec_ttl,NORMAL", PortNames.NUMBERS);
        weft.modifyFlows(
                "br0",
                List.of(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions())));
        new TraceCommands(weft).register(commands);
        new DatapathCommands(weft).register(commands);
        new FragmentCommands(weft).register(commands);
        new BridgeCommands(weft).register(commands);
    }

    @AfterEach
    void close() {
        weft.close();
    }

    private String run(String name, String... arguments) {
        return commands.run(name, List.of(arguments));
    }

    /** The same packet as a flow of the datapath and as bytes, of which one tag is read, and two. */
    @Test
    void aTagBeyondTheLimitIsAnEthernetType() {
        weft.modifyFlows(
                "br0",
                List.of(
                        FlowText.parseAdd(
                                        "dl_type=0x8100,dl_vlan=16,actions=strip_vlan,resubmit(,1)", PortNames.NUMBERS)
                                .toMod(FlowMod.Kind.ADD),
                        FlowText.parseAdd("table=1,dl_type=0x8100,vlan_tci=0,actions=output:2", PortNames.NUMBERS)
                                .toMod(FlowMod.Kind.ADD)));
        String flow = "in_port(" + weft.snapshot().bridge("br0").port("p1").datapathPort()
                + "),eth(src=02:00:00:00:00:01,dst=02:00:00:00:00:02),eth_type(0x8100),vlan(vid=16,pcp=3),"
                + "encap(eth_type(0x8100),vlan(vid=17,pcp=0),encap(eth_type(0xabcd)))";
        String frame = "020000000002" + "020000000001" + "81006010" + "81000011" + "abcd";
        for (String text : List.of(run("ofproto/trace", flow), run("ofproto/trace", "br0", "in_port=1", frame))) {
            assertThat(text).contains("dl_vlan=16,dl_vlan_pcp=3,dl_vlan1=17,dl_vlan_pcp1=0", "dl_type=0xabcd");
        }

        weft.apply(config -> config.withOtherConfig(Map.of("vlan-limit", "1")));
        for (String text : List.of(run("ofproto/trace", flow), run("ofproto/trace", "br0", "in_port=1", frame))) {
            assertThat(text)
                    .contains(
                            "Flow: in_port=1,dl_vlan=16,dl_vlan_pcp=3,vlan_tci1=0x0000,dl_src=02:00:00:00:00:01,"
                                    + "dl_dst=02:00:00:00:00:02,dl_type=0x8100",
                            "Final flow: in_port=1,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,"
                                    + "dl_type=0x8100")
                    .containsPattern("Datapath actions: pop_vlan,[0-9]+");
        }
    }

    private String datapathFlow() {
        int number = weft.snapshot().bridge("br0").port("p1").datapathPort();
        return "in_port(" + number + "),eth(src=02:00:00:00:00:01,dst=02:00:00:00:00:02),eth_type(0x0800),"
                + "ipv4(src=10.0.0.1,dst=10.0.0.2,proto=47,tos=0,ttl=9,frag=no)";
    }

    @Test
    void theSamePacketInEveryForm() {
        String trace = run(
                "ofproto/trace",
                "br0",
                "in_port=1,ip,nw_proto=47,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_ttl=9",
                "--names");
        assertThat(trace)
                .startsWith("Flow: ip,in_port=p1,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,")
                .contains(
                        "\nbridge(\"br0\")\n-------------\n 0. ip, priority 32768, cookie 0x2a\n    dec_ttl\n    NORMAL\n")
                .endsWith("Datapath actions: set(ipv4(ttl=8)),p2\n");
        assertThat(run("ofproto/trace", datapathFlow(), "--names")).isEqualTo(trace);
        assertThat(run("ofproto/trace", "netdev@ovs-netdev", datapathFlow(), "--names", "-consistent"))
                .isEqualTo(trace);
        assertThat(run("ofproto/trace", "ovs-dummy", datapathFlow(), "--names")).isEqualTo(trace);
        String frame = HexFormat.of()
                .formatHex(FrameComposer.compose(DatapathFlowText.parse(datapathFlow(), Integer::parseInt)));
        assertThat(run("ofproto/trace", "br0", "in_port=1", "--names", frame)).isEqualTo(trace);
        assertThat(run("ofproto/trace-packet-out", "--names", datapathFlow(), "resubmit(,0),output:1"))
                .contains("-\n    resubmit(,0)\n     0. ip, priority")
                .contains("output:p1\n     >> skipping output to input port\n");
    }

    @Test
    void sideEffectsOnDemand() {
        run("ofproto/trace", datapathFlow());
        assertThat(weft.macs().entries("br0")).isEmpty();
        assertThat(run("ofproto/trace", datapathFlow(), "-generate"))
                .contains(" -> learned that 02:00:00:00:00:01 is on port p1 in VLAN 0\n");
        weft.step();
        assertThat(weft.macs().entries("br0")).hasSize(1);
    }

    @Test
    void bridgesWithTheirPortsAndFlows() {
        int number = weft.snapshot().bridge("br0").port("p1").datapathPort();
        assertThat(run("dpif/show"))
                .startsWith("netdev@ovs-netdev: hit:0 missed:0\n  br0:\n    p1 1/" + number + ": (dummy)\n    p2 2/");
        assertThat(run("bridge/dump-flows", "br0").replaceAll("duration=[0-9]+s", "duration=0s"))
                .isEqualTo("""
                        duration=0s, n_packets=0, n_bytes=0, ip,actions=dec_ttl,NORMAL
                        duration=0s, n_packets=0, n_bytes=0, priority=0,actions=NORMAL
                        """);
        assertThatThrownBy(() -> run("bridge/dump-flows", "br7")).hasMessage("no bridge named br7");
        assertThat(run("ofproto/list")).isEqualTo("br0\n");
    }

    @Test
    void fromAMegaflowToItsEntries() {
        byte[] frame = FrameComposer.compose(DatapathFlowText.parse(datapathFlow(), Integer::parseInt));
        for (int i = 0; i < 2; i++) {
            dummies.port("p1").orElseThrow().receive(frame);
            weft.step();
        }
        String ufid = weft.megaflows().getFirst().ufid().toString();
        assertThat(run("ofproto/detrace", "ufid:" + ufid))
                .startsWith("bridge(\"br0\")\n cookie=0x2a, duration=")
                .contains("n_packets=")
                .endsWith("ip actions=dec_ttl,NORMAL\n");
        String match = weft.megaflows().getFirst().match(true, true);
        assertThat(run("ofproto/detrace", match)).contains("cookie=0x2a");
        assertThat(run("dpctl/show"))
                .startsWith("netdev@ovs-netdev:\n  lookups: hit:1 missed:1 lost:0\n  flows: 1\n  port ");
        assertThat(run("dpctl/del-flows")).isEmpty();
        weft.step();
        assertThat(weft.megaflows()).isEmpty();
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> run("ofproto/trace", "br9", "in_port=1")).hasMessageContaining("br9");
        assertThatThrownBy(() -> run("ofproto/trace", "br0")).isInstanceOf(ControlException.class);
        assertThatThrownBy(() -> run("ofproto/trace", "br0", "in_prt=1")).hasMessageContaining("in_prt");
        assertThatThrownBy(() -> run("ofproto/trace", "in_port(99),eth_type(0x0800)"))
                .hasMessageContaining("99");
        assertThatThrownBy(() -> run("ofproto/trace", "br0", "in_port=1", "fff"))
                .hasMessageContaining("hexadecimal");
        assertThatThrownBy(() -> run("ofproto/trace", "br0", "in_port=1", "--sideways"))
                .hasMessageContaining("--sideways");
        assertThatThrownBy(() -> run("ofproto/detrace", "00000000-0000-0000-0000-000000000000"))
                .isInstanceOf(ControlException.class);
    }

    @Test
    void fragmentsThatWait() {
        assertThat(run("dpctl/ipf-set-min-frag", "v4", "400")).isEqualTo("setting minimum fragment size successful\n");
        assertThat(run("dpctl/ipf-set-min-frag", "netdev@ovs-netdev", "v6", "1300"))
                .isEqualTo("setting minimum fragment size successful\n");
        assertThat(run("dpctl/ipf-set-max-nfrags", "0")).isEqualTo("setting maximum fragments successful\n");
        assertThat(run("dpctl/ipf-set-disabled", "v6")).isEqualTo("disabling fragmentation reassembly successful\n");
        assertThat(run("dpctl/ipf-set-enabled", "v4")).isEqualTo("enabling fragmentation reassembly successful\n");
        assertThat(run("dpctl/ipf-get-status", "-m"))
                .startsWith("""
                                Fragmentation Module Status
                                ---------------------------
                                v4 enabled: 1
                                v6 enabled: 0
                                max num frags (v4/v6): 0
                                num frag: 0
                                min v4 frag size: 400
                                v4 frags accepted: 0
                        """)
                .endsWith("v6 frags duplicate: 0\n\n        Fragment Lists:\n\n");
        assertThatThrownBy(() -> run("dpctl/ipf-set-min-frag", "v4", "399")).hasMessageContaining("400 to 65535");
        assertThatThrownBy(() -> run("dpctl/ipf-set-min-frag", "v5", "400")).hasMessageContaining("v4, v6");
        assertThatThrownBy(() -> run("dpctl/ipf-set-max-nfrags", "5001")).hasMessageContaining("0 to 5000");
        assertThatThrownBy(() -> run("dpctl/ipf-set-enabled")).hasMessageContaining("v4|v6");
    }
}
