package io.weft.southbound.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.flow.match.TlvMapping;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.southbound.lab.Lab;
import io.weft.southbound.tap.TapDriver;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Geneve with Open vSwitch's userspace datapath at the other end, options included.
 *
 * <pre>
 *   pod red: 10.0.0.1 -- TAP -- br0 -- gn0 ==== 192.0.2.1 -- veth -- br-phy 192.0.2.2 ==== gn0 -- br-int 10.0.0.2 : pod blue
 * </pre>
 */
final class GeneveWithOpenVSwitchTest {
    @TempDir
    private Path directory;

    private Lab lab;
    private VirtualSwitch virtualSwitch;
    private String red;
    private String blue;
    private Process database;
    private Process peer;

    @BeforeEach
    void enter() throws Exception {
        boolean installed = Files.isExecutable(Path.of("/usr/sbin/ovs-vswitchd"))
                && Files.isExecutable(Path.of("/usr/sbin/ethtool"));
        if (!installed) {
            System.out.println("SKIPPED: Geneve with Open vSwitch: ovs-vswitchd or ethtool is not installed");
        }
        assumeTrue(installed, "ovs-vswitchd or ethtool is not installed");
        lab = Lab.enter();
        red = lab.pod("red");
        blue = lab.pod("blue");
        lab.veth("u0", blue, "192.0.2.2/24");
        lab.run("ip addr add 192.0.2.1/24 dev u0");
        lab.run("ethtool -K u0 tx off");
        virtualSwitch = VirtualSwitch.launch(
                new SwitchContext().runDirectory(directory).drivers(List.of(new TapDriver(), new GeneveDriver())));
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0")
                .with(PortSettings.of("tred", "tap"))
                .with(PortSettings.of("gn0", "geneve")
                        .withOptions(Map.of("remote_ip", "192.0.2.2", "key", "5000000")))));
        lab.move("tred", red, "10.0.0.1/24");
        lab.in(red, "ip link set eth0 mtu 1400");
        startPeer();
    }

    private void startPeer() {
        String conf = directory + "/conf.db";
        lab.run("ovsdb-tool create " + conf + " /usr/share/openvswitch/vswitch.ovsschema");
        database = start("ovsdb-server", conf, "--remote=punix:" + directory + "/db.sock");
        Lab.await("ovsdb-server listens", () -> Files.exists(directory.resolve("db.sock")));
        vsctl("--no-wait init");
        peer = start("ovs-vswitchd", "unix:" + directory + "/db.sock", "--disable-system");
        vsctl(
                "add-br br-phy -- set bridge br-phy datapath_type=netdev -- add-port br-phy eth0"
                        + " -- add-br br-int -- set bridge br-int datapath_type=netdev"
                        + " -- add-port br-int gn0 -- set interface gn0 type=geneve options:remote_ip=192.0.2.1 options:key=5000000");
        lab.in(blue, "ip addr flush dev eth0");
        lab.in(blue, "ip addr add 192.0.2.2/24 dev br-phy");
        lab.in(blue, "ip link set br-phy up");
        lab.in(blue, "ip addr add 10.0.0.2/24 dev br-int");
        lab.in(blue, "ip link set br-int mtu 1400 up");
    }

    private Process start(String program, String what, String option) {
        return lab.start("ip netns exec " + blue + " env OVS_RUNDIR=" + directory + " OVS_DBDIR=" + directory + " "
                + program + " " + what + " " + option + " --unixctl=" + directory + "/" + program + ".ctl --log-file="
                + directory + "/" + program + ".log");
    }

    private void vsctl(String command) {
        lab.in(blue, "ovs-vsctl --timeout=10 --db=unix:" + directory + "/db.sock " + command);
    }

    private void ofctl(String command) {
        lab.in(blue, "env OVS_RUNDIR=" + directory + " ovs-ofctl " + command);
    }

    @AfterEach
    void leave() throws InterruptedException {
        for (Process process : new Process[] {peer, database}) {
            if (process != null) {
                process.destroy();
                process.waitFor(5, TimeUnit.SECONDS);
            }
        }
        if (virtualSwitch != null) {
            virtualSwitch.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private void flow(String text) {
        virtualSwitch.modifyFlows(
                "br0", List.of(FlowText.parseAdd(text, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD)));
    }

    @Test
    void openVSwitchIsTheOtherEnd() {
        Lab.await("the first echo", () -> lab.ping(red, "10.0.0.2", 1, "") == 1);
        assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
        assertThat(lab.ping(blue, "10.0.0.1", 20, " -s 1300")).isEqualTo(20);
        assertThat(lab.ping(red, "10.0.0.2", 5, " -Q 0x1")).isEqualTo(5);

        // an option from here to there, and one back
        virtualSwitch.tlvMap("br0", map -> map.with(List.of(new TlvMapping(0x102, 0x80, 4, 3))));
        ofctl("add-tlv-map br-int {class=0x102,type=0x80,len=4}->tun_metadata0");
        ofctl("del-flows br-int");
        ofctl("add-flow br-int in_port=gn0,tun_metadata0=0xabcd,actions=LOCAL");
        ofctl("add-flow br-int in_port=LOCAL,actions=set_field:0x1234->tun_metadata0,output:gn0");
        assertThat(lab.ping(red, "10.0.0.2", 2, "")).as("without the option").isZero();
        flow("priority=9,in_port=1,actions=set_field:0xabcd->tun_metadata3,output:2");
        flow("priority=9,in_port=2,tun_metadata3=0x1234,actions=output:1");
        flow("priority=8,in_port=2,actions=drop");
        assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
        assertThat(virtualSwitch.counters().dropped(DropReason.TUNNEL_CRITICAL_OPTION))
                .isZero();
    }
}
