package io.weft.flow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.RandomFlows;
import io.weft.flow.Seeded;
import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.classifier.Precedence;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random batches, some of them refused, against lists that are copied for every version. */
class FlowTablesLawsTest {

    @Test
    void behavesAsAListCopiedForEveryVersion() {
        Seeded.rounds(60, random -> new World(random).live(40));
    }

    @Test
    @Tag("long")
    void behavesAsAListCopiedForEveryVersionCampaign() {
        Seeded.rounds(3000, random -> new World(random).live(100));
    }

    /** One entry of the model. */
    private record Row(
            int table,
            int priority,
            Match match,
            long cookie,
            List<Action> actions,
            long createdNs,
            AtomicLong packets) {
        static Row of(FlowEntry entry) {
            return new Row(
                    entry.table(),
                    entry.priority(),
                    entry.match(),
                    entry.cookie(),
                    entry.actions(),
                    entry.createdNs(),
                    new AtomicLong(entry.packets()));
        }

        boolean isNamed(FlowMod mod) {
            if (mod.table() != FlowMod.ALL_TABLES && mod.table() != table) {
                return false;
            }
            return mod.kind().isStrict()
                    ? priority == mod.priority() && match.equals(mod.match())
                    : match.isSubsetOf(mod.match());
        }

        String text() {
            return table + " " + priority + " " + match.hashCode() + " " + cookie + " " + actions + " " + createdNs
                    + " " + packets.get();
        }
    }

    /** The tables, and the model: the rows of each version that has not been collected. */
    private static final class World {
        private static final List<FlowMod.Kind> KINDS = List.of(FlowMod.Kind.values());

        private final Random random;
        private final RandomFlows flows;
        private final FlowTables tables = new FlowTables();
        private final Map<Long, List<Row>> versions = new HashMap<>();
        private List<Row> rows = new ArrayList<>();
        private long version = 1;
        private long oldest = 1;

        World(Random random) {
            this.random = random;
            flows = new RandomFlows(random, FlowKey.WORDS);
            versions.put(version, rows);
        }

        void live(int steps) {
            for (int step = 0; step < steps; step++) {
                applyBatch(step);
                countTraffic();
                if (random.nextInt(4) == 0) {
                    oldest += random.nextInt((int) (version - oldest) + 1);
                    tables.collect(oldest);
                }
                for (long seen = oldest; seen <= version; seen++) {
                    check(seen);
                }
            }
        }

        private void applyBatch(int step) {
            List<FlowMod> mods = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                mods.add(mod());
            }
            if (random.nextInt(5) == 0) {
                mods.add(random.nextInt(mods.size() + 1), FlowMod.add(300, 0, Match.ANY, 0, List.of()));
                try {
                    tables.apply(mods, version + 1, step);
                    throw new AssertionError("accepted table 300");
                } catch (FlowModException refused) {
                    assertThat(refused.field()).isEqualTo("table");
                }
                return;
            }
            List<Row> next = new ArrayList<>(rows);
            mods.forEach(mod -> model(next, mod, step));
            version++;
            FlowChanges changes = tables.apply(mods, version, step);
            assertChanges(changes, next);
            rows = next;
            versions.put(version, rows);
        }

        private FlowMod mod() {
            FlowMod.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            if (random.nextInt(3) == 0) {
                kind = FlowMod.Kind.ADD;
            }
            boolean all = kind != FlowMod.Kind.ADD && random.nextInt(4) == 0;
            int table = all ? FlowMod.ALL_TABLES : random.nextInt(3);
            boolean masked = kind != FlowMod.Kind.ADD && random.nextInt(3) == 0;
            long cookie = kind.isModify() && random.nextBoolean() ? FlowMod.KEEP_COOKIE : random.nextInt(4);
            int outPort = kind.isDelete() && random.nextInt(3) == 0 ? 1 + random.nextInt(3) : Ports.NONE;
            return FlowMod.of(kind, table, random.nextInt(3), flows.match(), cookie, actions())
                    .withLife(random.nextInt(3) == 0 ? FlowLife.with(FlowFlag.RESET_COUNTS) : FlowLife.FOREVER)
                    .withCookie(cookie, masked ? random.nextInt(4) : 0)
                    .withOutPort(outPort);
        }

        private List<Action> actions() {
            return random.nextInt(4) == 0
                    ? List.of(new Action.Normal())
                    : List.of(Action.DecTtl.PLAIN, new Action.Output(1 + random.nextInt(3)));
        }

        private static void model(List<Row> next, FlowMod mod, long nowNs) {
            switch (mod.kind()) {
                case ADD -> modelAdd(next, mod, mod.table(), nowNs);
                case MODIFY, MODIFY_STRICT -> modelModify(next, mod, nowNs);
                case DELETE, DELETE_STRICT ->
                    next.removeIf(row -> row.isNamed(mod)
                            && ((row.cookie ^ mod.cookie()) & mod.cookieMask()) == 0
                            && (mod.outPort() == Ports.NONE || row.actions.contains(new Action.Output(mod.outPort()))));
            }
        }

        private static void modelAdd(List<Row> next, FlowMod mod, int table, long nowNs) {
            AtomicLong packets = new AtomicLong();
            for (Row row : List.copyOf(next)) {
                if (row.table == table && row.priority == mod.priority() && row.match.equals(mod.match())) {
                    packets = mod.life().has(FlowFlag.RESET_COUNTS) ? packets : row.packets;
                    next.remove(row);
                }
            }
            long cookie = mod.cookie() == -1 ? 0 : mod.cookie();
            next.add(new Row(table, mod.priority(), mod.match(), cookie, mod.actions(), nowNs, packets));
        }

        private static void modelModify(List<Row> next, FlowMod mod, long nowNs) {
            boolean filtered = mod.cookieMask() != 0;
            boolean found = false;
            for (int i = 0; i < next.size(); i++) {
                Row row = next.get(i);
                if (row.isNamed(mod) && ((row.cookie ^ mod.cookie()) & mod.cookieMask()) == 0) {
                    long cookie = filtered || mod.cookie() == -1 ? row.cookie : mod.cookie();
                    next.set(
                            i,
                            new Row(
                                    row.table,
                                    row.priority,
                                    row.match,
                                    cookie,
                                    mod.actions(),
                                    row.createdNs,
                                    mod.life().has(FlowFlag.RESET_COUNTS) ? new AtomicLong() : row.packets));
                    found = true;
                }
            }
            if (!found && !filtered) {
                modelAdd(next, mod, mod.table() == FlowMod.ALL_TABLES ? 0 : mod.table(), nowNs);
            }
        }

        /** Removed entries were there before, added ones are there now, nothing is in both, and nothing else changed. */
        private void assertChanges(FlowChanges changes, List<Row> next) {
            Set<FlowEntry> before = new HashSet<>(tables.list(version - 1, FlowFilter.ALL));
            Set<FlowEntry> after = new HashSet<>(tables.list(version, FlowFilter.ALL));
            assertThat(before).containsAll(changes.removed());
            assertThat(Collections.disjoint(before, changes.added())).isTrue();
            assertThat(after).containsAll(changes.added());
            assertThat(Collections.disjoint(after, changes.removed())).isTrue();
            assertThat(after).hasSize(next.size());
            before.removeAll(changes.removed());
            after.removeAll(changes.added());
            assertThat(after).isEqualTo(before);
        }

        private void countTraffic() {
            for (FlowEntry entry : tables.list(version, FlowFilter.ALL)) {
                if (random.nextInt(4) == 0) {
                    entry.count(1, 64, 0);
                    for (Row row : rows) {
                        if (row.table == entry.table()
                                && row.priority == entry.priority()
                                && row.match.equals(entry.match())) {
                            row.packets.incrementAndGet();
                        }
                    }
                }
            }
        }

        private void check(long seen) {
            List<Row> expected = versions.get(seen);
            assertThat(tables.list(seen, FlowFilter.ALL))
                    .extracting(entry -> Row.of(entry).text())
                    .containsExactlyInAnyOrderElementsOf(
                            expected.stream().map(Row::text).toList());
            for (int i = 0; i < 5; i++) {
                long[] key = flows.key();
                int table = random.nextInt(3);
                FlowEntry found = tables.table(table).lookup(key, seen, null);
                Row best = scan(expected, key, table);
                assertThat(found == null ? null : Row.of(found).text()).isEqualTo(best == null ? null : best.text());
            }
            if (seen == version) {
                assertThat(tables.entryCount()).isEqualTo(expected.size());
            }
        }

        private static Row scan(List<Row> expected, long[] key, int table) {
            Row best = null;
            for (Row row : expected) {
                if (row.table == table && row.match.matches(key) && (best == null || wins(row, best))) {
                    best = row;
                }
            }
            return best;
        }

        private static boolean wins(Row first, Row second) {
            return Precedence.wins(asEntry(first), asEntry(second));
        }

        private static FlowEntry asEntry(Row row) {
            return new FlowEntry(row.table, row.priority, row.match, row.actions, row.cookie, 0);
        }
    }
}
