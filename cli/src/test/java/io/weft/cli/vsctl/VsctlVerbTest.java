package io.weft.cli.vsctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.PortSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code weft vsctl} against a served switch. */
class VsctlVerbTest {
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
        served.fake.operations.clear();
    }

    private static Answer vsctl(String... arguments) {
        return served.run("vsctl", arguments);
    }

    private static void assertDone(Answer answer) {
        assertThat(answer.err()).isEmpty();
        assertThat(answer.status()).isZero();
    }

    @Test
    void oneLineIsOneTransaction() {
        assertDone(vsctl(
                "--may-exist",
                "add-br",
                "br1",
                "--",
                "--may-exist",
                "add-port",
                "br1",
                "p9",
                "tag=10",
                "trunks=10,20",
                "vlan_mode=access",
                "other_config:x=1,2",
                "--",
                "set",
                "interface",
                "p9",
                "type=dummy",
                "options:tx_pcap=/tmp/x.pcap",
                "ofport_request=9"));
        PortSpec port = new PortSpec("p9", OptionalInt.of(10), List.of(10, 20), "access", "", Map.of(), 0, 0, Map.of());
        assertThat(served.fake.operations)
                .containsExactly(
                        new Operation.AddBridge("br1", true),
                        new Operation.AddPort("br1", port, true),
                        new Operation.SetColumn("Port", "p9", "other_config", "x", ColumnArgument.of("1,2")),
                        new Operation.SetColumn("interface", "p9", "type", "", ColumnArgument.of("dummy")),
                        new Operation.SetColumn(
                                "interface", "p9", "options", "tx_pcap", ColumnArgument.of("/tmp/x.pcap")),
                        new Operation.SetColumn("interface", "p9", "ofport_request", "", ColumnArgument.of("9")));
    }

    @Test
    void removing() {
        assertDone(vsctl(
                "--if-exists", "del-port", "p1", "--", "del-port", "br0", "p2", "--", "--if-exists", "del-br", "br0"));
        assertThat(served.fake.operations)
                .containsExactly(
                        new Operation.DeletePort("", "p1", true),
                        new Operation.DeletePort("br0", "p2", false),
                        new Operation.DeleteBridge("br0", true));
    }

    @Test
    void columnsOfRecords() {
        assertDone(vsctl(
                "add",
                "Port",
                "p1",
                "trunks",
                "1",
                "2",
                "--",
                "remove",
                "Interface",
                "p1",
                "external_ids",
                "b",
                "--",
                "clear",
                "Port",
                "p1",
                "tag",
                "trunks",
                "--",
                "--if-exists",
                "set",
                "Interface",
                "gone",
                "type=tap"));
        assertThat(served.fake.operations)
                .containsExactly(
                        new Operation.AddToColumn("Port", "p1", "trunks", ColumnArgument.of("1", "2")),
                        new Operation.RemoveFromColumn("Interface", "p1", "external_ids", ColumnArgument.of("b")),
                        new Operation.ClearColumn("Port", "p1", "tag"),
                        new Operation.ClearColumn("Port", "p1", "trunks"));
    }

    @Test
    void namesAndQuestions() {
        assertThat(vsctl("list-br").out()).isEqualTo("br0\n");
        assertThat(vsctl("list-ports", "br0").out()).isEqualTo("p1\np2\n");
        assertThat(vsctl("list-ifaces", "br0").out()).isEqualTo("p1\np2\n");
        assertThat(vsctl("port-to-br", "p1").out()).isEqualTo("br0\n");
        assertThat(vsctl("iface-to-br", "p2").out()).isEqualTo("br0\n");
        assertThat(vsctl("--json", "list-br").out()).isEqualTo("[\n  \"br0\"\n]\n");
        assertThat(vsctl("br-exists", "br0").status()).isZero();
        assertThat(vsctl("br-exists", "br1")).isEqualTo(new Answer(2, "", ""));
        assertDone(vsctl("init"));
    }

    @Test
    void getPrintsAsOvs() {
        assertThat(vsctl("get", "Interface", "p1", "ofport", "name", "statistics:rx_packets", "external_ids", "error")
                        .out())
                .isEqualTo("1\np1\n3\n{b=\"2x\", iface-id=\"vm 1\"}\n[]\n");
        assertThat(vsctl("--if-exists", "get", "Interface", "p1", "external_ids:none")
                        .out())
                .isEqualTo("\n");
        Answer missing = vsctl("get", "Interface", "p1", "external_ids:none");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err())
                .isEqualTo("weft: vsctl get: no key \"none\" in Interface record \"p1\" column external_ids\n");
        assertThat(vsctl("get", "Interface", "p1", "ofprt").err())
                .isEqualTo(
                        "weft: vsctl get: Interface does not contain a column whose name matches \"ofprt\" (did you mean \"ofport\"?)\n");
    }

    @Test
    void listAndFind() {
        assertThat(vsctl("--columns=name,ofport", "list", "Interface").out()).isEqualTo("""
                        name                : p1
                        ofport              : 1

                        name                : p2
                        ofport              : 2
                        """);
        assertThat(vsctl(
                                "--format=csv",
                                "--no-headings",
                                "--columns=name,external_ids",
                                "find",
                                "Interface",
                                "ofport>1")
                        .out())
                .isEqualTo("p2,\"{b=\"\"2x\"\", iface-id=\"\"vm 1\"\"}\"\n");
        assertThat(vsctl("--bare", "--columns=name", "find", "Interface", "external_ids:iface-id=\"vm 1\"", "name=p1")
                        .out())
                .isEqualTo("p1\n");
        assertThat(vsctl("-f", "table", "--columns=name,ofport", "list", "Interface", "p1")
                        .out())
                .isEqualTo("name ofport\n---- ------\np1   1     \n");
        assertThat(vsctl("--format=json", "--columns=name,external_ids", "list", "Interface", "p1")
                        .out())
                .isEqualTo("{\"data\":[[\"p1\",[\"map\",[[\"b\",\"2x\"],[\"iface-id\",\"vm 1\"]]]]],"
                        + "\"headings\":[\"name\",\"external_ids\"]}\n");
    }

    @Test
    void showIsTheTreeWithAStatusLine() {
        assertThat(vsctl("show").out()).isEqualTo("""
                        0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0
                            Bridge br0
                                Port br0
                                    Interface br0
                                        type: internal
                                        status: up, port 65534, xdp-mode=native
                                Port p1
                                    tag: 10
                                    vlan_mode: access
                                    Interface p1
                                        type: dummy
                                        options: {tx_pcap="/tmp/a b"}
                                        status: up, port 1, xdp-mode=native
                                Port p2
                                    trunks: [10, 20]
                                    Interface p2
                                        status: link down, port 2
                                        error: "device p2 is absent; waiting for it"
                            ovs_version: "0.1.0"
                        """);
        assertThat(vsctl("--json", "show").out()).contains("\"name\": \"p1\"", "\"tag\": 10");
    }

    @Test
    void refusalsNameTheCommandThatIsRefused() {
        Answer answer = vsctl("add-port", "br0", "p9", "--", "set", "Port", "p9", "taag=5");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .isEqualTo("weft: vsctl set: table Port has no column \"taag\" (did you mean \"tag\"?)\n");
        assertThat(served.fake.operations).isEmpty();
    }

    @Test
    void whatWaitsIsSaidAndIsNoFailure() {
        Answer answer = vsctl("add-port", "br0", "eth7");
        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEqualTo("weft: vsctl add-port: device eth7 is absent; waiting for it\n");
    }

    @Test
    void wrongLinesAreUsage() {
        assertThat(vsctl("add-br").status()).isEqualTo(2);
        assertThat(vsctl("add-br", "a", "b").err()).contains("add-br takes BRIDGE; got a b");
        assertThat(vsctl("add-brr", "a").err()).contains("unknown command \"add-brr\" (did you mean \"add-br\"?)");
        assertThat(vsctl("--if-exists", "add-br", "a").err()).contains("add-br does not take --if-exists");
        assertThat(vsctl("add-port", "br0", "p", "tag=4096").err()).contains("allowed: 0 to 4095");
        assertThat(vsctl("set", "Port", "p1", "tag").status()).isEqualTo(2);
        assertThat(served.fake.operations).isEmpty();
    }
}
