package io.weft.vswitch.port.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.PatchEnd;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class PatchPortTest {
    private static PortConfig config(String... peer) {
        return new PortConfig("p0", "patch", peer.length == 0 ? Map.of() : Map.of("peer", peer[0]), 0);
    }

    @Test
    void isUpAndHasNoQueues() throws Exception {
        assertThat(ServiceLoader.load(PortDriver.class)).anyMatch(PatchDriver.class::isInstance);
        try (PortDevice port = new PatchDriver().open(config("p1"), null)) {
            assertThat(port.status().isUp()).isTrue();
            assertThat(port.status().message()).isEqualTo("joined to p1");
            assertThat(port.rxQueues()).isEmpty();
            assertThat(port.txQueues()).isEmpty();
        }
    }

    @Test
    void needsAnotherPortAsPeer() {
        assertThatThrownBy(() -> new PatchDriver().open(config(), null))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("options:peer");
        assertThatThrownBy(() -> new PatchDriver().open(config("p0"), null))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("the name of another patch port");
    }

    @Test
    void joinsOnlyWhoNameEachOther() {
        SwitchSnapshot snapshot = new SwitchSnapshot(
                1, List.of(bridge(1, patch("a", 1, "b"), patch("c", 2, "b")), bridge(2, patch("b", 3, "a"))));
        assertThat(snapshot.peerOf(snapshot.port(1))).isSameAs(snapshot.port(3));
        assertThat(snapshot.peerOf(snapshot.port(3))).isSameAs(snapshot.port(1));
        assertThat(snapshot.peerOf(snapshot.port(2))).isNull();
    }

    private static BridgePort patch(String name, int number, String peer) {
        return new BridgePort(
                name, number, number, VlanSettings.ALL, false, false, false, true, false, PatchEnd.uncounted(peer));
    }

    private static BridgeSnapshot bridge(int id, BridgePort... ports) {
        return new BridgeSnapshot(
                id, "br" + id, id, List.of(ports), new io.weft.flow.table.FlowTables(), new MacTable(10, 1));
    }
}
