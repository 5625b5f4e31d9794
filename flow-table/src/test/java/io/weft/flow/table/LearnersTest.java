package io.weft.flow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.key.Fields;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What depends on entries that learn: {@code delete_learned} and {@code limit}, and the timeouts that {@code fin_timeout} shortens. */
class LearnersTest {
    private final FlowTables tables = new FlowTables();
    private long version;

    private static Action learn(int table, long cookie, boolean deleteLearned, int limit) {
        return new Action.Learn(new LearnSpec(
                table,
                1,
                cookie,
                LearnSpec.Timeouts.NONE,
                new LearnSpec.Flags(false, deleteLearned),
                limit,
                null,
                List.of()));
    }

    private static FlowMod entry(int table, int port, long cookie, Action... actions) {
        return FlowMod.add(table, 10, match(port), cookie, List.of(actions));
    }

    private static Match match(int port) {
        return new MatchBuilder().set(Fields.IN_PORT, port).build();
    }

    private FlowChanges apply(FlowMod... mods) {
        return tables.apply(List.of(mods), ++version, version);
    }

    private int entries(int table) {
        return tables.table(table).entryCount();
    }

    @Test
    @DisplayName("the last entry with delete_learned takes what has the table and cookie with it, in the same version")
    void deleteLearned() {
        apply(
                entry(0, 1, 0, learn(1, 5, true, 0)),
                entry(0, 2, 0, new Action.Clone(List.of(learn(1, 5, true, 0)))),
                entry(0, 3, 0, learn(1, 5, false, 0)));
        apply(entry(1, 1, 5), entry(1, 2, 5), entry(1, 3, 6), entry(2, 1, 5));
        apply(FlowMod.deleteStrict(0, 10, match(1)));
        assertThat(entries(1)).isEqualTo(3);
        FlowChanges changes = apply(FlowMod.deleteStrict(0, 10, match(2)));
        assertThat(entries(1)).isEqualTo(1);
        assertThat(entries(2)).isEqualTo(1);
        assertThat(changes.removed()).hasSize(3);
        assertThat(changes.removed()).allMatch(entry -> entry.removedIn() == version);
    }

    @Test
    @DisplayName(
            "an entry that is modified and goes on learning keeps what was learned; one that learns no more does not")
    void modified() {
        apply(entry(0, 1, 0, learn(1, 5, true, 0)));
        apply(entry(1, 1, 5));
        apply(FlowMod.modify(0, Match.ANY, List.of(learn(1, 5, true, 0), new Action.Output(3))));
        assertThat(entries(1)).isEqualTo(1);
        apply(entry(0, 1, 0, learn(1, 5, true, 0)));
        assertThat(entries(1)).isEqualTo(1);
        apply(FlowMod.modify(0, Match.ANY, List.of()));
        assertThat(entries(1)).isZero();
    }

    @Test
    @DisplayName("what goes may itself have learned: the chain goes at once, also when an entry refers to itself")
    void chain() {
        apply(entry(0, 1, 0, learn(1, 5, true, 0)));
        apply(entry(1, 1, 5, learn(2, 6, true, 0)), entry(1, 2, 5, learn(1, 5, false, 0)));
        apply(entry(2, 1, 6), entry(2, 2, 6));
        apply(FlowMod.delete(0, Match.ANY));
        assertThat(tables.entryCount()).isZero();
    }

    @Test
    @DisplayName("expiry takes learned entries along as well")
    void expiry() {
        apply(entry(0, 1, 0, learn(1, 5, true, 0)).withLife(FlowLife.of(0, 1, 0, 0)));
        apply(entry(1, 1, 5));
        tables.expire(100, ++version, 2_000_000_000L);
        assertThat(tables.entryCount()).isZero();
    }

    @Test
    @DisplayName("entries of a limited cookie are counted, also those that were there before, and not after a refusal")
    void limits() {
        apply(entry(1, 1, 5), entry(1, 2, 6));
        assertThat(tables.table(1).cookieCount(5)).isEqualTo(1);
        apply(entry(0, 1, 0, learn(1, 5, false, 3)));
        assertThat(tables.table(1).cookieCount(5)).isEqualTo(1);
        apply(entry(1, 3, 5), entry(1, 4, 5), entry(1, 1, 7));
        assertThat(tables.table(1).cookieCount(5)).isEqualTo(2);
        tables.configure(1, new TableSettings("", 5, false, List.of()), ++version);
        assertThatThrownBy(() -> apply(entry(1, 5, 5), entry(1, 6, 5), entry(1, 7, 5)))
                .isInstanceOf(FlowModException.class);
        assertThat(tables.table(1).cookieCount(5)).isEqualTo(2);
        apply(FlowMod.delete(0, Match.ANY));
        assertThat(tables.table(1).cookieCount(5))
                .as("an entry that has gone may still be asked for what it taught")
                .isEqualTo(2);
    }

    @Test
    @DisplayName("a shortened timeout ends the entry then, a longer one changes nothing")
    void shorten() {
        apply(entry(0, 1, 0).withLife(FlowLife.of(50, 0, 0, 0)));
        FlowEntry entry = tables.table(0).classifier().find(match(1), 10, version);
        tables.shorten(entry, 60, 0);
        assertThat(entry.life()).isEqualTo(FlowLife.of(50, 0, 0, 0));
        tables.shorten(entry, 10, 20);
        assertThat(entry.life()).isEqualTo(FlowLife.of(10, 20, 0, 0));
        assertThat(tables.expire(10, ++version, 9_000_000_000L).isEmpty()).isTrue();
        assertThat(tables.expire(10, ++version, 11_000_000_000L).removed()).containsExactly(entry);
        assertThat(entry.removalReason()).isEqualTo(RemovalReason.IDLE);
        tables.shorten(entry, 1, 1);
        assertThat(entry.life()).isEqualTo(FlowLife.of(10, 20, 0, 0));
        assertThat(tables.expire(10, ++version, 60_000_000_000L).isEmpty()).isTrue();
    }
}
