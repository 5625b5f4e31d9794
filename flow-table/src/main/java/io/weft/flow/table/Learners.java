package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.action.LearnSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The living entries with {@code learn} actions, as far as other entries depend on them: how many have {@code delete_learned} for a table and
 * cookie, and how many limit the entries of a table and cookie, which that table then counts. Entries that do not learn cost a look at
 * their actions.
 *
 * <p>Thread-safety: the conductor's own.
 */
final class Learners {
    private final FlowTables tables;
    private final Map<Learned, Integer> deleting = new HashMap<>();
    private final Map<Learned, Integer> limiting = new HashMap<>();

    /** Entries that were learned, or look as if they were. */
    record Learned(int table, long cookie) {
        static Learned by(LearnSpec spec) {
            return new Learned(spec.table(), spec.cookie());
        }
    }

    Learners(FlowTables tables) {
        this.tables = tables;
    }

    /** An entry begins to live. */
    void add(FlowEntry entry) {
        if (ActionList.isPlain(entry.actions())) {
            return;
        }
        forEach(entry.actions(), spec -> {
            if (spec.flags().deleteLearned()) {
                deleting.merge(Learned.by(spec), 1, Integer::sum);
            }
            if (spec.limit() != 0 && limiting.merge(Learned.by(spec), 1, Integer::sum) == 1) {
                tables.table(spec.table()).watchCookie(spec.cookie());
            }
        });
    }

    /** An entry lives no more; {@code orphaned} hears what nobody with {@code delete_learned} refers to now. */
    void remove(FlowEntry entry, Consumer<Learned> orphaned) {
        if (ActionList.isPlain(entry.actions())) {
            return;
        }
        forEach(entry.actions(), spec -> {
            Learned learned = Learned.by(spec);
            if (spec.flags().deleteLearned() && decrement(deleting, learned)) {
                orphaned.accept(learned);
            }
            if (spec.limit() != 0 && decrement(limiting, learned)) {
                tables.table(spec.table()).ignoreCookie(spec.cookie());
            }
        });
    }

    /** Whether no living entry has {@code delete_learned} for these. */
    boolean areOrphans(Learned learned) {
        return !deleting.containsKey(learned);
    }

    /** Whether that was the last one. */
    private static boolean decrement(Map<Learned, Integer> counts, Learned learned) {
        return counts.computeIfPresent(learned, (key, count) -> count == 1 ? null : count - 1) == null;
    }

    private static void forEach(List<Action> actions, Consumer<LearnSpec> visitor) {
        for (Action action : actions) {
            switch (action) {
                case Action.Learn learn -> visitor.accept(learn.spec());
                case Action.Clone clone -> forEach(clone.actions(), visitor);
                case Action.WriteActions write -> forEach(write.actions(), visitor);
                default -> {} // learns nothing
            }
        }
    }
}
