package io.weft.flow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Flows that become those of a list. */
final class FlowReplacementTest {
    private final FlowTables tables = new FlowTables();
    private long version;

    private static List<FlowMod> adds(String... flows) {
        return Stream.of(flows)
                .map(flow -> FlowText.parseAdd(flow, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD))
                .toList();
    }

    private FlowChanges replace(boolean readd, String... flows) {
        FlowReplacement replacement = FlowReplacement.of(tables, version, adds(flows), readd);
        return tables.apply(replacement.mods(), ++version, version);
    }

    private List<String> flows() {
        return tables.list(version, FlowFilter.ALL).stream()
                .map(entry -> FlowText.print(
                        io.weft.flow.text.FlowSpec.of(
                                entry.table(), entry.priority(), entry.cookie(), entry.match(), entry.actions()),
                        PortNames.NUMBERS))
                .toList();
    }

    @Test
    void onlyWhatDiffersChanges() {
        replace(false, "priority=1,ip,actions=drop", "priority=2,arp,actions=output:1", "table=3,ipv6,actions=drop");
        FlowChanges changes = replace(
                false, "priority=1,ip,actions=drop", "priority=2,arp,actions=output:2", "table=3,tcp,actions=drop");
        assertThat(changes.added()).hasSize(2);
        assertThat(changes.removed()).hasSize(2);
        assertThat(flows())
                .containsExactly(
                        "priority=2,arp actions=output:2", "priority=1,ip actions=drop", "table=3, tcp actions=drop");
    }

    @Test
    void cookiesAndTimeoutsAreCompared() {
        replace(false, "cookie=1,ip,actions=drop", "idle_timeout=5,arp,actions=drop", "importance=1,ipv6,actions=drop");
        FlowChanges changes = replace(
                false, "cookie=2,ip,actions=drop", "idle_timeout=6,arp,actions=drop", "importance=1,ipv6,actions=drop");
        assertThat(changes.added()).hasSize(2);
    }

    @Test
    void whatIsAddedAnewStartsFromNothing() {
        replace(false, "ip,actions=drop", "arp,actions=drop");
        assertThat(replace(true, "ip,actions=drop", "arp,actions=drop").added()).hasSize(2);
        assertThat(flows()).hasSize(2);
    }

    @Test
    void ofTwoOfOneIdentityTheLaterCounts() {
        replace(false, "ip,actions=drop", "ip,actions=output:1");
        assertThat(flows()).containsExactly("ip actions=output:1");
        assertThat(replace(false, "ip,actions=drop", "ip,actions=output:1").isEmpty())
                .isTrue();
    }

    @Test
    void aFullTableHasRoomForWhatTakesThePlaceOfOthers() {
        replace(false, "ip,actions=drop", "arp,actions=drop");
        tables.configure(0, new TableSettings("", 2, false, List.of()), ++version);
        replace(false, "tcp,actions=drop", "udp,actions=drop");
        assertThat(flows()).hasSize(2);
        FlowReplacement tooMany = FlowReplacement.of(
                tables, version, adds("tcp,actions=drop", "sctp,actions=drop", "udp,actions=drop"), false);
        assertThatThrownBy(() -> tables.apply(tooMany.mods(), version + 1, 0))
                .isInstanceOfSatisfying(FlowModException.class, e -> {
                    assertThat(tooMany.locate(e).index()).isEqualTo(1);
                    assertThat(tooMany.locate(e).sentence()).isEqualTo(e.sentence());
                });
    }

    @Test
    void onlyAdditions() {
        List<FlowMod> mods = List.of(FlowMod.delete(0, io.weft.flow.match.Match.ANY));
        assertThatThrownBy(() -> FlowReplacement.of(tables, version, mods, false))
                .isInstanceOf(FlowModException.class)
                .hasMessageContaining("command delete: must be add");
    }

    @Test
    void hiddenEntriesStay() {
        tables.addHidden(0xf0f0f0, io.weft.flow.match.Match.ANY, List.of(), ++version, 0);
        replace(false, "ip,actions=drop");
        assertThat(tables.hidden(version)).hasSize(1);
    }
}
