package io.weft.cli.appctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code weft appctl} against a served switch. */
class AppctlVerbTest {
    private static ServedVerbs served;

    @BeforeAll
    static void serve() {
        served = new ServedVerbs();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    @BeforeEach
    void forget() {
        served.fake.commands.clear();
        served.fake.frames.clear();
    }

    private static Answer appctl(String... arguments) {
        return served.run("appctl", arguments);
    }

    @Test
    void macTable() {
        assertThat(appctl("fdb/show", "br0").out()).isEqualTo("""
                         port  VLAN  MAC                Age
                            1     0  50:54:00:00:00:05    7
                        LOCAL    10  50:54:00:00:00:06  static
                        """);
        assertThat(appctl("fdb/stats-show", "br0").out())
                .contains("  Current/maximum MAC entries in the table: 2/8192\n");
        assertThat(appctl("fdb/flush", "br0").out()).isEqualTo("table successfully flushed\n");
        appctl("fdb/add", "br0", "p1", "10", "50:54:00:00:00:05");
        appctl("fdb/del", "br0", "10", "50:54:00:00:00:05");
        assertThat(served.fake.commands)
                .containsExactly("flush br0 ", "add br0 p1 10 505400000005", "del br0 10 505400000005");
        assertThat(appctl("fdb/add", "br0", "p1", "4096", "50:54:00:00:00:05").status())
                .isEqualTo(2);
        assertThat(appctl("fdb/add", "br0", "p1", "1", "50:54").err()).contains("allowed: xx:xx:xx:xx:xx:xx");
    }

    @Test
    void datapath() {
        assertThat(appctl("dpctl/dump-flows").out()).isEqualTo("""
                        recirc_id(0),in_port(1),eth_type(0x0800), packets:3, bytes:180, used:never, actions:2
                        recirc_id(0),in_port(2), packets:1, bytes:60, used:0.512s, actions:drop
                        """);
        assertThat(appctl("dpif-netdev/pmd-perf-show").out())
                .containsPattern("Rx packets: +2000 {2}\\(1 Kpps, 0 cycles/pkt\\)")
                .containsPattern("- Upcalls: +100 {2}\\( {2}5.0 %, 2.5 us/upcall\\)")
                .containsPattern(" 1 - {2}8 +1 {2}\\( 25.0 %\\) \\*{10}\n {4} 9 - 16 +3 {2}\\( 75.0 %\\) \\*{30}\n");
        assertThat(appctl("dpif-netdev/pmd-perf-show", "-nh", "-it", "5", "-pmd", "0")
                        .out())
                .contains("Rx batches:")
                .doesNotContain("Histogram");
        for (String command : List.of("pmd-rxq-show", "pmd-sleep-show", "pmd-rxq-rebalance", "pmd-pauses")) {
            assertThat(appctl("dpif-netdev/" + command).err()).doesNotContain("takes");
        }
        assertThat(appctl("dpif-netdev/pmd-rxq-show", "-pmd", "0").err()).doesNotContain("takes");
        assertThat(appctl("dpif-netdev/pmd-perf-show", "-pmd", "x").status()).isEqualTo(2);
        assertThat(appctl("dpif-netdev/pmd-stats-show").out()).contains("  smc hits: 1500\n", "  megaflow hits: 400\n");
        assertThat(appctl("coverage/show").out())
                .contains("netdev_received            2.4/sec     0.200/sec        0.0033/sec   total: 12\n")
                .contains("no_match                 total: 5   (no flow matched)\n")
                .endsWith("2 events never hit\n");
        assertThat(appctl("coverage/read-counter", "no_match").out()).isEqualTo("5\n");
    }

    @Test
    void answersAsJson() {
        assertThat(appctl("--format", "json", "netdev-dummy/set-admin-state", "p1", "up")
                        .out())
                .isEqualTo("{\"reply\":\"OK\\n\",\"reply-format\":\"plain\"}\n");
        assertThat(appctl("--format=json", "--pretty", "netdev-dummy/set-admin-state", "p1", "up")
                        .out())
                .isEqualTo("{\n  \"reply\": \"OK\\n\",\n  \"reply-format\": \"plain\"\n}\n");
        assertThat(appctl("--format=json", "dpctl/dump-flows").out()).startsWith("[{\"pmd\":");
        assertThat(appctl("--format=xml", "dpctl/dump-flows").status()).isEqualTo(2);
    }

    @Test
    void anOfctlInTheBackgroundIsNotTheSwitch() {
        assertThat(appctl("-t", "ovs-ofctl", "exit").err()).contains("no ofctl in the background");
        assertThat(appctl("-t", "ovs-ofctl", "version").status()).isEqualTo(2);
        assertThat(served.fake.commands).isEmpty();
    }

    @Test
    void trace() {
        assertThat(appctl("ofproto/trace", "br0", "in_port=1,ip", "-generate").out())
                .isEqualTo("Datapath actions: 2\n");
        Answer json = appctl("--json", "ofproto/trace", "br0", "in_port=1");
        assertThat(json.err()).isEmpty();
        assertThat(json.out()).contains("\"datapath_actions\": \"2\"");
        Answer wrong = appctl("ofproto/trace", "br0", "in_prt=1");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).endsWith("\n  in_prt=1\n  ^^^^^^\n");
    }

    @Test
    void framesAsTheDatapathNamesThem() {
        String flow = "in_port(7),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:06),eth_type(0x0800),"
                + "ipv4(src=10.0.0.1,dst=10.0.0.2,proto=17,tos=0,ttl=64,frag=no),udp(src=1,dst=2)";
        Answer answer = appctl("netdev-dummy/receive", "p1", flow, flow, "--len", "60");
        assertThat(answer.err()).isEmpty();
        assertThat(served.fake.frames).hasSize(2);
        assertThat(served.fake.frames.get(0)).startsWith(0x50, 0x54, 0, 0, 0, 6, 0x50, 0x54, 0, 0, 0, 5, 8, 0, 0x45);
        assertThat(served.fake.frames.get(1)).hasSize(60);
        assertThat(appctl("netdev-dummy/receive", "p1", "eth(srcc=1)").err()).contains("^^^^^^");
    }

    @Test
    void megaflows() {
        assertThat(appctl("dpctl/dump-flows").out())
                .startsWith("recirc_id(0),in_port(1),eth_type(0x0800), packets:3, bytes:180, used:never, actions:2\n");
        assertThat(appctl("dpctl/dump-flows", "-m").out())
                .startsWith("ufid:28a64040-ebd5-4a04-a0e1-702aa4bc458f, recirc_id(0),in_port(1)")
                .contains("used:0.512s, dp:ovs, actions:drop\n");
        assertThat(appctl("dpctl/dump-flows", "netdev@ovs-netdev", "filter=in_port(2)")
                        .out())
                .startsWith("recirc_id(0),in_port(2), ")
                .hasLineCount(1);
        assertThat(appctl("dpctl/dump-flows", "sideways").status()).isEqualTo(2);
    }

    @Test
    void framesArriveInOrder() {
        Answer answer = appctl(
                "netdev-dummy/receive",
                "p1",
                "ffffffffffff0000000000010800",
                "0001",
                "eth_src=50:54:00:00:00:05,eth_dst=50:54:00:00:00:06,ip,nw_src=10.0.0.1",
                "--len",
                "60");
        assertThat(answer.err()).isEmpty();
        assertThat(answer.status()).isZero();
        assertThat(served.fake.frames).hasSize(3);
        assertThat(served.fake.frames.get(1)).containsExactly(0, 1);
        assertThat(served.fake.frames.get(2)).hasSize(60).startsWith(0x50, 0x54, 0, 0, 0, 6);
    }

    @Test
    void framesThatAreNone() {
        assertThat(appctl("netdev-dummy/receive", "p1", "ffxx").err())
                .contains("a packet is written in hexadecimal; \"x\" at digit 3 of \"ffxx\" is none");
        assertThat(appctl("netdev-dummy/receive", "p1", "fff").status()).isEqualTo(2);
        assertThat(appctl("netdev-dummy/receive", "p1", "nw_srcc=1.2.3.4").err())
                .contains("^^^^^^^");
        String[] many = new String[34];
        java.util.Arrays.fill(many, "00");
        many[0] = "netdev-dummy/receive";
        many[1] = "p1";
        assertThat(appctl(many).status()).isZero();
        assertThat(served.fake.frames).hasSize(32);
    }

    @Test
    void whatTheSwitchRuns() {
        assertThat(appctl("time/warp", "100").out()).isEqualTo("warped\n");
        assertThat(appctl("-t", "ovs-vswitchd", "netdev-dummy/set-admin-state", "p1", "down")
                        .out())
                .isEqualTo("OK\n");
        assertThat(served.fake.commands).containsExactly("time/warp 100", "netdev-dummy/set-admin-state p1 down");
        assertThat(appctl("list-commands").out())
                .startsWith("The available commands are:\n")
                .contains("  memory/show\n");
        assertThat(appctl("version").out()).isEqualTo("weft switchd 0.1.0 (pid 4711, up 3 s, Java 25.0.3)\n");
        Answer unknown = appctl("fdb/shw", "br0");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean \"fdb/show\"?");
    }
}
