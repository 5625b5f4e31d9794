package io.weft.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.northbound.control.ColumnArgument;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.Operation;
import io.weft.vswitch.conductor.TrackingConfig;
import io.weft.vswitch.conductor.ZoneConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records of zones: what they ask of the tracker, and what they may hold. */
class ZoneRowsTest {
    private static List<Operation> zone(String number, Map<String, String> timeouts) {
        return List.of(
                new Operation.CreateRecord("Datapath", "@d"),
                new Operation.SetColumn("Open_vSwitch", ".", "datapaths", "netdev", ColumnArgument.of("@d")),
                new Operation.SetColumn("Datapath", "@d", "ct_zone_default_limit", "", ColumnArgument.of("7")),
                new Operation.CreateRecord("CT_Zone", "@z"),
                new Operation.SetColumn("Datapath", "@d", "ct_zones", number, ColumnArgument.of("@z")),
                new Operation.SetColumn("CT_Zone", "@z", "limit", "", ColumnArgument.of("0")),
                new Operation.CreateRecord("CT_Timeout_Policy", "@t"),
                new Operation.SetColumn("CT_Zone", "@z", "timeout_policy", "", ColumnArgument.of("@t")),
                new Operation.SetColumn("CT_Timeout_Policy", "@t", "timeouts", "", ColumnArgument.of(timeouts)));
    }

    @Test
    void zonesReachTheTrackerAndComeBackFromTheFile() {
        Rows rows = new RowTransaction(Rows.fresh()).apply(zone("65535", Map.of("udp_first", "5")));
        TrackingConfig wanted = new TrackingConfig(7, List.of(new ZoneConfig(65_535, 0, Map.of("udp_first", 5L))));
        assertThat(SwitchRows.config(rows).tracking()).isEqualTo(wanted);
        assertThat(SwitchRows.config(StoredRows.read(StoredRows.write(rows))).tracking())
                .isEqualTo(wanted);
    }

    @Test
    void whatNothingRefersToGoes() {
        Rows rows = new RowTransaction(Rows.fresh()).apply(zone("1", Map.of("udp_first", "5")));
        List<Operation> clear = new ArrayList<>(List.of(new Operation.ClearColumn("Open_vSwitch", ".", "datapaths")));
        Rows cleared = new RowTransaction(rows).apply(clear);
        assertThat(cleared.all(Schema.TIMEOUT_POLICY)).isEmpty();
        assertThat(cleared.all(Schema.ZONE)).isEmpty();
        assertThat(SwitchRows.config(cleared).tracking()).isEqualTo(TrackingConfig.DEFAULT);
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        refused(zone("65536", Map.of()), "ct_zones", "0 to 65535");
        refused(zone("1", Map.of("udp_fist", "5")), "timeouts: \"udp_fist\"", "udp_first");
        refused(zone("1", Map.of("udp_first", "-1")), "timeouts: \"-1\"", "0 to 4294967295");
        refused(zone("1", Map.of("udp_first", "x")), "timeouts: \"x\"", "0 to 4294967295");
    }

    private static void refused(List<Operation> operations, String... words) {
        assertThatThrownBy(() -> new RowTransaction(Rows.fresh()).apply(operations))
                .isInstanceOf(ControlException.class)
                .hasMessageContainingAll(words);
    }
}
