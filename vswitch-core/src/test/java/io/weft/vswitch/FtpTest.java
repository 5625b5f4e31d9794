package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ct(alg=ftp)} and {@code ct(alg=tftp)}: client at p1, server at p2, data connections that only {@code +rel} lets through. */
final class FtpTest {
    private static final long CLIENT = 0x0a01_0101;
    private static final long SERVER = 0x0a01_0102;
    private static final long OUTSIDE = 0x0a01_01f0;
    private static final long VIRTUAL = 0x0a01_0140;

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    @BeforeEach
    void launch() {
        BridgeConfig bridge = BridgeConfig.of("br0").withFailMode(BridgeConfig.FailMode.SECURE);
        for (int i = 1; i <= 3; i++) {
            bridge = bridge.with(PortSettings.of("p" + i, "memory").withOfportRequest(i));
        }
        BridgeConfig whole = bridge;
        stepped.get().apply(config -> config.with(whole));
    }

    /** Control connections from p1 with a translation, or an empty text; what they announce, with the translation that follows from theirs. */
    private void flows(String protocol, String match, String helper, String translation) {
        String nat = translation.isEmpty() ? "" : ",nat";
        String first = translation.isEmpty() ? "" : ",nat(" + translation + ")";
        stepped.add(
                "br0",
                "table=0," + protocol + ",actions=ct(zone=1,table=1" + nat + ")",
                "table=1,priority=9," + protocol + ",in_port=1,ct_state=+new-rel," + match
                        + ",actions=ct(commit,zone=1,alg=" + helper + first
                        + ",exec(set_field:7->ct_mark),table=2)",
                "table=1," + protocol + ",ct_state=+new+rel,actions=ct(commit,zone=1" + nat + ",table=2)",
                "table=1," + protocol + ",ct_state=+est,ct_mark=7,actions=resubmit(,2)",
                "table=2," + protocol + ",in_port=1,ct_mark=7,actions=output:2",
                "table=2," + protocol + ",in_port=2,ct_mark=7,actions=output:1");
    }

    private TcpTalk control(long target) {
        TcpTalk talk = new TcpTalk(
                Wire.of(stepped),
                false,
                new TcpTalk.Side("p1", CLIENT, 4000, target, 21, 1000),
                new TcpTalk.Side("p2", SERVER, 21, 0, 0, 0x7FFF_FFF0));
        assertThat(talk.open()).isTrue();
        assertThat(talk.answer("220 ready\r\n")).isEqualTo("220 ready\r\n");
        assertThat(talk.say("USER x\r\n")).isEqualTo("USER x\r\n");
        assertThat(talk.answer("230 in\r\n")).isEqualTo("230 in\r\n");
        return talk;
    }

    /** From the server's port 20 to where it was told. */
    private TcpTalk active(long target, int port, int clientPort) {
        return new TcpTalk(
                Wire.of(stepped),
                false,
                new TcpTalk.Side("p2", SERVER, 20, target, port, 9000),
                new TcpTalk.Side("p1", CLIENT, clientPort, 0, 0, 1));
    }

    private TcpTalk passive(long target, int port, int serverPort) {
        return new TcpTalk(
                Wire.of(stepped),
                false,
                new TcpTalk.Side("p1", CLIENT, 4001, target, port, 9000),
                new TcpTalk.Side("p2", SERVER, serverPort, 0, 0, 1));
    }

    @Test
    void active() {
        flows("tcp", "tcp_dst=21", "ftp", "");
        TcpTalk control = control(SERVER);
        assertThat(active(CLIENT, 1025, 1025).open()).as("not announced").isFalse();
        assertThat(control.say("PORT 10,1,1,1,4,1\r\n")).isEqualTo("PORT 10,1,1,1,4,1\r\n");
        assertThat(active(CLIENT, 1026, 1026).open()).as("another port").isFalse();
        TcpTalk data = active(CLIENT, 1025, 1025);
        assertThat(data.open()).isTrue();
        assertThat(data.say("file")).isEqualTo("file");
        assertThat(data.close()).isTrue();
        assertThat(new TcpTalk(
                                Wire.of(stepped),
                                false,
                                new TcpTalk.Side("p2", SERVER, 2020, CLIENT, 1025, 9000),
                                new TcpTalk.Side("p1", CLIENT, 1025, 0, 0, 1))
                        .open())
                .as("announced once, met once")
                .isFalse();
    }

    @Test
    void passive() {
        flows("tcp", "tcp_dst=21", "ftp", "");
        TcpTalk control = control(SERVER);
        control.say("PASV\r\n");
        control.answer("227 Entering Passive Mode (10,1,1,2,117,48).\r\n");
        TcpTalk data = passive(SERVER, 30000, 30000);
        assertThat(data.open()).isTrue();
        assertThat(data.answer("file")).isEqualTo("file");
        control.say("EPSV\r\n");
        control.answer("229 Entering Extended Passive Mode (|||30001|)\r\n");
        assertThat(passive(SERVER, 30001, 30001).open()).isTrue();
    }

    @Test
    void announcementsOfOthersAreNone() {
        flows("tcp", "tcp_dst=21", "ftp", "");
        TcpTalk control = control(SERVER);
        control.say("PORT 10,1,1,9,4,1\r\n");
        control.answer("227 Entering Passive Mode (10,1,1,9,117,48).\r\n");
        assertThat(active(CLIENT, 1025, 1025).open()).isFalse();
        assertThat(passive(SERVER, 30000, 30000).open()).isFalse();
        control.say("PORT 10,1,1,1,4");
        control.say(",1\r\n");
        control.say("STOR PORT 10,1,1,1,4,1\r\n");
        assertThat(active(CLIENT, 1025, 1025).open()).as("no line of its own").isFalse();
    }

    @Test
    void activeFromBehindASourceNat() {
        flows("tcp", "tcp_dst=21", "ftp", "src=10.1.1.240");
        TcpTalk control = control(SERVER);
        assertThat(control.server.peer()).isEqualTo(OUTSIDE);
        assertThat(control.say("PORT 10,1,1,1,4,1\r\n")).isEqualTo("PORT 10,1,1,240,4,1\r\n");
        assertThat(control.answer("200 ok\r\n")).isEqualTo("200 ok\r\n");
        TcpTalk data = active(OUTSIDE, 1025, 1025);
        assertThat(data.open()).isTrue();
        assertThat(data.say("file")).isEqualTo("file");
        assertThat(control.say("EPRT |1|10.1.1.1|1026|\r\n")).isEqualTo("EPRT |1|10.1.1.240|1026|\r\n");
        assertThat(control.again(control.client)).isEqualTo("EPRT |1|10.1.1.240|1026|\r\n");
        assertThat(control.answer("200 ok\r\n")).isEqualTo("200 ok\r\n");
        assertThat(control.say("NOOP\r\n")).isEqualTo("NOOP\r\n");
        assertThat(control.answer("200 ok\r\n")).isEqualTo("200 ok\r\n");
        assertThat(active(OUTSIDE, 1026, 1026).open()).isTrue();
        assertThat(control.close()).isTrue();
    }

    @Test
    void twoClientsThatAnnounceOnePort() {
        flows("tcp", "tcp_dst=21", "ftp", "src=10.1.1.240");
        TcpTalk control = control(SERVER);
        TcpTalk other = new TcpTalk(
                Wire.of(stepped),
                false,
                new TcpTalk.Side("p1", CLIENT + 8, 4000, SERVER, 21, 1000),
                new TcpTalk.Side("p2", SERVER, 21, 0, 0, 5));
        assertThat(other.open()).isTrue();
        assertThat(control.say("PORT 10,1,1,1,4,1\r\n")).isEqualTo("PORT 10,1,1,240,4,1\r\n");
        assertThat(other.say("PORT 10,1,1,9,4,1\r\n")).isEqualTo("PORT 10,1,1,240,4,2\r\n");
        assertThat(other.again(other.client)).isEqualTo("PORT 10,1,1,240,4,2\r\n");
        TcpTalk data = new TcpTalk(
                Wire.of(stepped),
                false,
                new TcpTalk.Side("p2", SERVER, 20, OUTSIDE, 1026, 9000),
                new TcpTalk.Side("p1", CLIENT + 8, 1025, 0, 0, 1));
        assertThat(data.open()).isTrue();
        assertThat(active(OUTSIDE, 1025, 1025).open()).isTrue();
    }

    @Test
    void passiveFromBehindASourceNat() {
        flows("tcp", "tcp_dst=21", "ftp", "src=10.1.1.240");
        TcpTalk control = control(SERVER);
        assertThat(control.answer("227 Entering Passive Mode (10,1,1,2,117,48).\r\n"))
                .isEqualTo("227 Entering Passive Mode (10,1,1,2,117,48).\r\n");
        TcpTalk data = passive(SERVER, 30000, 30000);
        assertThat(data.open()).isTrue();
        assertThat(data.server.peer()).isEqualTo(OUTSIDE);
        assertThat(data.answer("file")).isEqualTo("file");
    }

    @Test
    void passiveToAVirtualServer() {
        flows("tcp", "tcp_dst=21", "ftp", "dst=10.1.1.2");
        TcpTalk control = control(VIRTUAL);
        assertThat(control.answer("227 Entering Passive Mode (10,1,1,2,117,48).\r\n"))
                .isEqualTo("227 Entering Passive Mode (10,1,1,64,117,48).\r\n");
        assertThat(control.say("LIST\r\n")).isEqualTo("LIST\r\n");
        assertThat(control.answer("150 coming\r\n")).isEqualTo("150 coming\r\n");
        TcpTalk data = passive(VIRTUAL, 30000, 30000);
        assertThat(data.open()).isTrue();
        assertThat(data.answer("file")).isEqualTo("file");
        assertThat(control.answer("229 Entering Extended Passive Mode (|||30001|)\r\n"))
                .isEqualTo("229 Entering Extended Passive Mode (|||30001|)\r\n");
        assertThat(passive(VIRTUAL, 30001, 30001).open()).isTrue();
    }

    @Test
    void activeToAVirtualServer() {
        flows("tcp", "tcp_dst=21", "ftp", "dst=10.1.1.2");
        TcpTalk control = control(VIRTUAL);
        assertThat(control.say("PORT 10,1,1,1,4,1\r\n")).isEqualTo("PORT 10,1,1,1,4,1\r\n");
        TcpTalk data = active(CLIENT, 1025, 1025);
        assertThat(data.open()).isTrue();
        assertThat(data.server.peer()).as("who the client talks to").isEqualTo(VIRTUAL);
        assertThat(data.say("file")).isEqualTo("file");
    }

    @Test
    void overIpv6() {
        flows("tcp6", "tcp_dst=21", "ftp", "src=fc00::240");
        TcpTalk control = new TcpTalk(
                Wire.of(stepped),
                true,
                new TcpTalk.Side("p1", 1, 4000, 2, 21, 1000),
                new TcpTalk.Side("p2", 2, 21, 0, 0, 5));
        assertThat(control.open()).isTrue();
        assertThat(control.answer("220 ready\r\n")).isNotNull();
        assertThat(control.say("EPRT |2|fc00::1|1025|\r\n")).isEqualTo("EPRT |2|fc00:0:0:0:0:0:0:240|1025|\r\n");
        assertThat(control.answer("200 ok\r\n")).isEqualTo("200 ok\r\n");
        assertThat(control.say("NOOP\r\n")).isEqualTo("NOOP\r\n");
        TcpTalk data = new TcpTalk(
                Wire.of(stepped),
                true,
                new TcpTalk.Side("p2", 2, 20, 0x240, 1025, 9000),
                new TcpTalk.Side("p1", 1, 1025, 0, 0, 1));
        assertThat(data.open()).isTrue();
    }

    @Test
    void theEndOfTheOneIsTheEndOfWhatItAnnounced() {
        flows("tcp", "tcp_dst=21", "ftp", "");
        control(SERVER).say("PORT 10,1,1,1,4,1\r\n");
        stepped.clock().advanceMs(301_000);
        assertThat(active(CLIENT, 1025, 1025).open()).isFalse();
    }

    private static byte[] request(long from, int port, long to, int toPort) {
        byte[] frame = NatFrames.udp((int) from, port, (int) to, toPort);
        NatFrames.putWord(frame, 42, 1);
        return NatFrames.finish(frame);
    }

    private String arrives(String port, byte[] frame, String at) {
        stepped.send(port, frame);
        byte[] sent = stepped.port(at).poll();
        return sent == null ? "nothing" : NatFrames.text(sent);
    }

    @Test
    void tftp() {
        flows("udp", "udp_dst=69", "tftp", "src=10.1.1.240:5000");
        assertThat(arrives("p1", request(CLIENT, 2000, SERVER, 69), "p2")).isEqualTo("udp 10.1.1.240:5000>10.1.1.2:69");
        assertThat(arrives("p2", NatFrames.udp((int) SERVER, 7777, (int) OUTSIDE, 5001), "p1"))
                .isEqualTo("nothing");
        assertThat(arrives("p2", NatFrames.udp((int) SERVER, 7777, (int) OUTSIDE, 5000), "p1"))
                .isEqualTo("udp 10.1.1.2:7777>10.1.1.1:2000");
        assertThat(arrives("p1", NatFrames.udp((int) CLIENT, 2000, (int) SERVER, 7777), "p2"))
                .isEqualTo("udp 10.1.1.240:5000>10.1.1.2:7777");
    }
}
