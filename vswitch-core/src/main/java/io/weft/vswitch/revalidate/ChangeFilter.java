package io.weft.vswitch.revalidate;

import io.weft.flow.action.Action;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.table.FlowEntry;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.translate.TargetUse;
import io.weft.vswitch.translate.VisitKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which megaflows some publications can concern. An entry that is gone concerns those that passed through it; one that came, those of which
 * some packet may match it in a lookup, where it is not beaten by what that lookup found. When in doubt, all that passed through the table.
 *
 * <p>What a lookup saw is known without doing it again: words as they arrived, in the bits that the megaflow matches, and words that actions
 * had written ({@link VisitKeys}). Clauses of conjunctive matches decide together, so of them both coming and going counts as coming.
 */
final class ChangeFilter {
    /** So many new entries of a table are compared one by one; of more, it is quicker to translate again. */
    private static final int MOST_COMPARED = 64;

    private static final int CONJUNCTION_WORD = Fields.CONJ_ID.word();

    /** So many changed entries are looked for by their address alone, which touches no memory of theirs. */
    private static final int FEW = 16;

    /** What came to a table of a bridge. */
    private static final class Arrivals {
        private final int place;
        private final List<FlowEntry> entries = new ArrayList<>();
        private boolean tooMany;

        Arrivals(int place) {
            this.place = place;
        }

        void add(FlowEntry entry) {
            tooMany |= entries.size() == MOST_COMPARED;
            if (!tooMany) {
                entries.add(entry);
            }
        }
    }

    private boolean everything;
    private boolean targets;
    private final Set<FlowEntry> changed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<FlowEntry> few = new ArrayList<>();
    private final List<Arrivals> arrivals = new ArrayList<>();

    void add(Publication publication) {
        if (publication.bridge() == Publication.EVERYTHING) {
            everything = true;
            return;
        }
        targets |= publication.targets();
        for (FlowEntry entry : publication.entries()) {
            if (changed.add(entry) && few.size() <= FEW) {
                few.add(entry);
            }
            if (entry.isVisibleIn(publication.snapshot().version()) || isClause(entry)) {
                arrivalsAt(Passage.place(publication.bridge(), entry.table())).add(entry);
            }
        }
    }

    private Arrivals arrivalsAt(int place) {
        for (int i = arrivals.size() - 1; i >= 0; i--) {
            if (arrivals.get(i).place == place) {
                return arrivals.get(i);
            }
        }
        arrivals.add(new Arrivals(place));
        return arrivals.getLast();
    }

    boolean concerns(Megaflow megaflow) {
        if (everything) {
            return true;
        }
        Passage passage = megaflow.passage();
        if (targets && passage.credits().stream().anyMatch(TargetUse.class::isInstance)) {
            return true;
        }
        for (int visit = 0; visit < passage.visitCount(); visit++) {
            if (isChanged(passage.entry(visit)) || cameToConcern(megaflow, visit, passage.place(visit))) {
                return true;
            }
        }
        return false;
    }

    private boolean isChanged(FlowEntry entry) {
        if (few.size() > FEW) {
            return changed.contains(entry);
        }
        for (int i = 0; i < few.size(); i++) {
            if (few.get(i) == entry) {
                return true;
            }
        }
        return false;
    }

    private boolean cameToConcern(Megaflow megaflow, int visit, int place) {
        for (int i = 0; i < arrivals.size(); i++) {
            Arrivals came = arrivals.get(i);
            if (came.place == place) {
                return came.tooMany || concerns(megaflow, visit, came.entries);
            }
        }
        return false;
    }

    private static boolean concerns(Megaflow megaflow, int visit, List<FlowEntry> entries) {
        FlowEntry found = megaflow.passage().entry(visit);
        for (int i = 0; i < entries.size(); i++) {
            FlowEntry entry = entries.get(i);
            if (!isBeaten(entry, found) && mayMatch(megaflow, visit, entry)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code found} wins over {@code entry} for certain. What was found by a conjunction says nothing about priorities. */
    private static boolean isBeaten(FlowEntry entry, FlowEntry found) {
        return found != null
                && entry.priority() < found.priority()
                && found.match().mask(CONJUNCTION_WORD) == 0
                && !isClause(entry);
    }

    private static boolean isClause(FlowEntry entry) {
        for (Action action : entry.actions()) {
            if (action instanceof Action.Conjunction) {
                return true;
            }
        }
        return false;
    }

    /** Whether some packet of the megaflow may have looked like the entry in a lookup. */
    private static boolean mayMatch(Megaflow megaflow, int visit, FlowEntry entry) {
        VisitKeys keys = megaflow.passage().keys();
        if (!keys.isKnown(visit)) {
            return true;
        }
        for (int i = 0; i < entry.match().wordCount(); i++) {
            int word = entry.match().word(i);
            if ((differing(megaflow, keys, visit, word, entry.match().valueAt(i))
                            & entry.match().maskAt(i))
                    != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bits in which every packet of the megaflow differs from {@code value} in a lookup, as far as is known. */
    private static long differing(Megaflow megaflow, VisitKeys keys, int visit, int word, long value) {
        if (word == 0) {
            return keys.firstWord(visit) ^ value;
        }
        if (word == CONJUNCTION_WORD || word >= FlowKey.ARRIVAL_WORD) {
            return 0; // what a lookup makes of clauses, or what came beside the packet
        }
        int place = keys.find(visit, word);
        long arrivedMask = word < FlowKey.PACKET_WORDS ? megaflow.mask()[word] : -1L;
        if (place < 0) {
            long arrived = word < FlowKey.PACKET_WORDS ? megaflow.key()[word] : 0;
            return (arrived ^ value) & arrivedMask;
        }
        return (keys.value(place) ^ value) & (keys.bits(place) | arrivedMask);
    }

    /** Whether the program writes to the packet. */
    static boolean rewrites(Program program) {
        for (int i = 0; i < program.length(); i = program.next(i)) {
            if (Program.opcode(program.word(i)) == Program.SET) {
                return true;
            }
        }
        return false;
    }
}
