package io.weft.flow.classifier;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Stage;

/**
 * Which bits of a key each {@link Stage} of a lookup reads. Every bit belongs to exactly one stage, those without a field too, so any
 * mask is the union of its stages.
 */
final class StageMasks {
    private static final Stage[] STAGES = Stage.values();
    private static final long IN_PORT = 0xFFFF_FFFF_0000_0000L;
    private static final long[][] MASKS = new long[STAGES.length][FlowKey.WORDS];

    static {
        MASKS[Stage.METADATA.ordinal()][0] = IN_PORT;
        MASKS[Stage.L2.ordinal()][0] = ~IN_PORT;
        assign(Stage.L2, 1, 2, 6);
        assign(Stage.L3, 3, 4, 8, 9, 10, 11, 12, 13);
        assign(Stage.L4, 5, 14, 15);
        assign(Stage.METADATA, 7);
        for (int word = FlowKey.PIPELINE_WORD; word < FlowKey.WORDS; word++) {
            assign(Stage.METADATA, word);
        }
    }

    private StageMasks() {}

    private static void assign(Stage stage, int... words) {
        for (int word : words) {
            MASKS[stage.ordinal()][word] = -1L;
        }
    }

    /** The bits of {@code word} that {@code stage} reads. */
    static long mask(Stage stage, int word) {
        return MASKS[stage.ordinal()][word];
    }
}
