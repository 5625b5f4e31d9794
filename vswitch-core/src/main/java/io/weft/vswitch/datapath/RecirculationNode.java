package io.weft.vswitch.datapath;

import io.weft.vswitch.frozen.FrozenState;
import java.util.ArrayList;
import java.util.List;

/** A frozen state in which packets of one PMD go round, and the megaflows of those packets. That PMD's own. */
final class RecirculationNode {
    /** Masks of one state; more are not kept. */
    static final int MOST_MASKS = 64;

    final FrozenState state;
    final int id;

    /** Programs that send packets here, and megaflows of packets that came. */
    int users;

    private final List<RecirculatedTable> tables = new ArrayList<>();

    RecirculationNode(FrozenState state, int id) {
        this.state = state;
        this.id = id;
    }

    /** The megaflow of a key, or null. */
    RecirculatedFlow find(long[] key) {
        for (int i = 0; i < tables.size(); i++) {
            RecirculatedFlow flow = tables.get(i).find(key);
            if (flow != null) {
                return flow;
            }
        }
        return null;
    }

    /** Whether there is room for a mask. */
    boolean admits(long[] mask) {
        return table(mask) != null || tables.size() < MOST_MASKS;
    }

    private RecirculatedTable table(long[] mask) {
        for (RecirculatedTable table : tables) {
            if (table.hasMask(mask)) {
                return table;
            }
        }
        return null;
    }

    void add(RecirculatedFlow flow) {
        RecirculatedTable table = table(flow.mask);
        if (table == null) {
            table = new RecirculatedTable(flow.mask);
            tables.add(table);
        }
        table.add(flow);
    }

    void remove(RecirculatedFlow flow) {
        RecirculatedTable table = table(flow.mask);
        table.remove(flow);
        if (table.size() == 0) {
            tables.remove(table);
        }
    }
}
