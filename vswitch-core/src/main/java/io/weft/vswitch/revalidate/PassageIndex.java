package io.weft.vswitch.revalidate;

import io.weft.flow.match.MatchMask;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.translate.TargetUse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Which megaflows passed where, so that a change of the tables reads those that it can concern and no others.
 *
 * <pre>
 *   entry --------------------------------------&gt; Followers: the lookups that found it
 *   table --&gt; mask --&gt; FoundEntries --overlap--&gt; Followers --columns of words--&gt; megaflows
 *         \--&gt; found nothing ------------------&gt; Followers
 * </pre>
 *
 * The revalidator's own. Megaflows are told more than once where several of their lookups are concerned.
 */
final class PassageIndex {
    private final Map<FlowEntry, Followers> byEntry = new HashMap<>();
    private final Int2ObjectHashMap<Table> tables = new Int2ObjectHashMap<>();
    private final Set<Megaflow> usersOfTargets = new LinkedHashSet<>();

    /** The lookups of a table of a bridge. */
    private static final class Table {
        final Followers missed;
        final Map<MatchMask, FoundEntries> found = new LinkedHashMap<>();

        Table(int place) {
            missed = new Followers(place, null);
        }
    }

    void add(Megaflow megaflow) {
        Passage passage = megaflow.passage();
        megaflow.rows = new int[passage.visitCount()];
        for (int visit = 0; visit < passage.visitCount(); visit++) {
            followers(passage.place(visit), passage.entry(visit)).add(megaflow, visit);
        }
        if (usesTargets(passage)) {
            usersOfTargets.add(megaflow);
        }
    }

    private static boolean usesTargets(Passage passage) {
        for (int i = 0; i < passage.credits().size(); i++) {
            if (passage.credits().get(i) instanceof TargetUse) {
                return true;
            }
        }
        return false;
    }

    private Followers followers(int place, FlowEntry entry) {
        if (entry == null) {
            return table(place).missed;
        }
        Followers followers = byEntry.get(entry);
        if (followers == null) {
            followers = new Followers(place, entry);
            byEntry.put(entry, followers);
            table(place)
                    .found
                    .computeIfAbsent(entry.match().mask(), FoundEntries::new)
                    .add(followers);
        }
        return followers;
    }

    private Table table(int place) {
        Table table = tables.get(place);
        if (table == null) {
            table = new Table(place);
            tables.put(place, table);
        }
        return table;
    }

    void remove(Megaflow megaflow) {
        Passage passage = megaflow.passage();
        for (int visit = 0; visit < passage.visitCount(); visit++) {
            FlowEntry entry = passage.entry(visit);
            Followers followers = entry == null ? tables.get(passage.place(visit)).missed : byEntry.get(entry);
            followers.remove(megaflow, visit);
            if (followers.isEmpty()) {
                forget(followers);
            }
        }
        usersOfTargets.remove(megaflow);
    }

    private void forget(Followers followers) {
        Table table = tables.get(followers.place);
        if (followers.found != null) {
            byEntry.remove(followers.found);
            MatchMask mask = followers.found.match().mask();
            FoundEntries same = table.found.get(mask);
            same.remove(followers);
            if (same.isEmpty()) {
                table.found.remove(mask);
            }
        }
        if (table.found.isEmpty() && table.missed.isEmpty()) {
            tables.remove(followers.place);
        }
    }

    /** Calls {@code visitor} for the megaflows that passed through {@code entry}. */
    void forEachThrough(FlowEntry entry, Consumer<Megaflow> visitor) {
        Followers followers = byEntry.get(entry);
        if (followers != null) {
            followers.forEach(visitor);
        }
    }

    /** Calls {@code visitor} for the megaflows that passed through a table. */
    void forEachAt(int place, Consumer<Megaflow> visitor) {
        Table table = tables.get(place);
        if (table != null) {
            table.missed.forEach(visitor);
            table.found.values().forEach(same -> same.forEach(followers -> followers.forEach(visitor)));
        }
    }

    /** Calls {@code visitor} for the megaflows that use groups or meters. */
    void forEachUserOfTargets(Consumer<Megaflow> visitor) {
        usersOfTargets.forEach(visitor);
    }

    /** Calls {@code visitor} for the megaflows of which some packet may find {@code came} in its table. */
    void forEachThatMayFind(Arrival came, Consumer<Megaflow> visitor) {
        Table table = tables.get(came.place());
        if (table == null) {
            return;
        }
        table.missed.forEachThatMayMatch(came.match(), visitor);
        for (FoundEntries same : table.found.values()) {
            same.forEachThatOverlaps(came.match(), followers -> {
                if (!came.isBeatenBy(followers.found)) {
                    followers.forEachThatMayMatch(came.match(), visitor);
                }
            });
        }
    }
}
