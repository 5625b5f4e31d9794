package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.oracle.OpenVSwitch;
import io.weft.vswitch.track.CtState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Translated packets are the same here and from a real Open vSwitch, byte for byte, and so is their {@code ct_state}, which flows write into the source MAC:
 * requests, answers, errors. Both clocks stand still, so that no connection expires. Ranges leave no choice here, since what is chosen of them is everybody's own.
 */
final class NatAgainstOpenVSwitchTest {
    private static final int PACKETS = 150;
    private static final int INVALID = CtState.TRK | CtState.INV;
    private static final int NEW = CtState.TRK | CtState.NEW;
    private static final int OUTSIDE = 0x0a01_01f0;
    private static final int ONE_PORT = 0x0a01_01f1;

    private static final String TELL =
            "move:NXM_NX_CT_STATE[0..7]->NXM_OF_ETH_SRC[0..7],move:NXM_NX_CT_ZONE[0..7]->NXM_OF_ETH_SRC[8..15],";

    private static final List<String> FLOWS = List.of(
            "table=0,in_port=1,ip,nw_dst=10.2.0.1,actions=ct(commit,zone=1,nat(src=10.1.1.240),table=1)",
            "table=0,in_port=1,ip,nw_dst=10.2.0.2,actions=ct(commit,zone=2,nat(dst=10.2.9.9),table=1)",
            "table=0,in_port=1,ip,nw_dst=10.2.0.3,actions=ct(commit,zone=3,nat(src=10.1.1.241:5000),table=1)",
            "table=0,in_port=1,ip,nw_dst=10.2.0.4,actions=ct(commit,zone=4,nat(dst=10.2.9.8:80),table=1)",
            "table=0,in_port=1,ip,nw_dst=10.2.0.5,actions=ct(commit,zone=5,nat(src=0.0.0.0),table=1)",
            "table=0,in_port=2,ip,nw_dst=10.1.1.240,actions=ct(zone=1,nat,table=1)",
            "table=0,in_port=2,ip,nw_dst=10.1.1.241,actions=ct(zone=3,nat,table=1)",
            "table=0,priority=9,in_port=2,ip,nw_src=10.2.9.9,actions=ct(zone=2,nat,table=1)",
            "table=0,priority=9,in_port=2,ip,nw_src=10.2.9.8,actions=ct(zone=4,nat,table=1)",
            "table=0,priority=9,in_port=2,ip,nw_src=10.2.0.5,actions=ct(zone=5,nat,table=1)",
            "table=1,ip,ct_state=-new,actions=" + TELL + "output:3",
            "table=1,ip,ct_state=+new,actions=" + TELL + "output:3");

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    @TempDir
    private Path directory;

    @BeforeEach
    void launch() {
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= 3; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory").withOfportRequest(i));
        }
        BridgeConfig whole = bridge;
        stepped.get().apply(config -> config.with(whole));
    }

    private OpenVSwitch peer(List<String> flows) throws IOException {
        String absence = OpenVSwitch.absence();
        Assumptions.assumeTrue(absence == null, absence);
        OpenVSwitch peer = OpenVSwitch.start(directory);
        peer.vsctl("add-br", "br0", "--", "set", "bridge", "br0", "datapath_type=dummy", "fail-mode=secure");
        peer.appctl("time/stop");
        for (int i = 1; i <= 3; i++) {
            String name = "p" + i;
            String pcap = "options:tx_pcap=" + directory.resolve(name + ".pcap");
            peer.vsctl(
                    "add-port", "br0", name, "--", "set", "interface", name, "type=dummy", "ofport_request=" + i, pcap);
        }
        peer.run("ovs-ofctl", "add-flows", "unix:" + directory.resolve("br0.mgmt"), peer.lines("flows", flows));
        stepped.add("br0", flows.toArray(String[]::new));
        return peer;
    }

    @Test
    void samePackets() throws IOException {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("NatAgainstOpenVSwitchTest: -Dweft.seed=" + seed);
        Random random = new Random(seed);
        try (OpenVSwitch peer = peer(FLOWS)) {
            Wire here = Wire.of(stepped);
            Wire there = Wire.of(peer, directory);
            List<byte[]> translated = new ArrayList<>();
            for (int i = 0; i < PACKETS; i++) {
                String story = "seed " + seed + ", packet " + i + ": ";
                boolean isRequest = translated.isEmpty() || random.nextInt(3) == 0;
                byte[] frame = isRequest
                        ? request(random)
                        : response(random, translated.get(random.nextInt(translated.size())));
                String port = isRequest ? "p1" : "p2";
                here.send(port, frame);
                there.send(port, frame);
                byte[] expected = there.poll("p3");
                byte[] found = here.poll("p3");
                story += NatFrames.text(frame);
                if (found != null && found[11] == INVALID && expected != null && expected[11] == NEW) {
                    assertThat(isExhausted(frame)).as(story).isTrue();
                    continue;
                }
                assertThat(text(found)).as(story).isEqualTo(text(expected));
                assertThat(found).as(story).isEqualTo(expected);
                if (isRequest && found != null && (found[11] & 0x10) == 0) {
                    translated.add(found);
                }
            }
        }
    }

    /** A range that may be used up; ADR 20 says why such packets are invalid here. */
    private static boolean isExhausted(byte[] frame) {
        return integer(frame, 30) == 0x0a02_0003;
    }

    private static String text(byte[] frame) {
        return frame == null
                ? "nothing"
                : NatFrames.text(frame) + String.format(", state %#x, zone %d", frame[11], frame[10]);
    }

    private static byte[] request(Random random) {
        int client = random.nextInt(3);
        int from = 0x0a01_0101 + client;
        int to = 0x0a02_0001 + random.nextInt(5);
        int port = 1000 + 100 * client + random.nextInt(4);
        return random.nextInt(3) == 0 ? NatFrames.echo(from, to, false, port) : NatFrames.udp(from, port, to, 53);
    }

    /** An answer, an error, or something that nobody asked for. */
    private static byte[] response(Random random, byte[] request) {
        int from = integer(request, 30);
        int to = integer(request, 26);
        boolean isEcho = request[23] == 1;
        int port = NatFrames.word(request, isEcho ? 38 : 34);
        return switch (random.nextInt(6)) {
            case 0 -> NatFrames.unreachable(0x0a02_00fe, to, request, 8 + random.nextInt(20));
            case 1 -> NatFrames.unreachable(from, to, request, 8 + random.nextInt(20));
            case 2 -> NatFrames.udp(from, 53, random.nextBoolean() ? OUTSIDE : ONE_PORT, 7000 + random.nextInt(2));
            default ->
                isEcho
                        ? NatFrames.echo(from, to, true, port)
                        : NatFrames.udp(from, NatFrames.word(request, 36), to, port);
        };
    }

    private static int integer(byte[] frame, int at) {
        return NatFrames.word(frame, at) << 16 | NatFrames.word(frame, at + 2);
    }

    private static List<String> ftpFlows(String translation) {
        return List.of(
                "table=0,tcp,actions=ct(zone=1,table=1,nat)",
                "table=1,priority=9,tcp,in_port=1,ct_state=+new-rel,tcp_dst=21,actions=ct(commit,zone=1,alg=ftp,nat("
                        + translation + "),table=2)",
                "table=1,tcp,ct_state=+new+rel,actions=ct(commit,zone=1,nat,table=2)",
                "table=1,tcp,ct_state=+est,actions=resubmit(,2)",
                "table=2,tcp,in_port=1,actions=output:2",
                "table=2,tcp,in_port=2,actions=output:1");
    }

    /** Open vSwitch leaves the text as it is, since packets of dummy devices have no room for a longer one. */
    private static void say(List<String> told, String got) {
        told.add(got == null ? "nothing" : got.contains("10,1,1,") ? "announced" : got.strip());
    }

    /** A control connection, what it announces and what comes of that: the same words at both ends. */
    private static List<String> ftp(Wire wire, long target) {
        TcpTalk control = new TcpTalk(
                wire,
                false,
                new TcpTalk.Side("p1", 0x0a01_0101, 4000, target, 21, 1000),
                new TcpTalk.Side("p2", 0x0a01_0102, 21, 0, 0, 0x7FFF_FFF0));
        List<String> told = new ArrayList<>();
        told.add("open " + control.open());
        say(told, control.answer("220 ready\r\n"));
        say(told, control.say("USER x\r\n"));
        say(told, control.answer("230 in\r\n"));
        say(told, control.say("PORT 10,1,1,1,4,1\r\n"));
        say(told, control.answer("200 ok\r\n"));
        say(told, control.say("NOOP\r\n"));
        say(told, control.answer("200 ok\r\n"));
        TcpTalk active = new TcpTalk(
                wire,
                false,
                new TcpTalk.Side("p2", 0x0a01_0102, 20, control.server.peer(), 1025, 9000),
                new TcpTalk.Side("p1", 0x0a01_0101, 1025, 0, 0, 1));
        told.add("active " + active.open() + " from " + Long.toHexString(active.server.peer()));
        say(told, active.say("file"));
        say(told, control.say("PASV\r\n"));
        say(told, control.answer("227 Entering Passive Mode (10,1,1,2,117,48).\r\n"));
        say(told, control.say("NOOP\r\n"));
        say(told, control.answer("200 ok\r\n"));
        TcpTalk passive = new TcpTalk(
                wire,
                false,
                new TcpTalk.Side("p1", 0x0a01_0101, 4001, target, 30000, 9000),
                new TcpTalk.Side("p2", 0x0a01_0102, 30000, 0, 0, 1));
        told.add("passive " + passive.open() + " from " + Long.toHexString(passive.server.peer()));
        say(told, passive.answer("file"));
        return told;
    }

    @Test
    void sameFtpBehindASource() throws IOException {
        try (OpenVSwitch peer = peer(ftpFlows("src=10.1.1.240"))) {
            assertThat(ftp(Wire.of(stepped), 0x0a01_0102)).isEqualTo(ftp(Wire.of(peer, directory), 0x0a01_0102));
        }
    }

    @Test
    void sameFtpToAVirtualServer() throws IOException {
        try (OpenVSwitch peer = peer(ftpFlows("dst=10.1.1.2"))) {
            assertThat(ftp(Wire.of(stepped), 0x0a01_0140)).isEqualTo(ftp(Wire.of(peer, directory), 0x0a01_0140));
        }
    }
}
