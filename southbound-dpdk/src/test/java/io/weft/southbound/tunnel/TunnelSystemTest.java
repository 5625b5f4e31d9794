package io.weft.southbound.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import io.weft.southbound.lab.Lab;
import io.weft.southbound.tap.TapDriver;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.counters.DropReason;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tunnels with a Linux kernel's {@code vxlan} device at the other end.
 *
 * <pre>
 *   pod red: 10.0.0.1 -- TAP -- br0 -- vx0 ==== 192.0.2.1 -- veth -- 192.0.2.2 ==== vx -- 10.0.0.2 : pod blue
 * </pre>
 */
final class TunnelSystemTest {
    private static final int FRAMES = 16_384;
    private static final long RED = 0x0200_0000_0001L;
    private static final long BLUE = 0x0200_0000_0002L;

    @TempDir
    private Path directory;

    private Lab lab;
    private VirtualSwitch virtualSwitch;
    private String red;
    private String blue;

    @BeforeEach
    void enter() throws Exception {
        lab = Lab.enter();
        lab.run("ip link set lo up");
        red = lab.pod("red");
        blue = lab.pod("blue");
        lab.veth("u0", blue, "192.0.2.2/24");
        lab.run("ip addr add 192.0.2.1/24 dev u0");
        lab.run("ip addr add fd00:9::1/64 dev u0 nodad");
        lab.in(blue, "ip addr add fd00:9::2/64 dev eth0 nodad");
        virtualSwitch = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(directory)
                .frames(FRAMES)
                .drivers(List.of(new TapDriver(), new VxlanDriver(), new GeneveDriver())));
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0").with(PortSettings.of("tred", "tap"))));
        lab.move("tred", red, "10.0.0.1/24");
        lab.in(red, "ip link set eth0 address 02:00:00:00:00:01");
        lab.in(red, "ip addr add fd00:1::1/64 dev eth0 nodad");
    }

    @AfterEach
    void leave() {
        if (virtualSwitch != null) {
            virtualSwitch.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private void tunnel(String name, String type, String... options) {
        Map<String, String> map = new HashMap<>();
        for (String option : options) {
            map.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        virtualSwitch.apply(config -> config.withBridge(
                "br0", bridge -> bridge.with(PortSettings.of(name, type).withOptions(map))));
    }

    private void flows(String... texts) {
        virtualSwitch.modifyFlows("br0", List.of(FlowMod.delete(FlowMod.ALL_TABLES, io.weft.flow.match.Match.ANY)));
        for (String text : texts) {
            virtualSwitch.modifyFlows(
                    "br0", List.of(FlowText.parseAdd(text, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD)));
        }
    }

    private void kernel(String how) {
        lab.in(blue, "ip link add vx type vxlan " + how);
        lab.in(blue, "ip link set vx address 02:00:00:00:00:02");
        lab.in(blue, "ip addr add 10.0.0.2/24 dev vx");
        lab.in(blue, "ip addr add fd00:1::2/64 dev vx nodad");
        lab.in(blue, "ip link set vx up");
    }

    private long dropped(DropReason reason) {
        return virtualSwitch.counters().dropped(reason);
    }

    private void awaitDropped(DropReason reason, long count) {
        Lab.await(count + " of " + reason, () -> dropped(reason) >= count);
        assertThat(dropped(reason)).isEqualTo(count);
    }

    @Test
    void aKernelsVxlanDeviceIsTheOtherEnd() {
        tunnel("vx0", "vxlan", "remote_ip=192.0.2.2", "key=100");
        kernel("id 100 remote 192.0.2.1 dstport 4789 dev eth0");
        assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
        assertThat(lab.ping(red, "fd00:1::2", 20, "")).isEqualTo(20);
        assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1")).isGreaterThan(0.05);
        assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1 -R")).isGreaterThan(0.05);
        assertThat(lab.checksumErrors(red) + lab.checksumErrors(blue)).isZero();
        assertThat(virtualSwitch.counters().totals("vx0").rxPackets()).isGreaterThan(40);
    }

    @Test
    void theOuterPacketsMayBeIpv6() {
        tunnel(
                "vx0",
                "vxlan",
                "remote_ip=fd00:9::2",
                "local_ip=fd00:9::1",
                "key=0xffffff",
                "tos=inherit",
                "ttl=inherit");
        kernel("id 16777215 remote fd00:9::1 local fd00:9::2 dstport 4789 dev eth0");
        assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
        assertThat(lab.ping(red, "fd00:1::2", 20, "")).isEqualTo(20);
        assertThat(lab.iperf(red, blue, "fd00:1::2", "-t 1")).isGreaterThan(0.05);
        assertThat(lab.checksumErrors(red) + lab.checksumErrors(blue)).isZero();
    }

    @Test
    void onePortIsForAllPeersAndFlowEntriesSayWhich() {
        tunnel("vx0", "vxlan", "remote_ip=flow", "key=flow");
        kernel("id 77 remote 192.0.2.1 dstport 4789 dev eth0");
        flows(
                "in_port=1,actions=set_field:77->tun_id,set_field:192.0.2.2->tun_dst,output:2",
                "in_port=2,tun_id=77,tun_src=192.0.2.2,tun_dst=192.0.2.1,actions=output:1");
        assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
        flows(
                "in_port=1,actions=set_field:77->tun_id,set_field:192.0.2.2->tun_dst,output:2",
                "in_port=2,tun_id=78,actions=output:1");
        assertThat(lab.ping(red, "10.0.0.2", 3, "")).isZero();
        flows(
                "in_port=1,ip,actions=set_field:77->tun_id,set_field:192.0.2.2->tun_dst,ct(table=1)",
                "in_port=1,arp,actions=set_field:77->tun_id,set_field:192.0.2.2->tun_dst,output:2",
                "in_port=2,tun_id=77,ip,actions=ct(table=1)",
                "in_port=2,tun_id=77,arp,actions=output:1",
                "table=1,in_port=1,actions=output:2",
                "table=1,in_port=2,tun_src=192.0.2.2,actions=output:1");
        assertThat(lab.ping(red, "10.0.0.2", 20, "")).isEqualTo(20);
        assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1")).isGreaterThan(0.05);
    }

    @Test
    void jumboPackets() {
        tunnel("vx0", "vxlan", "remote_ip=192.0.2.2", "key=100");
        lab.run("ip link set u0 mtu 9000");
        lab.in(blue, "ip link set eth0 mtu 9000");
        lab.in(red, "ip link set eth0 mtu 8950");
        kernel("id 100 remote 192.0.2.1 dstport 4789 dev eth0");
        Lab.await("the switch knows the new MTU", () -> lab.ping(red, "10.0.0.2", 1, " -s 8900 -M do") == 1);
        assertThat(lab.ping(red, "10.0.0.2", 20, " -s 8900 -M do")).isEqualTo(20);
        assertThat(lab.ping(blue, "10.0.0.1", 20, " -s 8900 -M do")).isEqualTo(20);
        assertThat(lab.iperf(red, blue, "10.0.0.2", "-t 1")).isGreaterThan(0.05);
    }

    /** A frame as {@code blue} would send it. */
    private static byte[] frame(int tos) {
        return new FrameBuilder()
                .ethernet(RED, BLUE)
                .ipv4(0x0A00_0002, 0x0A00_0001)
                .tos(tos)
                .udp(1000, 2000)
                .payload(20)
                .build();
    }

    private static byte[] vxlan(int flags, int vni, byte[] frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) flags, 0, 0, 0, (byte) (vni >>> 16), (byte) (vni >>> 8), (byte) vni, 0});
        bytes.writeBytes(frame);
        return bytes.toByteArray();
    }

    private void send(String from, int port, int tos, byte[] datagram) {
        Lab.within(blue, () -> {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0))) {
                socket.setTrafficClass(tos);
                socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.getByName("192.0.2.1"), port));
            }
        });
    }

    private long taken() {
        return virtualSwitch.counters().totals("vx0").rxPackets();
    }

    @Test
    void whatIsForgedIsDroppedForAReason() {
        tunnel("vx0", "vxlan", "remote_ip=192.0.2.2", "key=100");
        tunnel("gn0", "geneve", "remote_ip=192.0.2.2", "key=100");
        lab.in(blue, "ip addr add 192.0.2.3/24 dev eth0");
        byte[] good = vxlan(0x08, 100, frame(0));
        send("192.0.2.2", 4789, 0, good);
        Lab.await("one is taken", () -> taken() == 1);
        send("192.0.2.2", 4789, 0, vxlan(0x08, 101, frame(0)));
        awaitDropped(DropReason.TUNNEL_KEY, 1);
        send("192.0.2.3", 4789, 0, good);
        awaitDropped(DropReason.TUNNEL_PEER, 1);
        send("192.0.2.2", 4789, 0, vxlan(0x0C, 100, frame(0)));
        send("192.0.2.2", 4789, 0, vxlan(0x00, 100, frame(0)));
        awaitDropped(DropReason.TUNNEL_FLAGS, 2);
        send("192.0.2.2", 4789, 0, new byte[] {8, 0, 0, 0, 0, 0, 100});
        awaitDropped(DropReason.TUNNEL_SHORT, 1);
        send("192.0.2.2", 4789, 0, vxlan(0x08, 100, new byte[13]));
        awaitDropped(DropReason.MALFORMED, 1);
        send("192.0.2.2", 6081, 0, new byte[] {0x40, 0, 0x65, 0x58, 0, 0, 100, 0});
        awaitDropped(DropReason.TUNNEL_VERSION, 1);
        send("192.0.2.2", 6081, 0, new byte[] {0, 0, 8, 0, 0, 0, 100, 0});
        awaitDropped(DropReason.TUNNEL_PROTOCOL, 1);
        send("192.0.2.2", 6081, 0, new byte[] {1, 0, 0x65, 0x58, 0, 0, 100, 0, 0, 1, 2, 1});
        awaitDropped(DropReason.TUNNEL_OPTIONS, 1);
        ByteArrayOutputStream critical = new ByteArrayOutputStream();
        critical.writeBytes(new byte[] {1, 0x40, 0x65, 0x58, 0, 0, 100, 0, 0, 1, (byte) 0x80, 0});
        critical.writeBytes(frame(0));
        send("192.0.2.2", 6081, 0, critical.toByteArray());
        awaitDropped(DropReason.TUNNEL_CRITICAL_OPTION, 1);
        assertThat(taken()).as("with the one too short for Ethernet").isEqualTo(2);
    }

    @Test
    void congestionOutsideIsToldInside() {
        tunnel("vx0", "vxlan", "remote_ip=192.0.2.2", "key=100");
        flows("in_port=2,ip,nw_ecn=3,actions=output:1", "in_port=2,ip,nw_ecn=1,actions=drop");
        send("192.0.2.2", 4789, 3, vxlan(0x08, 100, frame(2)));
        Lab.await(
                "a marked packet", () -> virtualSwitch.counters().totals("tred").txPackets() == 1);
        send("192.0.2.2", 4789, 3, vxlan(0x08, 100, frame(0)));
        awaitDropped(DropReason.TUNNEL_ECN, 1);
        send("192.0.2.2", 4789, 1, vxlan(0x08, 100, frame(2)));
        awaitDropped(DropReason.ACTION_DROP, 1);
        assertThat(virtualSwitch.counters().totals("tred").txPackets()).isEqualTo(1);
    }

    @Test
    void portsThatCannotBeToldApartAreRefused() {
        tunnel("vx0", "vxlan", "remote_ip=192.0.2.2", "key=100");
        tunnel("vx1", "vxlan", "remote_ip=192.0.2.2", "key=101");
        tunnel("vx2", "vxlan", "remote_ip=flow", "key=flow");
        assertThatThrownBy(() -> tunnel("vx3", "vxlan", "remote_ip=192.0.2.2", "key=0x64"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("remote_ip, local_ip and key of port vx0");
        assertThatThrownBy(() -> tunnel("gn0", "geneve", "remote_ip=192.0.2.2", "dst_port=4789"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a UDP port that no tunnel of another type has");
        assertThatThrownBy(() -> tunnel("vx3", "vxlan", "key=5"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("remote_ip");
        send("192.0.2.2", 4789, 0, vxlan(0x08, 101, frame(0)));
        Lab.await("vx1 has it", () -> virtualSwitch.counters().totals("vx1").rxPackets() == 1);
        send("192.0.2.2", 4789, 0, vxlan(0x08, 102, frame(0)));
        Lab.await("vx2 has it", () -> virtualSwitch.counters().totals("vx2").rxPackets() == 1);
        virtualSwitch.apply(config -> config.withBridge("br0", bridge -> bridge.without("vx0")));
        Lab.await("another port has the queue", () -> {
            send("192.0.2.2", 4789, 0, vxlan(0x08, 100, frame(0)));
            return virtualSwitch.counters().totals("vx2").rxPackets() > 1;
        });
    }
}
