package io.weft.flow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each kind of change means, and that a version is seen whole. */
class FlowTablesTest {
    private static final List<Action> TO_1 = List.of(new Action.Output(1));
    private static final List<Action> TO_2 = List.of(new Action.Output(2));
    private static final Match WIDE = match(4, 0xFF00L);
    private static final Match NARROW = match(4, 0xFFFFL);

    private final FlowTables tables = new FlowTables();
    private long version;

    @Test
    void anAddedEntryIsSeenFromItsVersionOn() {
        FlowChanges changes = apply(FlowMod.add(3, 10, NARROW, 7, TO_1));
        FlowEntry entry = changes.added().getFirst();
        assertThat(changes.removed()).isEmpty();
        assertThat(changes.tables()).containsExactly(3);
        assertThat(entry.cookie()).isEqualTo(7);
        assertThat(entry.createdNs()).isEqualTo(1000);
        assertThat(tables.table(3).lookup(key(), 1, null)).isSameAs(entry);
        assertThat(tables.table(3).lookup(key(), 0, null)).isNull();
        assertThat(tables.table(3).entryCount()).isEqualTo(1);
        assertThat(tables.table(2).lookup(key(), 1, null)).isNull();
    }

    @Test
    void addingTheSameMatchAndPriorityReplaces() {
        FlowEntry old = apply(FlowMod.add(0, 10, NARROW, 7, TO_1)).added().getFirst();
        FlowChanges changes = apply(FlowMod.add(0, 10, NARROW, 8, TO_2));
        FlowEntry entry = changes.added().getFirst();
        assertThat(changes.removed()).containsExactly(old);
        assertThat(tables.table(0).lookup(key(), 1, null)).isSameAs(old);
        assertThat(tables.table(0).lookup(key(), 2, null)).isSameAs(entry);
        assertThat(tables.entryCount()).isEqualTo(1);
    }

    @Test
    void anotherPriorityIsAnotherEntry() {
        apply(FlowMod.add(0, 10, NARROW, 0, TO_1), FlowMod.add(0, 11, NARROW, 0, TO_2));
        assertThat(tables.entryCount()).isEqualTo(2);
        assertThat(tables.table(0).lookup(key(), 1, null).actions()).isEqualTo(TO_2);
    }

    @Test
    void modifyKeepsCookieAndCountersOfEveryNarrowerEntry() {
        FlowEntry old = apply(FlowMod.add(0, 10, NARROW, 7, TO_1)).added().getFirst();
        old.count(5, 500, 2000);
        FlowChanges changes = apply(FlowMod.modify(0, WIDE, TO_2));
        FlowEntry entry = changes.added().getFirst();
        assertThat(changes.removed()).containsExactly(old);
        assertThat(entry.actions()).isEqualTo(TO_2);
        assertThat(entry.cookie()).isEqualTo(7);
        assertThat(entry.packets()).isEqualTo(5);
        assertThat(entry.usedNs()).isEqualTo(2000);
        old.count(1, 100, 3000); // traffic that was still accounted to the old one
        assertThat(entry.packets()).isEqualTo(6);
        assertThat(entry.createdNs()).isEqualTo(old.createdNs());
    }

    @Test
    void modifyToWhatIsThereAlreadyStartsTheHardTimeoutAnew() {
        FlowEntry old = tables.apply(
                        List.of(FlowMod.add(0, 10, NARROW, 7, TO_1)
                                .withLife(FlowLife.FOREVER.withTimeouts(5, 60).withImportance(3))),
                        1,
                        1000)
                .added()
                .getFirst();
        FlowEntry entry = tables.apply(List.of(FlowMod.modify(0, WIDE, TO_1)), 2, 7000)
                .added()
                .getFirst();
        assertThat(entry.modifiedNs()).isEqualTo(7000);
        assertThat(entry.createdNs()).isEqualTo(1000);
        assertThat(entry.life()).isEqualTo(old.life());
        assertThat(entry.usedNs()).isEqualTo(old.usedNs());
    }

    @Test
    void addingAgainKeepsTheCountersAndNothingElse() {
        FlowEntry old = tables.apply(List.of(FlowMod.add(0, 10, NARROW, 7, TO_1)), 1, 1000)
                .added()
                .getFirst();
        old.count(5, 500, 2000);
        FlowEntry entry = tables.apply(List.of(FlowMod.add(0, 10, NARROW, 8, TO_2)), 2, 7000)
                .added()
                .getFirst();
        assertThat(entry.packets()).isEqualTo(5);
        assertThat(entry.bytes()).isEqualTo(500);
        assertThat(entry.usedNs()).isEqualTo(2000);
        assertThat(entry.createdNs()).isEqualTo(7000);
        assertThat(entry.cookie()).isEqualTo(8);
        old.count(1, 100, 3000); // traffic that was still accounted to the old one
        assertThat(entry.packets()).isEqualTo(6);
    }

    @Test
    void addingAgainWithResetCountsStartsTheCountersAnewButNotTheIdleTime() {
        FlowEntry old = tables.apply(List.of(FlowMod.add(0, 10, NARROW, 7, TO_1)), 1, 1000)
                .added()
                .getFirst();
        old.count(5, 500, 2000);
        FlowLife reset = FlowLife.with(FlowFlag.RESET_COUNTS);
        FlowEntry entry = tables.apply(
                        List.of(FlowMod.add(0, 10, NARROW, 7, TO_2).withLife(reset)), 2, 7000)
                .added()
                .getFirst();
        assertThat(entry.packets()).isZero();
        assertThat(entry.bytes()).isZero();
        assertThat(entry.usedNs()).isEqualTo(2000);
        assertThat(entry.life()).isSameAs(reset);
        old.count(1, 100, 3000);
        assertThat(entry.packets()).isZero();
    }

    @Test
    void modifyWithResetCountsStartsTheCountersAnew() {
        FlowEntry old = apply(FlowMod.add(0, 10, NARROW, 7, TO_1)).added().getFirst();
        old.count(5, 500, 2000);
        FlowEntry entry = apply(FlowMod.modify(0, WIDE, TO_2).withLife(FlowLife.with(FlowFlag.RESET_COUNTS)))
                .added()
                .getFirst();
        assertThat(entry.packets()).isZero();
        assertThat(entry.life()).isEqualTo(FlowLife.FOREVER);
    }

    @Test
    void modifyByCookieCanGiveAnother() {
        apply(FlowMod.add(0, 10, NARROW, 7, TO_1));
        FlowMod mod = FlowMod.modify(0, Match.ANY, TO_1).withCookie(7, -1).withNewCookie(8);
        assertThat(apply(mod).added().getFirst().cookie()).isEqualTo(8);
        assertThat(apply(mod).isEmpty()).isTrue();
    }

    @Test
    void modifyCanGiveAnotherCookie() {
        apply(FlowMod.add(0, 10, NARROW, 7, TO_1));
        FlowChanges changes = apply(FlowMod.modify(0, WIDE, TO_1).withCookie(9, 0));
        assertThat(changes.added().getFirst().cookie()).isEqualTo(9);
    }

    @Test
    void modifyWithACookieMaskChoosesAndNeverAdds() {
        apply(FlowMod.add(0, 10, NARROW, 7, TO_1));
        assertThat(apply(FlowMod.modify(0, WIDE, TO_2).withCookie(8, -1)).isEmpty())
                .isTrue();
        FlowEntry entry = apply(FlowMod.modify(0, WIDE, TO_2).withCookie(0x107, 0xFF))
                .added()
                .getFirst();
        assertThat(entry.cookie()).isEqualTo(7);
        assertThat(entry.actions()).isEqualTo(TO_2);
    }

    @Test
    void modifyOfNothingAdds() {
        FlowEntry entry =
                apply(FlowMod.modify(FlowMod.ALL_TABLES, WIDE, TO_2)).added().getFirst();
        assertThat(entry.table()).isZero();
        assertThat(entry.cookie()).isZero();
        assertThat(entry.priority()).isEqualTo(FlowMod.DEFAULT_PRIORITY);
    }

    @Test
    void modifyStrictWantsTheSamePriorityAndMatch() {
        apply(FlowMod.add(0, 10, NARROW, 7, TO_1));
        FlowEntry entry =
                apply(FlowMod.modifyStrict(0, 10, NARROW, TO_2)).added().getFirst();
        assertThat(entry.cookie()).isEqualTo(7);
        FlowChanges changes = apply(FlowMod.modifyStrict(0, 11, NARROW, TO_1));
        assertThat(changes.removed()).isEmpty();
        assertThat(tables.entryCount()).isEqualTo(2);
    }

    @Test
    void deleteTakesEveryNarrowerEntryOfEveryTable() {
        apply(
                FlowMod.add(0, 10, NARROW, 0, TO_1),
                FlowMod.add(5, 11, WIDE, 0, TO_1),
                FlowMod.add(5, 11, match(4, 0xF000L), 0, TO_1));
        FlowChanges changes = apply(FlowMod.delete(FlowMod.ALL_TABLES, WIDE));
        assertThat(changes.removed()).hasSize(2);
        assertThat(changes.tables()).containsExactly(0, 5);
        assertThat(tables.table(5).lookup(key(), 1, null).match()).isEqualTo(WIDE);
        assertThat(tables.table(5).lookup(key(), 2, null).match()).isEqualTo(match(4, 0xF000L));
    }

    @Test
    void deleteStrictTakesOneEntry() {
        apply(FlowMod.add(0, 10, NARROW, 0, TO_1), FlowMod.add(0, 11, NARROW, 0, TO_1));
        FlowChanges changes = apply(FlowMod.deleteStrict(0, 11, NARROW));
        assertThat(changes.removed()).hasSize(1);
        assertThat(changes.removed().getFirst().priority()).isEqualTo(11);
        assertThat(apply(FlowMod.deleteStrict(0, 11, NARROW)).isEmpty()).isTrue();
    }

    @Test
    void deleteChoosesByCookieAndOutputPort() {
        apply(
                FlowMod.add(0, 1, NARROW, 0x17, TO_1),
                FlowMod.add(0, 2, NARROW, 0x27, TO_2),
                FlowMod.add(0, 3, NARROW, 0x18, List.of(new Action.Controller(0))),
                FlowMod.add(0, 4, NARROW, 0x28, List.of(new Action.Normal())));
        FlowMod all = FlowMod.delete(0, Match.ANY);
        assertThat(apply(all.withOutPort(2)).removed())
                .extracting(FlowEntry::priority)
                .containsExactly(2);
        assertThat(apply(all.withCookie(7, 0xF)).removed())
                .extracting(FlowEntry::priority)
                .containsExactly(1);
        assertThat(apply(all.withOutPort(Ports.CONTROLLER)).removed())
                .extracting(FlowEntry::priority)
                .containsExactly(3);
        assertThat(apply(all.withOutPort(Ports.NORMAL)).removed())
                .extracting(FlowEntry::priority)
                .containsExactly(4);
    }

    @Test
    void laterChangesOfABatchSeeEarlierOnes() {
        FlowChanges changes = apply(
                FlowMod.add(0, 10, NARROW, 1, TO_1),
                FlowMod.modify(0, WIDE, TO_2),
                FlowMod.add(1, 10, NARROW, 1, TO_1));
        assertThat(changes.added()).hasSize(2);
        assertThat(changes.added().getFirst().actions()).isEqualTo(TO_2);
        assertThat(changes.removed()).isEmpty();
        changes = apply(FlowMod.delete(0, WIDE), FlowMod.add(0, 10, NARROW, 1, TO_1), FlowMod.delete(0, WIDE));
        assertThat(changes.added()).isEmpty();
        assertThat(changes.removed()).hasSize(1);
        assertThat(tables.table(0).entryCount()).isZero();
        assertThat(tables.table(0).classifier().size()).isEqualTo(1); // the one that version 1 still shows
    }

    @Test
    void collectTakesOutWhatOnlyOlderVersionsSee() {
        apply(FlowMod.add(0, 10, NARROW, 1, TO_1));
        apply(FlowMod.modify(0, WIDE, TO_2));
        apply(FlowMod.delete(0, WIDE));
        assertThat(tables.table(0).classifier().size()).isEqualTo(2);
        assertThat(tables.collect(1)).isZero();
        assertThat(tables.collect(2)).isEqualTo(1);
        assertThat(tables.table(0).lookup(key(), 2, null).actions()).isEqualTo(TO_2);
        assertThat(tables.collect(3)).isEqualTo(1);
        assertThat(tables.table(0).classifier().size()).isZero();
    }

    @Test
    void missPolicyHasVersionsToo() {
        FlowTable table = tables.table(4);
        assertThat(table.missPolicy(0)).isEqualTo(MissPolicy.UNSET);
        tables.setMissPolicy(4, MissPolicy.CONTINUE, 5);
        tables.setMissPolicy(4, MissPolicy.CONTROLLER, 6);
        assertThat(table.missPolicy(4)).isEqualTo(MissPolicy.UNSET);
        assertThat(table.missPolicy(5)).isEqualTo(MissPolicy.CONTINUE);
        assertThat(table.missPolicy(6)).isEqualTo(MissPolicy.CONTROLLER);
        tables.collect(5);
        assertThat(table.missPolicy(5)).isEqualTo(MissPolicy.CONTINUE);
        assertThat(table.missPolicy(7)).isEqualTo(MissPolicy.CONTROLLER);
    }

    @Test
    void listIsOrderedByTableAndPriority() {
        apply(
                FlowMod.add(2, 1, NARROW, 0, TO_1),
                FlowMod.add(0, 1, NARROW, 0, TO_1),
                FlowMod.add(0, 9, WIDE, 3, TO_2),
                FlowMod.add(0, 1, WIDE, 0, TO_1));
        assertThat(tables.list(1, FlowFilter.ALL))
                .extracting(entry -> entry.table() + "/" + entry.priority() + "/"
                        + entry.match().mask(4))
                .containsExactly("0/9/65280", "0/1/65535", "0/1/65280", "2/1/65535");
        assertThat(tables.list(1, FlowFilter.ofTable(2))).hasSize(1);
        assertThat(tables.list(1, FlowFilter.within(0, NARROW))).hasSize(1);
        assertThat(tables.list(1, new FlowFilter(0, Match.ANY, 3, -1, 2, FlowMod.ANY_GROUP)))
                .hasSize(1);
        assertThat(tables.list(0, FlowFilter.ALL)).isEmpty();
    }

    @Test
    void aVersionCannotGoBack() {
        version = 5;
        apply(FlowMod.add(0, 1, NARROW, 0, TO_1));
        assertThatThrownBy(() -> tables.apply(List.of(), 5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 5");
    }

    private FlowChanges apply(FlowMod... mods) {
        return tables.apply(List.of(mods), ++version, 1000);
    }

    private static long[] key() {
        long[] key = new long[FlowKey.WORDS];
        key[4] = 0x1234L;
        return key;
    }

    private static Match match(int word, long bits) {
        long[] mask = new long[FlowKey.WORDS];
        mask[word] = bits;
        return new Match(key(), mask);
    }
}
