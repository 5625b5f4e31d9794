package io.weft.vswitch.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Ports;
import io.weft.flow.table.FlowTables;
import io.weft.vswitch.mac.MacTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwitchSnapshotTest {
    private final BridgePort first = BridgePort.of("p1", 3, 1, VlanSettings.ALL);
    private final BridgePort local = BridgePort.of("br0", 0, Ports.LOCAL, VlanSettings.ALL);

    private static BridgeSnapshot bridge(int id, BridgePort... ports) {
        return new BridgeSnapshot(id, "br" + id, 0, List.of(ports), new FlowTables(), new MacTable());
    }

    @Test
    void findsPortsByEveryNumber() {
        BridgeSnapshot bridge = bridge(0, local, first);
        SwitchSnapshot snapshot = new SwitchSnapshot(7, List.of(bridge));
        assertThat(snapshot.port(3)).isSameAs(first);
        assertThat(snapshot.port(1)).isNull();
        assertThat(snapshot.port(-1)).isNull();
        assertThat(snapshot.port(100)).isNull();
        assertThat(snapshot.bridgeOf(3)).isSameAs(bridge);
        assertThat(bridge.port(1)).isSameAs(first);
        assertThat(bridge.port(Ports.LOCAL)).isSameAs(local);
        assertThat(bridge.port(65534)).isSameAs(local);
        assertThat(bridge.ports()).containsExactly(first, local);
        assertThat(snapshot.bridge("br0")).isSameAs(snapshot.bridge(0));
        assertThat(snapshot.withVersion(8).version()).isEqualTo(8);
    }

    @Test
    void refusesNumbersTwice() {
        BridgePort same = BridgePort.of("p2", 4, 1, VlanSettings.ALL);
        assertThatThrownBy(() -> bridge(0, first, same)).hasMessageContaining("p1 and p2");
        BridgePort shared = BridgePort.of("p3", 3, 3, VlanSettings.ALL);
        assertThatThrownBy(() -> new SwitchSnapshot(1, List.of(bridge(0, first), bridge(1, shared))))
                .hasMessageContaining("datapath port 3");
        assertThatThrownBy(() -> new SwitchSnapshot(1, List.of(bridge(0), bridge(0))))
                .hasMessageContaining("id 0");
        assertThatThrownBy(() -> BridgePort.of("p", 1, 70000, VlanSettings.ALL)).hasMessageContaining("ofport 70000");
    }
}
