package io.weft.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.PortSpec;
import io.weft.vswitch.conductor.IngressPolicing;
import io.weft.vswitch.conductor.QosSettings;
import io.weft.vswitch.shape.ClassSettings;
import io.weft.vswitch.shape.ShaperSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Records of rates: what they ask of a port, and what they may hold. */
class QosRowsTest {
    private static Operation set(String table, String record, String column, String value) {
        return new Operation.SetColumn(table, record, column, "", ColumnArgument.of(value));
    }

    private static List<Operation> port(Operation... more) {
        List<Operation> all = new java.util.ArrayList<>(List.of(
                new Operation.AddBridge("br0", false),
                new Operation.AddPort("br0", PortSpec.of("p1", "dummy"), false)));
        all.addAll(List.of(more));
        return all;
    }

    private static QosSettings qos(Rows rows) {
        return SwitchRows.config(rows)
                .bridge("br0")
                .orElseThrow()
                .port("p1")
                .orElseThrow()
                .qos();
    }

    private static Operation[] shaping(String type, Map<String, String> knobs, Map<String, String> ofQueue) {
        return new Operation[] {
            new Operation.CreateRecord("QoS", "@q"),
            set("QoS", "@q", "type", type),
            new Operation.SetColumn("QoS", "@q", "other_config", "", ColumnArgument.of(knobs)),
            set("Port", "p1", "qos", "@q"),
            new Operation.CreateRecord("Queue", "@one"),
            new Operation.SetColumn("QoS", "@q", "queues", "7", ColumnArgument.of("@one")),
            new Operation.SetColumn("Queue", "@one", "other_config", "", ColumnArgument.of(ofQueue)),
            set("Queue", "@one", "dscp", "46")
        };
    }

    @Test
    void policingReachesThePortAndComesBackFromTheFile() {
        Rows rows = new RowTransaction(Rows.fresh())
                .apply(port(
                        set("Interface", "p1", "ingress_policing_rate", "4294967295"),
                        set("Interface", "p1", "ingress_policing_burst", "80"),
                        set("Interface", "p1", "ingress_policing_kpkts_rate", "5"),
                        set("Interface", "p1", "ingress_policing_kpkts_burst", "1")));
        IngressPolicing wanted = new IngressPolicing(4_294_967_295L, 80, 5, 1);
        assertThat(qos(rows).ingress()).isEqualTo(wanted);
        assertThat(qos(StoredRows.read(StoredRows.write(rows))).ingress()).isEqualTo(wanted);
    }

    @Test
    void queuesReachThePortAndComeBackFromTheFile() {
        Rows rows = new RowTransaction(Rows.fresh())
                .apply(port(shaping(
                        "linux-htb",
                        Map.of("max-rate", "5000000000", "burst", "8000"),
                        Map.of(
                                "min-rate",
                                "1000",
                                "max-rate",
                                "9000000000",
                                "burst",
                                "12",
                                "priority",
                                "4294967295"))));
        ShaperSettings wanted = new ShaperSettings(
                5_000_000_000L,
                8_000,
                new TreeMap<>(Map.of(7, new ClassSettings(1_000, 9_000_000_000L, 12, 4_294_967_295L, 46))));
        assertThat(qos(rows).egress()).contains(wanted);
        assertThat(qos(StoredRows.read(StoredRows.write(rows))).egress()).contains(wanted);
    }

    @Test
    void recordsStayWhenNoPortRefersToThem() {
        Rows rows = new RowTransaction(Rows.fresh()).apply(port(shaping("linux-htb", Map.of(), Map.of())));
        assertThat(qos(rows).egress().orElseThrow().maxBps()).isEqualTo(QosRows.DEFAULT_BPS);
        Rows cleared = new RowTransaction(rows).apply(List.of(new Operation.ClearColumn("Port", "p1", "qos")));
        assertThat(qos(cleared)).isEqualTo(QosSettings.NONE);
        assertThat(cleared.all(Schema.QOS)).hasSize(1);
        assertThat(cleared.all(Schema.QUEUE)).hasSize(1);
    }

    @Test
    void aTypeThatDoesNotShapeIsNone() {
        Rows rows = new RowTransaction(Rows.fresh()).apply(port(shaping("linux-noop", Map.of(), Map.of())));
        assertThat(qos(rows)).isEqualTo(QosSettings.NONE);
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        refused(port(set("Interface", "p1", "ingress_policing_rate", "-1")), "\"-1\"", "0 to 4294967295");
        refused(port(set("Interface", "p1", "ingress_policing_kpkts_burst", "4000001")), "0 to 4000000");
        refused(port(set("Interface", "p1", "ingress_policing_rate", "1M")), "\"1M\"");
        refused(port(shaping("linux-sfq", Map.of(), Map.of())), "\"linux-sfq\"", "linux-htb, linux-noop");
        assertThatThrownBy(() -> qos(new RowTransaction(Rows.fresh())
                        .apply(port(shaping("linux-htb", Map.of("max-rate", "1G"), Map.of())))))
                .isInstanceOf(ControlException.class)
                .hasMessageContainingAll("other_config:max-rate", "\"1G\"", "a whole number, in bit/s or bit");
    }

    private static void refused(List<Operation> operations, String... words) {
        assertThatThrownBy(() -> new RowTransaction(Rows.fresh()).apply(operations))
                .isInstanceOf(ControlException.class)
                .hasMessageContainingAll(words);
    }
}
