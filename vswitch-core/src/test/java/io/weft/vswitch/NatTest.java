package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ct(nat)} on a running switch: clients at p1, servers at p2. What leaves is described, with every checksum computed whole. */
final class NatTest {
    private static final int CLIENT = 0x0a01_0101;
    private static final int OTHER_CLIENT = 0x0a01_0109;
    private static final int SERVER = 0x0a01_0102;
    private static final int OUTSIDE = 0x0a01_01f0;
    private static final int VIRTUAL = 0x0a01_0140;
    private static final int ROUTER = 0x0a01_01fe;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private VirtualSwitch weft;

    @BeforeEach
    void launch() {
        weft = stepped.get();
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= 4; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory").withOfportRequest(i));
        }
        BridgeConfig whole = bridge;
        weft.apply(config -> config.with(whole));
    }

    /** What leaves, wherever: {@code p2: udp ...}. */
    private List<String> send(String port, byte[] frame) {
        stepped.send(port, frame);
        List<String> out = new ArrayList<>();
        for (String name : List.of("p1", "p2", "p3", "p4")) {
            for (byte[] sent = stepped.port(name).poll();
                    sent != null;
                    sent = stepped.port(name).poll()) {
                out.add(name + ": " + NatFrames.text(sent));
            }
        }
        return out;
    }

    private void sourceNat(String range) {
        stepped.add(
                "br0",
                "in_port=1,ip,actions=ct(commit,zone=1,nat(src=" + range + ")),output:2",
                "in_port=2,ip,actions=ct(table=1,zone=1,nat)",
                "table=1,in_port=2,ip,ct_state=+trk+est+dnat,ct_zone=1,actions=output:1",
                "table=1,in_port=2,ip,ct_state=+trk+rel,ct_zone=1,actions=output:1");
    }

    @Test
    void aSourceIsTranslatedAndItsAnswersBack() {
        sourceNat("10.1.1.240");
        assertThat(send("p1", NatFrames.udp(CLIENT, 1000, SERVER, 53)))
                .containsExactly("p2: udp 10.1.1.240:1000>10.1.1.2:53");
        assertThat(send("p2", NatFrames.udp(SERVER, 53, OUTSIDE, 1000)))
                .containsExactly("p1: udp 10.1.1.2:53>10.1.1.1:1000");
        assertThat(send("p1", NatFrames.tcp(CLIENT, 1000, SERVER, 80, NatFrames.SYN)))
                .containsExactly("p2: tcp 10.1.1.240:1000>10.1.1.2:80");
        assertThat(send("p1", NatFrames.echo(CLIENT, SERVER, false, 77)))
                .containsExactly("p2: ping 10.1.1.240>10.1.1.2 id 77");
        assertThat(send("p2", NatFrames.echo(SERVER, OUTSIDE, true, 77)))
                .containsExactly("p1: pong 10.1.1.2>10.1.1.1 id 77");
        assertThat(send("p2", NatFrames.udp(SERVER, 53, OUTSIDE, 1001)))
                .as("nobody asked")
                .isEmpty();
    }

    @Test
    void whatIsWrittenBehindItCounts() {
        stepped.add(
                "br0",
                "in_port=1,ip,actions=set_field:10.1.1.1->nw_src,output:3,ct(commit,zone=1,nat(src=10.1.1.240)),output:4,"
                        + "set_field:10.1.1.1->nw_src,output:2");
        assertThat(send("p1", NatFrames.udp(OTHER_CLIENT, 1000, SERVER, 53)))
                .containsExactly(
                        "p2: udp 10.1.1.1:1000>10.1.1.2:53",
                        "p3: udp 10.1.1.1:1000>10.1.1.2:53",
                        "p4: udp 10.1.1.240:1000>10.1.1.2:53");
    }

    @Test
    void twoClientsWithOnePortGetTwo() {
        sourceNat("10.1.1.240");
        assertThat(send("p1", NatFrames.udp(CLIENT, 1000, SERVER, 53)))
                .containsExactly("p2: udp 10.1.1.240:1000>10.1.1.2:53");
        assertThat(send("p1", NatFrames.udp(OTHER_CLIENT, 1000, SERVER, 53)))
                .hasSize(1)
                .first()
                .asString()
                .matches("p2: udp 10\\.1\\.1\\.240:\\d+>10\\.1\\.1\\.2:53")
                .doesNotContain(":1000>");
        assertThat(send("p1", NatFrames.udp(OTHER_CLIENT, 1000, ROUTER, 53)))
                .containsExactly("p2: udp 10.1.1.240:1000>10.1.1.254:53");
    }

    @Test
    void aRangeOfPortsEnds() {
        stepped.add(
                "br0",
                "table=0,in_port=1,ip,actions=ct(commit,zone=1,nat(src=10.1.1.240:34568-34569,random),table=1)",
                "table=1,ip,ct_state=+inv,actions=output:4",
                "table=1,ip,ct_state=+new+snat-inv,actions=output:2");
        Set<String> ports = new HashSet<>();
        for (int client = 1; client <= 2; client++) {
            ports.addAll(send("p1", NatFrames.udp(client, 1000, SERVER, 53)));
        }
        assertThat(ports)
                .containsExactlyInAnyOrder(
                        "p2: udp 10.1.1.240:34568>10.1.1.2:53", "p2: udp 10.1.1.240:34569>10.1.1.2:53");
        assertThat(send("p1", NatFrames.udp(3, 1000, SERVER, 53))).containsExactly("p4: udp 0.0.0.3:1000>10.1.1.2:53");
        assertThat(send("p1", NatFrames.udp(3, 1000, ROUTER, 53))).hasSize(1);
    }

    @Test
    void aDestinationIsTranslatedAndItsAnswersBack() {
        stepped.add(
                "br0",
                "in_port=1,ip,nw_dst=10.1.1.64,actions=ct(zone=1,nat(dst=10.1.1.2:8080),commit,table=1)",
                "in_port=2,ip,ct_state=-trk,actions=ct(zone=1,nat,table=1)",
                "table=1,in_port=1,udp,nw_dst=10.1.1.2,udp_dst=8080,ct_state=+dnat,ct_nw_dst=10.1.1.64,ct_nw_proto=17,ct_tp_dst=80,actions=output:2",
                "table=1,in_port=2,ip,nw_src=10.1.1.64,ct_state=+snat+rpl,actions=output:1");
        assertThat(send("p1", NatFrames.udp(CLIENT, 1000, VIRTUAL, 80)))
                .containsExactly("p2: udp 10.1.1.1:1000>10.1.1.2:8080");
        assertThat(send("p2", NatFrames.udp(SERVER, 8080, CLIENT, 1000)))
                .containsExactly("p1: udp 10.1.1.64:80>10.1.1.1:1000");
    }

    @Test
    void anErrorIsForWhoSentThePacket() {
        sourceNat("10.1.1.240:5000");
        send("p1", NatFrames.udp(CLIENT, 1000, SERVER, 53));
        byte[] arrived = NatFrames.udp(OUTSIDE, 5000, SERVER, 53);
        assertThat(send("p2", NatFrames.unreachable(ROUTER, OUTSIDE, arrived, 8)))
                .containsExactly("p1: unreachable 10.1.1.254>10.1.1.1 [udp 10.1.1.1:1000>10.1.1.2:53]");
        assertThat(send("p2", NatFrames.unreachable(SERVER, OUTSIDE, arrived, 100)))
                .containsExactly("p1: unreachable 10.1.1.2>10.1.1.1 [udp 10.1.1.1:1000>10.1.1.2:53]");
        byte[] echo = NatFrames.echo(OUTSIDE, SERVER, false, 77);
        send("p1", NatFrames.echo(CLIENT, SERVER, false, 77));
        assertThat(send("p2", NatFrames.unreachable(ROUTER, OUTSIDE, echo, 28)))
                .containsExactly("p1: unreachable 10.1.1.254>10.1.1.1 [ping 10.1.1.1>10.1.1.2 id 77]");
    }

    @Test
    void anErrorAboutAVirtualServerComesFromIt() {
        stepped.add(
                "br0",
                "in_port=1,ip,actions=ct(zone=1,nat(dst=10.1.1.2:8053),commit),output:2",
                "in_port=2,ip,actions=ct(zone=1,nat,table=1)",
                "table=1,in_port=2,ip,ct_state=+rel+rpl+snat,actions=output:1");
        send("p1", NatFrames.udp(CLIENT, 1000, VIRTUAL, 53));
        byte[] arrived = NatFrames.udp(CLIENT, 1000, SERVER, 8053);
        assertThat(send("p2", NatFrames.unreachable(SERVER, CLIENT, arrived, 8)))
                .containsExactly("p1: unreachable 10.1.1.64>10.1.1.1 [udp 10.1.1.1:1000>10.1.1.64:53]");
    }

    /** A client that asks for a virtual address behind which it stands itself: destination in one zone, source in another. */
    @Test
    void hairpin() {
        stepped.add(
                "br0",
                "table=0,in_port=1,ip,actions=ct(zone=1,nat,table=1)",
                "table=1,ip,ct_state=+new,nw_dst=10.1.1.64,actions=ct(zone=1,commit,nat(dst=10.1.1.1:8053),table=2)",
                "table=1,ip,ct_state=+est-rpl,actions=resubmit(,2)",
                "table=1,ip,ct_state=+rpl,actions=output:3",
                "table=1,ip,ct_state=+new,nw_dst=10.1.1.240,actions=ct(zone=2,nat,table=3)",
                "table=2,ip,nw_dst=10.1.1.1,actions=ct(zone=2,commit,nat(src=10.1.1.240),table=4)",
                "table=3,ip,ct_state=+rpl+dnat,actions=ct(zone=1,nat,table=4)",
                "table=4,ip,actions=output:2");
        assertThat(send("p1", NatFrames.udp(CLIENT, 1000, VIRTUAL, 53)))
                .containsExactly("p2: udp 10.1.1.240:1000>10.1.1.1:8053");
        assertThat(send("p1", NatFrames.udp(CLIENT, 8053, OUTSIDE, 1000)))
                .containsExactly("p2: udp 10.1.1.64:53>10.1.1.1:1000");
    }

    @Test
    void onlyWhatClashesIsChanged() {
        stepped.add(
                "br0",
                "in_port=3,ip,actions=ct(commit,zone=1,nat(src=10.1.1.240)),output:2",
                "in_port=1,ip,actions=ct(commit,zone=1,nat(src=0.0.0.0)),output:2",
                "in_port=4,ip,actions=ct(commit,zone=1,nat(src)),output:2");
        send("p3", NatFrames.udp(CLIENT, 1000, SERVER, 53));
        assertThat(send("p1", NatFrames.udp(CLIENT, 1000, SERVER, 54)))
                .containsExactly("p2: udp 10.1.1.1:1000>10.1.1.2:54");
        assertThat(send("p1", NatFrames.udp(OUTSIDE, 1000, SERVER, 53)))
                .first()
                .asString()
                .matches("p2: udp 10\\.1\\.1\\.240:\\d+>10\\.1\\.1\\.2:53")
                .doesNotContain(":1000>");
        assertThat(send("p4", NatFrames.udp(CLIENT, 1000, SERVER, 55)))
                .containsExactly("p2: udp 10.1.1.1:1000>10.1.1.2:55");
    }

    @Test
    void overIpv6() {
        stepped.add(
                "br0",
                "in_port=1,ipv6,actions=ct(commit,zone=1,nat(src=[fc00::240]:5000-5000)),output:2",
                "in_port=2,ipv6,actions=ct(table=1,zone=1,nat)",
                "in_port=3,ipv6,actions=ct(commit,zone=2,nat(dst=fc00::2)),output:2",
                "table=1,in_port=2,ipv6,ct_state=+dnat,actions=output:1");
        assertThat(send("p1", NatFrames.udp6(1, 1000, 2, 53))).containsExactly("p2: udp fc00::0240:5000>fc00::0002:53");
        assertThat(send("p2", NatFrames.udp6(2, 53, 0x240, 5000)))
                .containsExactly("p1: udp fc00::0002:53>fc00::0001:1000");
        byte[] arrived = NatFrames.udp6(0x240, 5000, 2, 53);
        assertThat(send("p2", NatFrames.unreachable6(2, 0x240, arrived, 30)))
                .containsExactly("p1: unreachable fc00::0002>fc00::0001 [udp fc00::0001:1000>fc00::0002:53]");
        assertThat(send("p1", NatFrames.echo6(1, 2, false, 9))).containsExactly("p2: ping fc00::0240>fc00::0002 id 9");
        assertThat(send("p2", NatFrames.echo6(2, 0x240, true, 9)))
                .containsExactly("p1: pong fc00::0002>fc00::0001 id 9");
        assertThat(send("p3", NatFrames.udp6(1, 1000, 0x64, 53)))
                .containsExactly("p2: udp fc00::0001:1000>fc00::0002:53");
    }

    @Test
    void withoutNatNothingChanges() {
        stepped.add(
                "br0",
                "in_port=1,ip,actions=ct(commit,zone=1,nat(src=10.1.1.240)),output:2",
                "in_port=2,ip,actions=ct(table=1,zone=1)",
                "table=1,in_port=2,ip,ct_state=+est+rpl-snat-dnat,actions=output:1");
        send("p1", NatFrames.udp(CLIENT, 1000, SERVER, 53));
        assertThat(send("p2", NatFrames.udp(SERVER, 53, OUTSIDE, 1000)))
                .containsExactly("p1: udp 10.1.1.2:53>10.1.1.240:1000");
    }

    @Test
    void otherCopiesStayAsTheyAre() {
        stepped.add(
                "br0", "in_port=1,ip,actions=output:3,clone(ct(commit,zone=1,nat(src=10.1.1.240)),output:2),output:4");
        assertThat(send("p1", NatFrames.udp(CLIENT, 1000, SERVER, 53)))
                .containsExactly(
                        "p2: udp 10.1.1.240:1000>10.1.1.2:53",
                        "p3: udp 10.1.1.1:1000>10.1.1.2:53",
                        "p4: udp 10.1.1.1:1000>10.1.1.2:53");
    }

    @Test
    void megaflowsShowIt() {
        sourceNat("10.1.1.240-10.1.1.255");
        send("p1", NatFrames.udp(CLIENT, 1000, SERVER, 53));
        assertThat(weft.megaflows())
                .anyMatch(flow -> flow.actions(true).equals("ct(commit,zone=1,nat(src=10.1.1.240-10.1.1.255)),p2"));
    }
}
