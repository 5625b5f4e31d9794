package io.weft.flow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.Match;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Limits, eviction and timeouts against a model that keeps a list and looks at all of it each time: random changes, traffic, pauses, and
 * batches that are refused half-way.
 */
final class TableLivesLawsTest {
    private static final long S = 1_000_000_000L;
    private static final List<Action> OUTPUT = List.of(new Action.Output(1));

    @Test
    void tablesLiveAsTheModelSays() {
        campaign(100);
    }

    @Test
    @Tag("long")
    void tablesLiveAsTheModelSaysForLong() {
        campaign(20_000);
    }

    private static void campaign(int histories) {
        long first = Long.getLong("weft.seed", System.nanoTime());
        for (long seed = first; seed < first + histories; seed++) {
            new History(seed).run();
        }
    }

    /** A flow of the model. */
    private static final class Row {
        private final int priority;
        private final Match match;
        private final int port;
        private final FlowLife life;
        private long modifiedNs;
        private long usedNs;

        Row(int priority, Match match, int port, FlowLife life, long nowNs) {
            this.priority = priority;
            this.match = match;
            this.port = port;
            this.life = life;
            modifiedNs = nowNs;
            usedNs = nowNs;
        }

        boolean isOver(long nowNs) {
            return life.idleTimeoutS() > 0 && nowNs > usedNs + life.idleTimeoutS() * S || hardIsOver(nowNs);
        }

        boolean hardIsOver(long nowNs) {
            return life.hardTimeoutS() > 0 && nowNs > modifiedNs + life.hardTimeoutS() * S;
        }

        long endNs() {
            long idle = life.idleTimeoutS() == 0 ? Long.MAX_VALUE : usedNs + life.idleTimeoutS() * S;
            long hard = life.hardTimeoutS() == 0 ? Long.MAX_VALUE : modifiedNs + life.hardTimeoutS() * S;
            return Math.min(idle, hard);
        }

        String text() {
            return priority + " " + FlowText.print(match, PortNames.NUMBERS) + " " + life + " modified " + modifiedNs;
        }
    }

    private static final class History {
        private final SplittableRandom random;
        private final long seed;
        private final FlowTables tables = new FlowTables();
        private List<Row> rows = new ArrayList<>();
        private long version;
        private long nowNs = 5 * S;
        private int limit = Integer.MAX_VALUE;
        private boolean evicts;
        private boolean grouped;

        History(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> nowNs += random.nextLong(4 * S);
                    case 1 -> traffic();
                    case 2 -> expire();
                    case 3 -> configure();
                    default -> change();
                }
                if (random.nextBoolean()) {
                    tables.collect(version);
                }
                assertThat(tables.list(version, FlowFilter.ALL))
                        .as("seed %d, step %d", seed, step)
                        .extracting(History::text)
                        .containsExactlyInAnyOrderElementsOf(
                                rows.stream().map(Row::text).toList());
            }
        }

        private static String text(FlowEntry entry) {
            return entry.priority() + " " + FlowText.print(entry.match(), PortNames.NUMBERS) + " " + entry.life()
                    + " modified " + entry.modifiedNs();
        }

        private void traffic() {
            for (FlowEntry entry : tables.list(version, FlowFilter.ALL)) {
                if (random.nextBoolean()) {
                    entry.count(1, 60, nowNs);
                    row(rows, entry.priority(), entry.match()).usedNs = nowNs;
                }
            }
        }

        private static Row row(List<Row> rows, int priority, Match match) {
            return rows.stream()
                    .filter(row -> row.priority == priority && row.match.equals(match))
                    .findFirst()
                    .orElse(null);
        }

        private void expire() {
            List<FlowEntry> gone = new ArrayList<>();
            version++;
            while (tables.nextDeadlineNs() < nowNs) {
                gone.addAll(tables.expire(1 + random.nextInt(5), version, nowNs).removed());
            }
            for (FlowEntry entry : gone) {
                Row row = row(rows, entry.priority(), entry.match());
                assertThat(entry.removalReason())
                        .as("seed %d", seed)
                        .isEqualTo(row.hardIsOver(nowNs) ? RemovalReason.HARD : RemovalReason.IDLE);
            }
            rows.removeIf(row -> row.isOver(nowNs));
        }

        private void configure() {
            limit = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(8);
            evicts = random.nextInt(3) > 0;
            grouped = random.nextBoolean();
            List<Subfield> groups = grouped ? List.of(Subfield.of(Fields.IN_PORT)) : List.of();
            FlowChanges changes = tables.configure(0, new TableSettings("", limit, evicts, groups), ++version);
            while (rows.size() > limit && evicts && evict(rows, changes.removed())) {
                assertThat(rows).isNotNull();
            }
        }

        /** What the table chose must be one of those that the model allows: groups of one size are equal. */
        private boolean evict(List<Row> from, List<FlowEntry> removed) {
            List<Row> victims = victims(from);
            if (victims.isEmpty()) {
                return false;
            }
            for (FlowEntry entry : removed) {
                Row row = row(from, entry.priority(), entry.match());
                if (row != null && entry.removalReason() == RemovalReason.EVICTION && victims.contains(row)) {
                    return from.remove(row);
                }
            }
            throw new AssertionError("seed " + seed + ": none of those that may be evicted is gone");
        }

        private List<Row> victims(List<Row> from) {
            Map<Integer, List<Row>> groups = new HashMap<>();
            for (Row row : from) {
                if (row.life.hasTimeout()) {
                    groups.computeIfAbsent(grouped ? row.port : 0, _ -> new ArrayList<>())
                            .add(row);
                }
            }
            int largest = groups.values().stream().mapToInt(List::size).max().orElse(0);
            Comparator<Row> order = Comparator.<Row>comparingInt(row -> row.life.importance())
                    .thenComparingLong(row -> row.endNs() >> 16);
            List<Row> victims = new ArrayList<>();
            for (List<Row> group : groups.values()) {
                if (group.size() == largest) {
                    Row least = group.stream().min(order).orElseThrow();
                    group.stream().filter(row -> order.compare(row, least) == 0).forEach(victims::add);
                }
            }
            return victims;
        }

        /** A batch: refused as a whole when the model finds one change that is. */
        private void change() {
            List<FlowMod> mods = new ArrayList<>();
            // one at a time where flows are evicted: of a flow that comes and goes in one batch nothing is told
            for (int i = evicts ? 1 : 1 + random.nextInt(3); i > 0; i--) {
                mods.add(mod());
            }
            FlowChanges changes;
            try {
                changes = tables.apply(mods, version + 1, nowNs);
            } catch (FlowModException e) {
                List<Row> next = copy();
                assertThat(model(next, mods, List.of(), e.index()))
                        .as("seed %d: %s", seed, e)
                        .isFalse();
                return;
            }
            version++;
            List<Row> next = copy();
            assertThat(model(next, mods, changes.removed(), mods.size()))
                    .as("seed %d", seed)
                    .isTrue();
            rows = next;
        }

        private List<Row> copy() {
            List<Row> next = new ArrayList<>();
            for (Row row : rows) {
                Row twin = new Row(row.priority, row.match, row.port, row.life, row.modifiedNs);
                twin.usedNs = row.usedNs;
                next.add(twin);
            }
            return next;
        }

        private FlowMod mod() {
            int port = 1 + random.nextInt(3);
            String rest = random.nextBoolean() ? "" : ",udp,udp_src=" + random.nextInt(4);
            Match match = FlowText.parseMatch("in_port=" + port + rest, PortNames.NUMBERS);
            int priority = random.nextInt(2);
            return switch (random.nextInt(6)) {
                case 0 -> FlowMod.delete(0, match);
                case 1 -> FlowMod.modify(0, match, OUTPUT);
                default ->
                    FlowMod.add(0, priority, match, 0, OUTPUT)
                            .withLife(FlowLife.of(
                                    random.nextInt(4),
                                    random.nextInt(4),
                                    random.nextInt(3),
                                    random.nextInt(4) == 0
                                            ? FlowFlag.CHECK_OVERLAP.bit()
                                            : random.nextInt(2) * FlowFlag.RESET_COUNTS.bit()));
            };
        }

        /** Applies changes up to {@code end}; false when one of them, or the one at {@code end}, is refused. */
        private boolean model(List<Row> next, List<FlowMod> mods, List<FlowEntry> removed, int end) {
            List<FlowEntry> evicted = new ArrayList<>(removed);
            for (int i = 0; i < Math.min(mods.size(), end + 1); i++) {
                FlowMod mod = mods.get(i);
                boolean accepted = switch (mod.kind()) {
                    case ADD -> add(next, mod, evicted, removed.isEmpty() && end < mods.size());
                    case DELETE -> {
                        next.removeIf(row -> row.match.isSubsetOf(mod.match()));
                        yield true;
                    }
                    default -> modify(next, mod, evicted, removed.isEmpty() && end < mods.size());
                };
                if (!accepted) {
                    return false;
                }
            }
            return true;
        }

        private boolean modify(List<Row> next, FlowMod mod, List<FlowEntry> evicted, boolean isRefused) {
            List<Row> meant = next.stream()
                    .filter(row -> row.match.isSubsetOf(mod.match()))
                    .toList();
            meant.forEach(row -> row.modifiedNs = nowNs);
            return !meant.isEmpty() || add(next, mod, evicted, isRefused);
        }

        private boolean add(List<Row> next, FlowMod mod, List<FlowEntry> evicted, boolean isRefused) {
            Row old = row(next, mod.priority(), mod.match());
            if (old == null && mod.life().has(FlowFlag.CHECK_OVERLAP) && overlaps(next, mod)) {
                return false;
            }
            if (old == null && next.size() >= limit && !makeRoom(next, evicted, isRefused)) {
                return false;
            }
            Row row = new Row(mod.priority(), mod.match(), inPort(mod.match()), mod.life(), nowNs);
            if (old != null) {
                next.remove(old);
                row.usedNs = old.usedNs; // adding a flow again is no packet
            }
            next.add(row);
            return true;
        }

        private boolean makeRoom(List<Row> next, List<FlowEntry> evicted, boolean isRefused) {
            if (!evicts) {
                return false;
            }
            if (isRefused) { // which one it would have been is not known, and does not matter
                List<Row> victims = victims(next);
                return !victims.isEmpty() && next.remove(victims.getFirst());
            }
            return evict(next, evicted);
        }

        private static boolean overlaps(List<Row> next, FlowMod mod) {
            return next.stream().anyMatch(row -> row.priority == mod.priority() && row.match.overlaps(mod.match()));
        }

        private static int inPort(Match match) {
            String text = FlowText.print(match, PortNames.NUMBERS);
            return text.contains("in_port=1") ? 1 : text.contains("in_port=2") ? 2 : 3;
        }
    }
}
