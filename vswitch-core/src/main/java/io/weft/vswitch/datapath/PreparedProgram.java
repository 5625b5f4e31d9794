package io.weft.vswitch.datapath;

import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.KnownConnections;
import io.weft.vswitch.track.TrackOrder;

/** A program interned by one PMD: its number, and what execution wants to know beforehand. */
final class PreparedProgram {
    /** An OUTPUT that may have the packet itself, because nothing is done to it afterwards. */
    static final int LAST_OUTPUT = 64;

    /** A RECIRCULATE that may have the packet itself. */
    static final int LAST_RECIRCULATE = 65;

    /** By the index of their constant, the places where RECIRCULATE leads; empty when there is none. */
    private static final RecirculationNode[] NOWHERE = {};

    private static final int[] NO_TUNNELS = {};

    final Program program;
    final int number;

    /** The program's code, in which some OUTPUT are {@link #LAST_OUTPUT}. */
    final long[] code;

    /** The only thing it does is to send to this port; -1 when it does more or less. */
    final int onlyOutput;

    /** How deep clones nest. */
    final int cloneDepth;

    /** How many branches there are at most within each other. */
    final int checkDepth;

    /** Whether packets are tracked. */
    final boolean tracks;

    /** How packets are tracked, if that is all it does before it sends them round, and {@link KnownConnections} serves it; null otherwise. */
    final TrackOrder onlyTracks;

    /** How packets are tracked, if that is the first thing that it does; null otherwise. */
    final TrackOrder firstTracks;

    RecirculationNode[] nodes = NOWHERE;

    /** By the index of their constant, the numbers of tunnel orders; empty when there is none. */
    int[] tunnels = NO_TUNNELS;

    int users;

    PreparedProgram(Program program, int number) {
        this.program = program;
        this.number = number;
        this.onlyOutput = program.onlyOutput();
        code = new long[program.length()];
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < code.length; i = program.next(i)) {
            for (int word = i; word < program.next(i); word++) {
                code[word] = program.word(word);
            }
            int opcode = Program.opcode(code[i]);
            depth += opcode == Program.CLONE_BEGIN ? 1 : opcode == Program.CLONE_END ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        cloneDepth = deepest;
        checkDepth = checkDepth(0, code.length);
        tracks = program.tracks();
        markLastOutputs();
        onlyTracks = onlyTracks();
        boolean isFirst = code.length > 0 && Program.opcode(code[0]) == Program.TRACK;
        firstTracks = isFirst ? (TrackOrder) program.constant((int) Program.operand(code[0])) : null;
    }

    private TrackOrder onlyTracks() {
        boolean isSo = code.length == Program.length(Program.TRACK) + Program.length(Program.RECIRCULATE)
                && Program.opcode(code[0]) == Program.TRACK
                && Program.opcode(code[code.length - 1]) == LAST_RECIRCULATE;
        if (!isSo) {
            return null;
        }
        TrackOrder order = (TrackOrder) program.constant((int) Program.operand(code[0]));
        return KnownConnections.isServed(order) ? order : null;
    }

    /** Where {@link #onlyTracks} packets go on; null when there are too many states. */
    RecirculationNode next() {
        return nodes[(int) Program.operand(code[code.length - 1])];
    }

    /** From the end to the beginning: an OUTPUT is the last if nothing that follows uses the packet. A CLONE_END gives up its copy. */
    private void markLastOutputs() {
        int[] places = new int[code.length];
        int count = 0;
        for (int i = 0; i < code.length; i = program.next(i)) {
            places[count++] = i;
        }
        boolean[] used = new boolean[cloneDepth + 1];
        int level = 0;
        for (int n = count - 1; n >= 0; n--) {
            int at = places[n];
            switch (Program.opcode(code[at])) {
                case Program.CLONE_END -> used[++level] = false;
                case Program.CLONE_BEGIN -> used[--level] = true;
                case Program.OUTPUT -> {
                    if (!used[level]) {
                        code[at] += LAST_OUTPUT - Program.OUTPUT;
                    }
                    used[level] = true;
                }
                case Program.RECIRCULATE -> {
                    if (!used[level]) {
                        code[at] += LAST_RECIRCULATE - Program.RECIRCULATE;
                    }
                    used[level] = true;
                }
                default -> used[level] = true;
            }
        }
    }

    /** The CLONE_END of the CLONE_BEGIN at {@code begin}. */
    int cloneEnd(int begin) {
        int depth = 0;
        int i = begin;
        while (true) {
            int opcode = Program.opcode(code[i]);
            depth += opcode == Program.CLONE_BEGIN ? 1 : opcode == Program.CLONE_END ? -1 : 0;
            if (depth == 0) {
                return i;
            }
            i = program.next(i);
        }
    }

    private int checkDepth(int from, int end) {
        int deepest = 0;
        for (int i = from; i < end; ) {
            if (Program.opcode(code[i]) == Program.CHECK_LENGTH) {
                int elseAt = Program.elseOf(code[i + 1]);
                int endAt = Program.endOf(code[i + 1]);
                deepest = Math.max(deepest, 1 + Math.max(checkDepth(i + 2, elseAt), checkDepth(elseAt, endAt)));
                i = endAt;
            } else {
                i = program.next(i);
            }
        }
        return deepest;
    }
}
