package io.weft.vswitch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.Fields;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.tunnel.Arrivals;
import io.weft.vswitch.tunnel.TunnelEnd;
import io.weft.vswitch.tunnel.TunnelOptions;
import io.weft.vswitch.tunnel.TunnelType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which headers packets get on their way into tunnels; words are Open vSwitch's. Port 1 is plain, port 2 the tunnel. */
final class TunnelTranslationTest {
    private static Scenario scenario(String options, String... flows) {
        return scenario(TunnelType.VXLAN, options, flows);
    }

    private static Scenario scenario(TunnelType type, String options, String... flows) {
        Map<String, String> map = new HashMap<>();
        for (String option : options.split(" ", -1)) {
            map.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        List<FlowMod> mods = new ArrayList<>();
        for (String flow : flows) {
            mods.add(FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD));
        }
        try {
            TunnelEnd end = new TunnelEnd(TunnelOptions.read(type, map), new Arrivals());
            return new Scenario()
                    .port(1, VlanSettings.ALL)
                    .port(3, VlanSettings.ALL)
                    .port(new BridgePort(
                            "vx0", 2, 2, VlanSettings.ALL, false, false, false, true, false, null, true, end))
                    .flows(mods);
        } catch (PortException e) {
            throw new AssertionError(e);
        }
    }

    private static long[] udp(int tos, int ttl) {
        long[] key = Scenario.udp();
        Fields.NW_TOS.set(key, 0, tos & 0xFC);
        Fields.NW_ECN.set(key, 0, tos & 3);
        Fields.NW_TTL.set(key, 0, ttl);
        return key;
    }

    @Test
    void fixedTunnels() {
        assertThat(scenario("remote_ip=10.0.0.2 key=100", "actions=2").program(Scenario.udp()))
                .isEqualTo("set(tunnel(tun_id=0x64,dst=10.0.0.2,ttl=64,tp_dst=4789,flags(df|key))),2");
        assertThat(scenario(
                                "remote_ip=fc00::2 local_ip=fc00::1 in_key=1 out_key=16777215 tos=32 ttl=3 dst_port=8472 df_default=false",
                                "actions=2")
                        .program(Scenario.udp()))
                .isEqualTo("set(tunnel(tun_id=0xffffff,ipv6_src=fc00::1,ipv6_dst=fc00::2,tos=0x20,ttl=3,tp_dst=8472,"
                        + "flags(csum|key))),2");
        assertThat(scenario("remote_ip=10.0.0.2 csum=true", "actions=3,2,1").program(Scenario.udp()))
                .isEqualTo("3,set(tunnel(tun_id=0x0,dst=10.0.0.2,ttl=64,tp_dst=4789,flags(df|csum|key))),2");
    }

    @Test
    void flowsSayWhereTo() {
        String text = scenario(
                        "remote_ip=flow local_ip=flow key=flow exts=gbp",
                        "actions=set_field:5->tun_id,set_field:10.0.0.2->tun_dst,set_field:10.0.0.1->tun_src,"
                                + "set_field:7->tun_gbp_id,2,set_field:10.0.0.3->tun_dst,2")
                .program(Scenario.udp());
        String tail = ",ttl=64,tp_dst=4789,vxlan(gbp(id=7,flags=0x0)),flags(df|key))),2";
        assertThat(text)
                .isEqualTo("set(tunnel(tun_id=0x5,src=10.0.0.1,dst=10.0.0.2" + tail
                        + ",set(tunnel(tun_id=0x5,src=10.0.0.1,dst=10.0.0.3" + tail);
        String flow = "remote_ip=flow key=flow";
        assertThat(scenario(flow, "actions=2").translate(Scenario.udp()).dropReason())
                .isEqualTo(DropReason.TUNNEL_NO_DESTINATION);
        assertThat(scenario(flow, "actions=set_field:0x1000000->tun_id,set_field:10.0.0.2->tun_dst,2")
                        .translate(Scenario.udp())
                        .dropReason())
                .isEqualTo(DropReason.TUNNEL_KEY_TOO_BIG);
        assertThat(scenario(
                                "remote_ip=flow local_ip=10.0.0.1 key=flow",
                                "actions=set_field:5->tun_id,set_field:fc00::1->tun_ipv6_dst,2")
                        .translate(Scenario.udp())
                        .dropReason())
                .isEqualTo(DropReason.TUNNEL_ADDRESSES);
    }

    @Test
    void tosAndTtlAreInheritedAndThenLookedAt() {
        Scenario fixed = scenario("remote_ip=10.0.0.2", "actions=2");
        fixed.translate(udp(0xB9, 9));
        assertThat(fixed.translation.program().toString()).contains("tos=0x1,ttl=64");
        assertThat(Fields.NW_TTL.low(fixed.translation.mask())).isZero();
        assertThat(Fields.NW_TOS.low(fixed.translation.mask()) & 0xFC).isZero();
        assertThat(Fields.NW_ECN.low(fixed.translation.mask())).isEqualTo(3);
        Scenario inherits = scenario("remote_ip=10.0.0.2 tos=inherit ttl=inherit", "actions=2");
        inherits.translate(udp(0xB9, 9));
        assertThat(inherits.translation.program().toString()).contains("tos=0xb9,ttl=9");
        assertThat(Fields.NW_TTL.low(inherits.translation.mask())).isEqualTo(0xFF);
        assertThat(Fields.NW_TOS.low(inherits.translation.mask()) & 0xFC).isEqualTo(0xFC);
        assertThat(inherits.translate(udp(0xBB, 9)).program().toString())
                .as("CE is not told twice")
                .contains("tos=0xba");
        long[] arp = Scenario.udp();
        Fields.ETH_TYPE.set(arp, 0, 0x0806);
        assertThat(inherits.translate(arp).program().toString()).contains("dst=10.0.0.2,ttl=64");
    }

    @Test
    void aTraceSaysSo() {
        Scenario scenario = scenario("remote_ip=10.0.0.2 key=100", "actions=2");
        String text = Trace.of(
                scenario.snapshot(), scenario.snapshot().bridges().getFirst(), Scenario.udp(), PortNames.NUMBERS);
        assertThat(text)
                .contains(" -> output to kernel tunnel")
                .contains("Datapath actions: set(tunnel(tun_id=0x64,dst=10.0.0.2,ttl=64,tp_dst=4789,flags(df|key))),2");
    }

    @Test
    void aTraceFromATunnelSeesCongestion() {
        Scenario scenario = scenario("remote_ip=flow key=flow", "tun_id=5,ip,nw_ecn=3,actions=1", "actions=drop");
        long[] key = udp(1, 64);
        Fields.IN_PORT.set(key, 0, 2);
        Fields.TUN_ID.set(key, 0, 5);
        Fields.TUN_TOS.set(key, 0, 3);
        assertThat(Trace.of(scenario.snapshot(), scenario.snapshot().bridges().getFirst(), key, PortNames.NUMBERS))
                .contains("Datapath actions: set(ipv4(tos=0x3/0x3)),1");
        Fields.NW_ECN.set(key, 0, 0);
        assertThat(Trace.of(scenario.snapshot(), scenario.snapshot().bridges().getFirst(), key, PortNames.NUMBERS))
                .contains("not ECN capable");
    }
}
