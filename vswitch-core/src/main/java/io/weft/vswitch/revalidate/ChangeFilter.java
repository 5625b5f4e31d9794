package io.weft.vswitch.revalidate;

import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Which megaflows some publications can concern. An entry that is gone concerns those that passed through it; one that came, those of which
 * some packet may match it in a lookup, where it is not beaten by what that lookup found. When in doubt, all that passed through the table.
 *
 * <p>What a lookup saw is known without doing it again ({@link Sight}), and who passed where as well ({@link PassageIndex}). Clauses of
 * conjunctive matches decide together, so of them both coming and going counts as coming.
 */
final class ChangeFilter {
    /** So many new entries of a table are compared one by one; of more, it is quicker to translate again. */
    static final int MOST_COMPARED = 256;

    private boolean everything;
    private boolean targets;
    private final List<FlowEntry> gone = new ArrayList<>();
    private final Int2ObjectHashMap<List<Arrival>> arrivals = new Int2ObjectHashMap<>();

    void add(Publication publication) {
        if (publication.bridge() == Publication.EVERYTHING) {
            everything = true;
            return;
        }
        targets |= publication.targets();
        for (FlowEntry entry : publication.entries()) {
            boolean isGone = !entry.isVisibleIn(publication.snapshot().version());
            if (isGone) {
                gone.add(entry);
            }
            if (!isGone || Arrival.isClause(entry)) {
                came(Passage.place(publication.bridge(), entry.table()), entry);
            }
        }
    }

    private void came(int place, FlowEntry entry) {
        List<Arrival> here = arrivals.get(place);
        if (here == null) {
            here = new ArrayList<>();
            arrivals.put(place, here);
        }
        if (here.size() <= MOST_COMPARED) {
            here.add(Arrival.of(place, entry));
        }
    }

    /** Whether every megaflow is concerned. */
    boolean isOfEverything() {
        return everything;
    }

    /** Calls {@code visitor} for each megaflow of the index that is concerned, at least once. */
    void forEachConcerned(PassageIndex index, Consumer<Megaflow> visitor) {
        if (targets) {
            index.forEachUserOfTargets(visitor);
        }
        for (FlowEntry entry : gone) {
            index.forEachThrough(entry, visitor);
        }
        arrivals.forEachInt((place, here) -> {
            if (here.size() > MOST_COMPARED) {
                index.forEachAt(place, visitor);
            } else {
                here.forEach(came -> index.forEachThatMayFind(came, visitor));
            }
        });
    }
}
