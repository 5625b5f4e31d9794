package io.weft.flow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.Ports;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.Match;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch with a change that is not allowed changes nothing and says what is wrong. */
class FlowModCheckTest {
    private static final List<Action> DROP = List.of();

    private final FlowTables tables = new FlowTables();

    @Test
    void tables() {
        assertRefused(FlowMod.add(254, 1, Match.ANY, 0, DROP), "table", "254", "0 to 253");
        assertRefused(FlowMod.add(-1, 1, Match.ANY, 0, DROP), "table", "-1", "0 to 253");
        assertRefused(FlowMod.add(255, 1, Match.ANY, 0, DROP), "table", "255", "0 to 253");
        assertRefused(FlowMod.delete(254, Match.ANY), "table", "254", "0 to 253, or 255 for all tables");
        assertAccepted(FlowMod.delete(255, Match.ANY));
        assertAccepted(FlowMod.add(253, 1, Match.ANY, 0, DROP));
    }

    @Test
    void priorities() {
        assertRefused(FlowMod.add(0, -1, Match.ANY, 0, DROP), "priority", "-1", "0 to 65535");
        assertRefused(FlowMod.deleteStrict(0, 65536, Match.ANY), "priority", "65536", "0 to 65535");
        assertAccepted(FlowMod.add(0, 65535, Match.ANY, 0, DROP));
    }

    @Test
    void cookies() {
        assertRefused(FlowMod.add(0, 1, Match.ANY, -1, DROP), "cookie", "0xffffffffffffffff", "another value");
        assertRefused(
                FlowMod.add(0, 1, Match.ANY, 0, DROP).withCookie(1, 2),
                "cookie mask",
                "0x2",
                "absent when a flow is added");
    }

    @Test
    void outPort() {
        assertRefused(FlowMod.add(0, 1, Match.ANY, 0, DROP).withOutPort(2), "out_port", "2", "absent");
        assertAccepted(FlowMod.delete(0, Match.ANY).withOutPort(2));
    }

    @Test
    void gotoTableGoesForwardsOnly() {
        assertActionRefused(5, new Action.GotoTable(5), "goto_table", "5", "a table after 5");
        assertActionRefused(5, new Action.GotoTable(4), "goto_table", "4", "a table after 5");
        assertActionRefused(5, new Action.GotoTable(254), "goto_table", "254", "0 to 253");
        assertActionRefused(253, new Action.GotoTable(254), "goto_table", "254", "0 to 253");
        assertAccepted(FlowMod.add(5, 1, Match.ANY, 0, List.of(new Action.GotoTable(6))));
        assertJudged(
                FlowMod.modify(FlowMod.ALL_TABLES, Match.ANY, List.of(new Action.GotoTable(6))),
                "goto_table",
                "6",
                "table=N");
        assertJudged(
                FlowMod.add(5, 1, Match.ANY, 0, List.of(new Action.GotoTable(6), new Action.Drop())),
                "goto_table",
                "",
                "the last action");
    }

    @Test
    void otherActions() {
        assertActionRefused(0, new Action.Resubmit(Ports.UNSET, 254), "resubmit", "254", "0 to 253");
        assertActionRefused(0, new Action.Output(65280), "output", "65280", "0 to 65279, LOCAL");
        assertActionRefused(0, new Action.Controller(65536), "controller", "65536", "0 to 65535");
        assertActionRefused(0, new Action.PushVlan(0x800), "push_vlan", "0x800", "0x8100, 0x88a8");
        assertAccepted(FlowMod.add(
                0,
                1,
                Match.ANY,
                0,
                List.of(
                        new Action.Resubmit(Ports.UNSET, Action.Resubmit.THIS_TABLE),
                        new Action.Resubmit(Ports.LOCAL, 0),
                        new Action.Output(Ports.LOCAL),
                        new Action.PushVlan(0x88a8))));
    }

    @Test
    void nothingOfARefusedBatchHappens() {
        tables.apply(List.of(FlowMod.add(0, 1, Match.ANY, 3, DROP)), 1, 0);
        List<FlowEntry> before = tables.list(1, FlowFilter.ALL);
        List<FlowMod> mods = new ArrayList<>(List.of(
                FlowMod.add(0, 2, Match.ANY, 0, DROP),
                FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY),
                FlowMod.modify(0, Match.ANY, List.of(new Action.Normal()))));
        mods.add(FlowMod.add(300, 2, Match.ANY, 0, DROP));
        assertThatThrownBy(() -> tables.apply(mods, 2, 0))
                .isInstanceOfSatisfying(
                        FlowModException.class, e -> assertThat(e.index()).isEqualTo(3));
        assertThat(tables.list(2, FlowFilter.ALL)).isEqualTo(before);
        assertThat(tables.table(0).classifier().size()).isEqualTo(1);
        assertThat(tables.entryCount()).isEqualTo(1);
        assertThat(tables.collect(2)).isZero();
    }

    private void assertActionRefused(int table, Action action, String field, String value, String allowed) {
        assertJudged(FlowMod.add(table, 1, Match.ANY, 0, List.of(action)), field, value, allowed);
        if (table < 253) {
            assertJudged(FlowMod.modify(table, Match.ANY, List.of(action)), field, value, allowed);
        }
        assertAccepted(FlowMod.of(FlowMod.Kind.DELETE, table, 1, Match.ANY, 0, List.of(action))); // ignored there
    }

    /** Refused with the sentence that a text with the same action gets. */
    private void assertJudged(FlowMod mod, String field, String value, String allowed) {
        FieldException judged =
                assertThrows(FieldException.class, () -> ActionChecks.check(mod.actions(), mod.match(), mod.table()));
        assertThatThrownBy(() -> tables.apply(List.of(mod), 1, 0)).isInstanceOfSatisfying(FlowModException.class, e -> {
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.value()).isEqualTo(value);
            assertThat(e.allowed()).startsWith(allowed);
            assertThat(e).hasMessage("flow mod 0: " + judged.getMessage());
        });
    }

    private void assertRefused(FlowMod mod, String field, String value, String allowed) {
        assertThatThrownBy(() -> tables.apply(List.of(mod), 1, 0)).isInstanceOfSatisfying(FlowModException.class, e -> {
            assertThat(e.index()).isZero();
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.value()).isEqualTo(value);
            assertThat(e.allowed()).startsWith(allowed);
            assertThat(e).hasMessageStartingWith("flow mod 0: " + field + " " + value + ": must be " + allowed);
        });
    }

    private void assertAccepted(FlowMod mod) {
        assertThat(tables.apply(List.of(mod), 1, 0)).isNotNull();
    }
}
