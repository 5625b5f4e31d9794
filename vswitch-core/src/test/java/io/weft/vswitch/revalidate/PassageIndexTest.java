package io.weft.vswitch.revalidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowChanges;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowTables;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.LooseMegaflows;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.reference.RandomFlows;
import io.weft.vswitch.reference.RandomPackets;
import io.weft.vswitch.translate.VisitKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the index finds is what reading every megaflow finds, whatever came and went before: random tables, packets and changes. */
final class PassageIndexTest {
    private static final int BRIDGE = 1;
    private static final int HISTORY = 60;

    private final FlowTables tables = new FlowTables();
    private final PassageIndex index = new PassageIndex();
    private final List<Megaflow> living = new ArrayList<>();
    private long concerned;
    private long spared;

    @Test
    void findsWhatReadingEveryMegaflowFinds() {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("index against reading all: -Dweft.seed=" + seed);
        long[] found = campaign(seed, 40);
        assertThat(found[0]).isGreaterThan(1000);
        assertThat(found[1]).isGreaterThan(10_000);
    }

    @Test
    @Tag("long")
    void findsWhatReadingEveryMegaflowFindsForLong() {
        assertThat(campaign(System.nanoTime(), 4000)[0]).isPositive();
    }

    private static long[] campaign(long seed, int worlds) {
        long[] found = new long[2];
        Random seeds = new Random(seed);
        for (int world = 0; world < worlds; world++) {
            PassageIndexTest test = new PassageIndexTest();
            test.world(seeds.nextLong());
            found[0] += test.concerned;
            found[1] += test.spared;
        }
        return found;
    }

    private void world(long seed) {
        Random random = new Random(seed);
        RandomFlows flows = new RandomFlows(random.nextLong());
        RandomPackets packets = new RandomPackets(random.nextLong());
        BridgeSnapshot bridge =
                new BridgeSnapshot(BRIDGE, "br0", 0x02_00_00_00_00_aaL, flows.ports(), tables, new MacTable());
        long version = 1;
        tables.apply(flows.tables(random.nextInt(60)), version, 0);
        try (LooseMegaflows megaflows = new LooseMegaflows()) {
            for (int step = 0; step < HISTORY; step++) {
                SwitchSnapshot snapshot = new SwitchSnapshot(version, List.of(bridge));
                for (int i = random.nextInt(20); i > 0; i--) {
                    add(megaflows.of(snapshot, KeyExtractor.extract(packets.wellFormed(), random.nextInt(6))));
                }
                for (int i = random.nextInt(12); i > 0 && !living.isEmpty(); i--) {
                    remove(random.nextInt(living.size()));
                }
                version++;
                compare(seed, change(flows, random, version, bridge));
            }
        }
    }

    private void add(Megaflow megaflow) {
        living.add(megaflow);
        index.add(megaflow);
    }

    private void remove(int place) {
        Megaflow last = living.removeLast();
        Megaflow gone = place == living.size() ? last : living.set(place, last);
        index.remove(gone);
    }

    /** Some changes, as one publication or as two that are taken up together. */
    private List<Publication> change(RandomFlows flows, Random random, long version, BridgeSnapshot bridge) {
        List<Publication> publications = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            List<FlowEntry> entries = new ArrayList<>();
            for (int mods = 1 + random.nextInt(random.nextInt(30) == 0 ? 600 : 4); mods > 0; mods--) {
                try {
                    FlowChanges changes = tables.apply(List.of(flows.change()), version, 0);
                    entries.addAll(changes.added());
                    entries.addAll(changes.removed());
                } catch (FlowModException e) {
                    assertThat(e).hasMessageNotContaining("bug");
                }
            }
            SwitchSnapshot snapshot = new SwitchSnapshot(version, List.of(bridge));
            publications.add(new Publication(snapshot, BRIDGE, entries, random.nextInt(10) == 0));
        }
        return publications;
    }

    private void compare(long seed, List<Publication> publications) {
        ChangeFilter filter = new ChangeFilter();
        publications.forEach(filter::add);
        Set<Megaflow> found = Collections.newSetFromMap(new IdentityHashMap<>());
        filter.forEachConcerned(index, found::add);
        Set<Megaflow> expected = Collections.newSetFromMap(new IdentityHashMap<>());
        living.stream()
                .filter(megaflow -> publications.stream().anyMatch(one -> concerns(publications, one, megaflow)))
                .forEach(expected::add);
        assertThat(found).as("world %d", seed).isEqualTo(expected);
        concerned += expected.size();
        spared += living.size() - expected.size();
    }

    // ---- the slow and obvious way

    private static boolean concerns(List<Publication> all, Publication publication, Megaflow megaflow) {
        Passage passage = megaflow.passage();
        if (publication.targets()
                && passage.credits().stream().anyMatch(io.weft.vswitch.translate.TargetUse.class::isInstance)) {
            return true;
        }
        for (int visit = 0; visit < passage.visitCount(); visit++) {
            for (FlowEntry entry : publication.entries()) {
                boolean lives = entry.isVisibleIn(publication.snapshot().version());
                if (!lives && passage.entry(visit) == entry) {
                    return true;
                }
                if ((lives || Arrival.isClause(entry))
                        && passage.place(visit) == Passage.place(BRIDGE, entry.table())
                        && (arrivals(all, entry.table()) > ChangeFilter.MOST_COMPARED
                                || mayFind(megaflow, visit, entry))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long arrivals(List<Publication> all, int table) {
        return all.stream()
                .mapToLong(publication -> publication.entries().stream()
                        .filter(entry -> entry.table() == table)
                        .filter(entry ->
                                entry.isVisibleIn(publication.snapshot().version()) || Arrival.isClause(entry))
                        .count())
                .sum();
    }

    private static boolean mayFind(Megaflow megaflow, int visit, FlowEntry entry) {
        FlowEntry found = megaflow.passage().entry(visit);
        Match match = entry.match();
        if (found != null) {
            boolean isByConjunction = found.match().mask(Fields.CONJ_ID.word()) != 0;
            if (entry.priority() < found.priority() && !isByConjunction && !Arrival.isClause(entry)) {
                return false;
            }
            for (int word = 0; word < FlowKey.WORDS; word++) {
                long both = match.mask(word) & found.match().mask(word);
                if (word != Fields.CONJ_ID.word()
                        && ((match.value(word) ^ found.match().value(word)) & both) != 0) {
                    return false;
                }
            }
        }
        for (int word = 0; word < FlowKey.ARRIVAL_WORD; word++) {
            if ((differing(megaflow, visit, word, match.value(word)) & match.mask(word)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bits in which every packet of the megaflow differs from {@code value} in a lookup, as far as is known. */
    private static long differing(Megaflow megaflow, int visit, int word, long value) {
        VisitKeys keys = megaflow.passage().keys();
        if (!keys.isKnown(visit) || word == Fields.CONJ_ID.word()) {
            return 0;
        }
        if (word == 0) {
            return keys.firstWord(visit) ^ value;
        }
        int written = keys.find(visit, word);
        boolean arrives = word < FlowKey.PACKET_WORDS;
        long mask = arrives ? megaflow.mask()[word] : -1L;
        if (written >= 0) {
            return (keys.value(written) ^ value) & (keys.bits(written) | mask);
        }
        return ((arrives ? megaflow.key()[word] : 0) ^ value) & mask;
    }
}
