package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.match.FieldException;
import io.weft.flow.match.TlvMap;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.vswitch.conductor.BridgeConfig;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flows name mapped tunnel options only, and what flows name stays mapped. */
final class TlvMapTest {
    private static final List<TlvMapping> OPTION = List.of(new TlvMapping(0xffff, 0x80, 4, 5));

    @RegisterExtension
    private final SteppedSwitch stepped = new SteppedSwitch();

    private VirtualSwitch virtualSwitch;

    @BeforeEach
    void launch() {
        virtualSwitch = stepped.get();
        virtualSwitch.apply(config -> config.with(BridgeConfig.of("br0")));
    }

    private void add(String flow) {
        stepped.add("br0", flow);
    }

    @Test
    void flowsAndMapStayTrueToEachOther() {
        for (String flow : List.of(
                "tun_metadata5,actions=drop",
                "tun_metadata5=1/1,actions=drop",
                "actions=clone(set_field:1->tun_metadata5)",
                "actions=learn(table=1,tun_metadata5=7)")) {
            assertThatThrownBy(() -> add(flow))
                    .as(flow)
                    .isInstanceOf(FlowModException.class)
                    .hasMessageContaining("add-tlv-map maps it");
        }
        assertThat(virtualSwitch.tlvMap("br0", map -> map.with(OPTION)).mappings())
                .isEqualTo(OPTION);
        add("tun_metadata5,actions=drop");
        assertThatThrownBy(() -> virtualSwitch.tlvMap("br0", map -> TlvMap.EMPTY))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("tun_metadata5 is in use by flows");
        assertThat(virtualSwitch.tlvMap("br0", map -> map).mappings()).isEqualTo(OPTION);
        FlowFilter all = FlowFilter.ALL;
        virtualSwitch.modifyFlows("br0", List.of(FlowMod.delete(FlowMod.ALL_TABLES, all.match())));
        assertThat(virtualSwitch.tlvMap("br0", map -> map.without(OPTION)).mappings())
                .isEmpty();
    }
}
