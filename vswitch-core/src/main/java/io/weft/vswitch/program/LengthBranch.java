package io.weft.vswitch.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One program of two, by the length of the packet. What both do first is done once, before the lengths part; programs that are equal need
 * no branch.
 */
final class LengthBranch {
    private static final int TAG_BYTES = 4;

    private final List<Object> constants = new ArrayList<>();
    private final long[] longer;
    private final long[] other;
    private int common;
    private int addedTags;

    private LengthBranch(Program longer, Program other) {
        this.longer = code(longer);
        this.other = code(other);
        findCommon();
    }

    /**
     * The program that does {@code longer} to packets with more than {@code length} bytes, as they arrive, and {@code other} to the rest.
     * {@code longer} has no branches itself.
     */
    static Program of(int length, Program longer, Program other) {
        return longer.equals(other) ? longer : new LengthBranch(longer, other).build(length);
    }

    /** The code with the constants of both programs in one list. */
    private long[] code(Program program) {
        long[] code = new long[program.length()];
        for (int i = 0; i < code.length; i = program.next(i)) {
            int opcode = Program.opcode(program.word(i));
            for (int word = i; word < program.next(i); word++) {
                code[word] = program.word(word);
            }
            if (Program.hasConstant(opcode)) {
                Object constant = program.constant((int) Program.operand(code[i]));
                if (!constants.contains(constant)) {
                    constants.add(constant);
                }
                code[i] = Program.instruction(opcode, constants.indexOf(constant));
            }
        }
        return code;
    }

    /** How many words both begin with, up to a place outside of clones where nothing is under way. */
    private void findCommon() {
        int depth = 0;
        int tags = 0;
        for (int i = 0; i < longer.length && i < other.length; ) {
            int opcode = Program.opcode(longer[i]);
            int next = i + Program.length(opcode);
            boolean same = next <= other.length && Arrays.equals(longer, i, next, other, i, next);
            if (!same || opcode == Program.CHECK_LENGTH) {
                return;
            }
            depth += opcode == Program.CLONE_BEGIN ? 1 : opcode == Program.CLONE_END ? -1 : 0;
            if (depth == 0) {
                tags += opcode == Program.PUSH_VLAN ? 1 : opcode == Program.POP_VLAN ? -1 : 0;
                if (opcode != Program.TRUNCATE && opcode != Program.TUNNEL) {
                    common = next;
                    addedTags = tags;
                }
            }
            i = next;
        }
    }

    private Program build(int length) {
        int begin = common + Program.length(Program.CHECK_LENGTH);
        int elseAt = begin + longer.length - common;
        int end = elseAt + other.length - common;
        long[] code = Arrays.copyOf(longer, end);
        code[common] = Program.instruction(Program.CHECK_LENGTH, Math.max(0, length + TAG_BYTES * addedTags));
        code[common + 1] = Program.places(elseAt, end);
        System.arraycopy(longer, common, code, begin, longer.length - common);
        System.arraycopy(other, common, code, elseAt, other.length - common);
        relocate(code, elseAt, end, elseAt - common);
        return new Program(code, constants);
    }

    /** The branches in moved code lead to places that moved as far. */
    static void relocate(long[] code, int from, int end, int distance) {
        for (int i = from; i < end; i += Program.length(Program.opcode(code[i]))) {
            if (Program.opcode(code[i]) == Program.CHECK_LENGTH) {
                long places = code[i + 1];
                code[i + 1] = Program.places(Program.elseOf(places) + distance, Program.endOf(places) + distance);
            }
        }
    }
}
