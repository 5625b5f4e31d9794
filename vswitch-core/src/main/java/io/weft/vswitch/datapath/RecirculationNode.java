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

    /** By the lowest bits of their numbers; null where none has such a number now. */
    private RecirculatedFlow[] flows = new RecirculatedFlow[16];

    private int size;

    /** The last number that was given: no two flows ever have the same. */
    private long last;

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

    /** The megaflow that has this number, and no other one that ever was, or null. */
    RecirculatedFlow flow(long number) {
        RecirculatedFlow flow = flows[(int) number & flows.length - 1];
        return flow != null && flow.number == number ? flow : null;
    }

    /** A megaflow whose number ends with these bits, or null: nearly always the one that is meant. */
    RecirculatedFlow flowLike(int number) {
        RecirculatedFlow flow = flows[number & flows.length - 1];
        return flow != null && (int) flow.number == number ? flow : null;
    }

    /** Reads what {@link #flowLike} and {@link RecirculatedFlow#matches} will read, for the sake of the processor's caches; the result means nothing. */
    long touch(int[] numbers, int count) {
        int mask = flows.length - 1;
        long sum = 0;
        for (int n = 0; n < count; n++) {
            RecirculatedFlow flow = flows[numbers[n] & mask];
            sum += flow == null ? 0 : flow.number;
        }
        for (int n = 0; n < count; n++) {
            RecirculatedFlow flow = flows[numbers[n] & mask];
            sum += flow == null ? 0 : flow.touch();
        }
        return sum;
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
        if (2 * ++size > flows.length) {
            grow();
        }
        do {
            flow.number = ++last;
        } while (flows[(int) last & flows.length - 1] != null);
        flows[(int) last & flows.length - 1] = flow;
    }

    /** Two whose lowest bits differ still do when there are more of them. */
    private void grow() {
        RecirculatedFlow[] old = flows;
        flows = new RecirculatedFlow[2 * old.length];
        for (RecirculatedFlow flow : old) {
            if (flow != null) {
                flows[(int) flow.number & flows.length - 1] = flow;
            }
        }
    }

    void remove(RecirculatedFlow flow) {
        RecirculatedTable table = table(flow.mask);
        table.remove(flow);
        if (table.size() == 0) {
            tables.remove(table);
        }
        flows[(int) flow.number & flows.length - 1] = null;
        size--;
    }
}
