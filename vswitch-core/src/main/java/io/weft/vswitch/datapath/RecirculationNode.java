package io.weft.vswitch.datapath;

import io.weft.vswitch.frozen.FrozenState;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** By their numbers; null where none has the number now. */
    private RecirculatedFlow[] flows = new RecirculatedFlow[16];

    private int[] freeNumbers = new int[16];
    private int freeCount;
    private int numbers;

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

    /** The megaflow that has a number, or null. */
    RecirculatedFlow flow(int number) {
        return number < flows.length ? flows[number] : null;
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
        flow.number = freeCount > 0 ? freeNumbers[--freeCount] : numbers++;
        if (flow.number == flows.length) {
            flows = Arrays.copyOf(flows, 2 * flows.length);
        }
        flows[flow.number] = flow;
    }

    void remove(RecirculatedFlow flow) {
        RecirculatedTable table = table(flow.mask);
        table.remove(flow);
        if (table.size() == 0) {
            tables.remove(table);
        }
        flows[flow.number] = null;
        if (freeCount == freeNumbers.length) {
            freeNumbers = Arrays.copyOf(freeNumbers, 2 * freeCount);
        }
        freeNumbers[freeCount++] = flow.number;
    }
}
