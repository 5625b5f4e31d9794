package io.weft.vswitch.datapath;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The packets of a burst by program: groups in the order in which they were begun, members in the order of the burst. */
final class Groups {
    private static final byte NONE = -1;
    static final int[] EVERYONE = IntStream.range(0, Burst.SIZE).toArray();

    private final int[] programs = new int[Burst.SIZE];
    private final int[] counts = new int[Burst.SIZE];
    private final int[][] members = new int[Burst.SIZE][Burst.SIZE];
    private byte[] groupOf = new byte[0];
    private int count;

    /** Makes room for program numbers below {@code limit}. */
    void reserve(int limit) {
        if (limit > groupOf.length) {
            int old = groupOf.length;
            groupOf = Arrays.copyOf(groupOf, Math.max(64, 2 * limit));
            Arrays.fill(groupOf, old, groupOf.length, NONE);
        }
    }

    void add(int program, int packet) {
        int group = groupOf[program];
        if (group == NONE) {
            group = count++;
            groupOf[program] = (byte) group;
            programs[group] = program;
            counts[group] = 0;
        }
        members[group][counts[group]++] = packet;
    }

    /** All {@code size} packets of the burst in one group; there is none before it. */
    void addAll(int program, int size) {
        groupOf[program] = 0;
        programs[0] = program;
        counts[0] = size;
        System.arraycopy(EVERYONE, 0, members[0], 0, size);
        count = 1;
    }

    int count() {
        return count;
    }

    int program(int group) {
        return programs[group];
    }

    int size(int group) {
        return counts[group];
    }

    /** Positions in the burst; the first {@link #size} are meant. */
    int[] members(int group) {
        return members[group];
    }

    void clear() {
        for (int group = 0; group < count; group++) {
            groupOf[programs[group]] = NONE;
        }
        count = 0;
    }
}
