package io.weft.vswitch.frozen;

import io.weft.flow.action.Action;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import java.util.List;

/**
 * Where a packet's way through the tables stopped. Immutable.
 *
 * @param bridge the id of the bridge it was in
 * @param inPort the port through which it had come there, an OpenFlow number
 * @param table the table to go on in, or {@link #NO_TABLE} to go on with the lists
 * @param lists what was left to do, the innermost list first
 * @param values the packet's stack, top first
 * @param actionSet what awaits the end of the pipeline, as it was written
 * @param mirrors which mirrors of the bridge had a copy, a bit each
 * @param pipeline metadata, registers, marks, tunnel and connection: whole words of the key; the others were 0
 */
public record FrozenState(
        int bridge,
        int inPort,
        int table,
        List<FrozenList> lists,
        List<FrozenValue> values,
        List<Action> actionSet,
        int mirrors,
        Match pipeline) {
    /** In place of a table. */
    public static final int NO_TABLE = -1;

    /** Actions that may be left to do in all lists together. */
    public static final int MOST_ACTIONS = 4096;

    public FrozenState {
        lists = List.copyOf(lists);
        values = List.copyOf(values);
        actionSet = List.copyOf(actionSet);
    }

    /** Whether the packet goes on knowing its connection: it was tracked in order to go on, or was so when it paused. */
    public boolean isTracked() {
        return table != NO_TABLE || Fields.CT_STATE.low(pipelineKey()) != 0;
    }

    /** {@code skb_priority}: the queue that was chosen for the packet; 0: none. */
    public long priority() {
        return Fields.SKB_PRIORITY.low(pipelineKey());
    }

    private long[] pipelineKey() {
        long[] key = new long[FlowKey.WORDS];
        thaw(key);
        return key;
    }

    /** The same with some bits of its metadata changed. */
    public FrozenState with(Match changes) {
        long[] key = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        for (int word = FlowKey.PIPELINE_WORD; word < FlowKey.WORDS; word++) {
            mask[word] = pipeline.mask(word) | changes.mask(word);
            key[word] = pipeline.value(word) & ~changes.mask(word) | changes.value(word);
        }
        return new FrozenState(bridge, inPort, table, lists, values, actionSet, mirrors, new Match(key, mask));
    }

    /** Puts the words of {@link #pipeline} into a full key. */
    public void thaw(long[] key) {
        for (int word = FlowKey.PIPELINE_WORD; word < FlowKey.WORDS; word++) {
            long mask = pipeline.mask(word);
            key[word] = key[word] & ~mask | pipeline.value(word);
        }
    }
}
