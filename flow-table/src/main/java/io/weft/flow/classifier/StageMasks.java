package io.weft.flow.classifier;

import io.weft.flow.key.Stage;

/**
 * Which bits of a key each {@link Stage} of a lookup reads. Every bit belongs to exactly one stage, those without a field too, so any
 * mask is the union of its stages. The link-layer addresses of neighbour discovery share their words with those of ARP, and so are read
 * in the stage of the latter.
 */
final class StageMasks {
    private static final long IN_PORT = 0xFFFF_FFFF_0000_0000L;

    private StageMasks() {}

    /** The bits of {@code word} that {@code stage} reads. */
    static long mask(Stage stage, int word) {
        if (word == 0) {
            return switch (stage) {
                case METADATA -> IN_PORT;
                case L2 -> ~IN_PORT;
                case L3, L4 -> 0;
            };
        }
        return stage == of(word) ? -1L : 0;
    }

    private static Stage of(int word) {
        return switch (word) {
            case 1, 2, 6 -> Stage.L2;
            case 3, 4, 8, 9, 10, 11, 12, 13 -> Stage.L3;
            case 5, 7, 14, 15 -> Stage.L4;
            default -> Stage.METADATA; // metadata, registers, marks, connection, tunnel
        };
    }
}
