package io.weft.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.Operation.AddBridge;
import io.weft.northbound.control.Operation.AddPort;
import io.weft.northbound.control.Operation.AddToColumn;
import io.weft.northbound.control.Operation.ClearColumn;
import io.weft.northbound.control.Operation.CreateRecord;
import io.weft.northbound.control.Operation.DeletePort;
import io.weft.northbound.control.Operation.DestroyRecord;
import io.weft.northbound.control.Operation.NameRecord;
import io.weft.northbound.control.Operation.RemoveFromColumn;
import io.weft.northbound.control.Operation.SetColumn;
import io.weft.northbound.control.PortSpec;
import io.weft.vswitch.conductor.ControllerConfig;
import io.weft.vswitch.conductor.MirrorConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.conductor.SwitchConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records in transactions; what is refused is worded as ovs-vsctl of Open vSwitch 3.1 words it. */
class RowTransactionTest {
    private Rows rows = Rows.fresh();
    private RowTransaction last;

    RowTransactionTest() {
        apply(new AddBridge("br0", false), port("br0", "p1"), port("br0", "p2"), port("br0", "p3"));
    }

    private static Operation port(String bridge, String name) {
        return new AddPort(bridge, PortSpec.of(name, "dummy"), false);
    }

    private static Operation set(String table, String record, String column, String... atoms) {
        return new SetColumn(table, record, column, "", ColumnArgument.of(atoms));
    }

    private void apply(Operation... operations) {
        last = new RowTransaction(rows);
        rows = last.apply(List.of(operations));
    }

    private String refusal(Operation... operations) {
        return refused(operations).getMessage();
    }

    private ControlException refused(Operation... operations) {
        Rows before = rows;
        String text = StoredRows.write(before);
        ControlException refused =
                catchThrowableOfType(ControlException.class, () -> new RowTransaction(rows).apply(List.of(operations)));
        assertThat(StoredRows.write(before)).isEqualTo(text);
        return refused;
    }

    private String warning(String table, String record, String key, String value) {
        apply(new SetColumn(table, record, "other_config", key, ColumnArgument.of(value)));
        return last.results().getFirst().warning();
    }

    @Test
    void keysWithoutEffectAreKeptAndToldOf() {
        assertThat(warning("Bridge", "br0", "forward-bpdu", "true"))
                .isEqualTo("other_config:forward-bpdu of table Bridge: kept, but this switch does not act on it yet");
        assertThat(warning("Bridge", "br0", "forward-bpdu", "true")).isEmpty();
        assertThat(warning("Bridge", "br0", "hwaddr", "02:00:00:00:00:01")).isEmpty();
        assertThat(warning("Bridge", "br0", "mac-aging-time", "60")).isEmpty();
        assertThat(warning("Bridge", "br0", "my-own", "1")).isEmpty();
        assertThat(warning("Port", "p1", "priority-tags", "always"))
                .contains("other_config:priority-tags of table Port");
        assertThat(warning("Open_vSwitch", ".", "vlan-limit", "1")).isEmpty();
        assertThat(find("Bridge", "br0").get("other_config").entries()).containsKeys("forward-bpdu", "my-own");
    }

    private SwitchConfig config() {
        return SwitchRows.config(rows);
    }

    private List<MirrorConfig> mirrors() {
        return config().bridge("br0").orElseThrow().mirrors();
    }

    private Row find(String table, String name) {
        return rows.find(Schema.table(table), name);
    }

    private void mirror() {
        apply(
                new NameRecord("port", "p3", "@out"),
                new NameRecord("Port", "p1", "@in"),
                new CreateRecord("mirror", "@m"),
                set("mirror", "@m", "name", "m0"),
                set("mirror", "@m", "select-src-port", "@in"),
                set("mirror", "@m", "output_port", "@out"),
                set("mirror", "@m", "select_vlan", "20", "3"),
                set("bridge", "br0", "mirrors", "@m"));
    }

    @Test
    void recordsReferToEachOtherWithinATransaction() {
        mirror();
        assertThat(mirrors())
                .containsExactly(new MirrorConfig(
                        find("Mirror", "m0").uuid(),
                        "m0",
                        false,
                        List.of("p1"),
                        List.of(),
                        List.of(3, 20),
                        "p3",
                        0,
                        0));
        assertThat(last.results().get(2).record())
                .isEqualTo(find("Mirror", "m0").uuid());
    }

    @Test
    void aReferenceMayStandBeforeItsRecord() {
        apply(set("Bridge", "br0", "mirrors", "@m"), new CreateRecord("Mirror", "@m"));
        assertThat(mirrors()).hasSize(1);
    }

    @Test
    void weakReferencesVanishWithTheirRecord() {
        mirror();
        apply(new DeletePort("br0", "p1", false), new DeletePort("", "p3", false));
        assertThat(mirrors()).singleElement().satisfies(mirror -> {
            assertThat(mirror.selectSrcPorts()).isEmpty();
            assertThat(mirror.outputPort()).isEmpty();
        });
        assertThat(rows.all("Interface")).extracting(Row::name).containsExactly("br0", "p2");
    }

    @Test
    void whatNothingRefersToIsCollected() {
        mirror();
        apply(new ClearColumn("Bridge", "br0", "mirrors"));
        assertThat(rows.all("Mirror")).isEmpty();
        apply(new CreateRecord("Mirror", "@x"), set("Mirror", "@x", "name", "stray"));
        assertThat(rows.all("Mirror")).isEmpty();
        assertThat(last.results().getFirst().warning())
                .isEqualTo(
                        "row id \"@x\" was created but no reference to it was inserted, so it will not actually appear"
                                + " in the database");
    }

    @Test
    void whatIsHeldIsNotDestroyed() {
        mirror();
        apply(new DestroyRecord("Mirror", "m0", false));
        assertThat(rows.all("Mirror")).hasSize(1);
        apply(new DestroyRecord("Mirror", "m0", false), new ClearColumn("Bridge", "br0", "mirrors"));
        assertThat(rows.all("Mirror")).isEmpty();
        apply(new DestroyRecord("Mirror", "m0", true));
        assertThat(refusal(new DestroyRecord("Mirror", "m0", false))).isEqualTo("no row \"m0\" in table Mirror");
    }

    @Test
    void identityIsStable() {
        String uuid = find("Port", "p2").uuid();
        apply(set("Port", "p2", "tag", "5"), new DeletePort("", "p1", false));
        assertThat(find("Port", "p2").uuid()).isEqualTo(uuid);
        apply(new DeletePort("", "p2", false), port("br0", "p2"));
        assertThat(find("Port", "p2").uuid()).isNotEqualTo(uuid);
    }

    @Test
    void portsCanBeMadeOfTheirRecords() {
        apply(
                new CreateRecord("Interface", "@i"),
                set("Interface", "@i", "name", "p9"),
                set("Interface", "@i", "type", "dummy"),
                new CreateRecord("Port", "@p"),
                set("Port", "@p", "name", "p9"),
                set("Port", "@p", "interfaces", "@i"),
                new AddToColumn("Bridge", "br0", "ports", ColumnArgument.of("@p")));
        assertThat(config().bridge("br0").orElseThrow().port("p9").orElseThrow().type())
                .isEqualTo("dummy");
        assertThat(refusal(set("Port", "p9", "name", "p10")))
                .isEqualTo("cannot modify read-only column name in table Port");
        assertThat(refusal(new RemoveFromColumn(
                        "Port",
                        "p9",
                        "interfaces",
                        ColumnArgument.of(find("Interface", "p9").uuid()))))
                .contains("interfaces: \"\" is not allowed; allowed: 1 to 4096 values");
    }

    @Test
    void controllersAndFlowTables() {
        apply(
                new CreateRecord("Controller", "@c"),
                set("Controller", "@c", "target", "tcp:10.0.0.1"),
                set("Controller", "@c", "controller_rate_limit", "1000"),
                set("Bridge", "br0", "controller", "@c"),
                new CreateRecord("Flow_Table", "@t"),
                set("Flow_Table", "@t", "flow_limit", "7"),
                new SetColumn("Bridge", "br0", "flow_tables", "0x1", ColumnArgument.of("@t")));
        assertThat(config().bridge("br0").orElseThrow().controllers())
                .containsExactly(new ControllerConfig("tcp:10.0.0.1", 1000, 0));
        assertThat(find("Bridge", "br0").get("flow_tables").entries()).containsOnlyKeys("1");
        assertThat(find("Controller", "br0").text("target")).isEqualTo("tcp:10.0.0.1");
    }

    @Test
    void refusalsAreThoseOfOvs() {
        assertThat(refusal(new AddBridge("br0", false)))
                .isEqualTo("cannot create a bridge named br0 because a bridge named br0 already exists");
        assertThat(refusal(new AddBridge("p1", false)))
                .isEqualTo("cannot create a bridge named p1 because a port named p1 already exists on bridge br0");
        assertThat(refusal(port("br0", "p1")))
                .isEqualTo("cannot create a port named p1 because a port named p1 already exists on bridge br0");
        assertThat(refusal(new DeletePort("", "p9", false))).isEqualTo("no port named p9");
        assertThat(refusal(port("br9", "p9"))).isEqualTo("no bridge named br9");
        assertThat(refusal(new AddBridge("br1", false), new AddPort("br1", PortSpec.of("p1", ""), true)))
                .isEqualTo("\"--may-exist add-port br1 p1\" but p1 is actually attached to bridge br0");
        assertThat(refusal(new AddBridge("br1", false), new DeletePort("br1", "p1", false)))
                .isEqualTo("bridge br1 does not have a port p1");
        assertThat(refusal(set("Bridge", "br9", "fail_mode", "secure"))).isEqualTo("no row \"br9\" in table Bridge");
        assertThat(refusal(set("Nope", "x", "y", "z"))).isEqualTo("unknown table \"Nope\"");
        assertThat(refusal(set("Bridge", "br0", "nocol", "1")))
                .startsWith("Bridge does not contain a column whose name matches \"nocol\"");
        assertThat(refusal(set("Bridge", "br0", "mirrors", "@q")))
                .isEqualTo("row id \"@q\" is referenced but never created (e.g. with \"-- --id=@q create ...\")");
        assertThat(refusal(new CreateRecord("Mirror", "@m"), new CreateRecord("Mirror", "@m")))
                .isEqualTo("row id \"@m\" may only be specified on one --id option");
    }

    @Test
    void aBridgeHasAPortOfItsOwn() {
        apply(new AddBridge("br1", false));
        assertThat(last.results().getFirst().record())
                .isEqualTo(find("Bridge", "br1").uuid());
        assertThat(find("Bridge", "br1").get("ports").atoms())
                .containsExactly(find("Port", "br1").uuid());
        assertThat(find("Port", "br1").get("interfaces").atoms())
                .containsExactly(find("Interface", "br1").uuid());
        assertThat(find("Interface", "br1").text("type")).isEqualTo("internal");
        assertThat(config().bridge("br1").orElseThrow().ports()).containsExactly(PortSettings.of("br1", "internal"));
        apply(set("Bridge", "br1", "datapath_type", "dummy"));
        assertThat(config().bridge("br1").orElseThrow().ports()).containsExactly(PortSettings.of("br1", "dummy"));
        apply(new Operation.DeleteBridge("br1", false));
        assertThat(find("Port", "br1")).isNull();
        assertThat(find("Interface", "br1")).isNull();
    }

    @Test
    void aBridgeThatIsMadeByHandHasAPortOfItsOwnToo() {
        apply(
                new CreateRecord("Bridge", "@b"),
                set("Bridge", "@b", "name", "br1"),
                new Operation.AddToColumn("Open_vSwitch", ".", "bridges", ColumnArgument.of("@b")));
        assertThat(config().bridge("br1").orElseThrow().ports()).containsExactly(PortSettings.of("br1", "internal"));
        assertThat(find("Port", "br1")).isNull();
    }

    @Test
    void theOwnPortOfABridgeComesAndGoesWithIt() {
        String exists = "cannot create a port named br0 because a bridge named br0 already exists";
        assertThat(refusal(port("br0", "br0"))).isEqualTo(exists);
        assertThat(refusal(new AddPort("br0", PortSpec.of("br0", ""), true))).isEqualTo(exists);
        assertThat(refusal(new DeletePort("br0", "br0", false)))
                .isEqualTo("cannot delete port br0 because it is the local port for bridge br0"
                        + " (deleting this port requires deleting the entire bridge)");
        apply(new DeletePort("br0", "br0", true));
        assertThat(last.results().getFirst().changed()).isFalse();
        assertThat(find("Port", "br0")).isNotNull();
    }

    @Test
    void macIsTheAddressOfAnInternalInterface() {
        apply(set("Interface", "p1", "mac", "00:11:22:33:44:55"), set("Interface", "br0", "mac", "00:11:22:33:44:56"));
        assertThat(last.results().getFirst().warning()).isEmpty();
        assertThat(last.results().getLast().warning())
                .isEqualTo("mac of interface br0 has no effect: the address of a bridge's own port is"
                        + " other_config:hwaddr of the bridge");
        assertThat(mac("p1")).isZero();
        assertThat(mac("br0")).isZero();
        apply(set("Interface", "p1", "type", "internal"));
        assertThat(mac("p1")).isEqualTo(0x0011_2233_4455L);
        assertThat(refusal(set("Interface", "p1", "mac", "01:11:22:33:44:55")))
                .isEqualTo("Interface p1 column mac: \"01:11:22:33:44:55\" is not allowed; allowed: a unicast address"
                        + " such as 02:00:00:00:00:01");
    }

    private long mac(String port) {
        return config().bridge("br0").orElseThrow().port(port).orElseThrow().mac();
    }

    @Test
    void oneMessageSaysAllThatIsWrong() {
        ControlException refused = refused(
                set("Port", "p1", "tag", "5000"),
                set("Bridge", "br0", "fail_mode", "open"),
                set("Port", "p2", "tag", "7"),
                set("Interface", "p1", "ofport_request", "x"));
        assertThat(refused.getMessage()).isEqualTo("""
                        tag: "5000" is not allowed; allowed: 0 to 4095
                        fail_mode: "open" is not allowed; allowed: standalone, secure
                        ofport_request: "x" is not allowed; allowed: 1 to 65279""");
        assertThat(refused.violations())
                .extracting(FieldViolation::field)
                .containsExactly("operations[0].tag", "operations[1].fail_mode", "operations[3].ofport_request");
    }

    @Test
    void whatFollowsFromARefusalIsNotSaid() {
        assertThat(refusal(new AddBridge("br0", false), port("br1", "p9"), set("Port", "p9", "tag", "1")))
                .isEqualTo("cannot create a bridge named br0 because a bridge named br0 already exists");
    }

    @Test
    void aMirrorOfAnotherBridgesPortIsRefused() {
        mirror();
        apply(new AddBridge("br1", false), port("br1", "q1"));
        apply(new NameRecord("Port", "q1", "@q"), set("Mirror", "m0", "select_dst_port", "@q"));
        assertThat(catchThrowableOfType(ControlException.class, this::config))
                .hasMessage("mirror m0 select_dst_port: port q1 is not on bridge br0");
    }

    @Test
    void storedAndReadAgainTheyAreTheSame() {
        mirror();
        apply(
                new SetColumn("Bridge", "br0", "other_config", "mac-aging-time", ColumnArgument.of("60")),
                set("Port", "p2", "trunks", "5", "4"),
                new SetColumn("Open_vSwitch", ".", "external_ids", "", ColumnArgument.of(Map.of("system-id", "h1"))));
        Rows again = StoredRows.read(StoredRows.write(rows));
        assertThat(StoredRows.write(again)).isEqualTo(StoredRows.write(rows));
        assertThat(SwitchRows.config(again)).isEqualTo(config());
    }

    @Test
    void theFirstFormatIsRead() {
        Rows old = StoredRows.read("""
                {"format": 1, "externalIds": {"a": "b"}, "bridges": [{"name": "br0", "failMode": "SECURE",
                 "ports": [{"name": "p1", "tag": 7, "type": "dummy", "ofportRequest": 4}]}]}""");
        SwitchConfig config = SwitchRows.config(old);
        assertThat(config.externalIds()).containsEntry("a", "b");
        assertThat(config.bridge("br0").orElseThrow().port("p1").orElseThrow().ofportRequest())
                .isEqualTo(4);
        assertThat(old.find(Schema.table("Port"), "p1").text("tag")).isEqualTo("7");
        assertThat(old.find(Schema.table("Bridge"), "br0").text("fail_mode")).isEqualTo("secure");
    }
}
