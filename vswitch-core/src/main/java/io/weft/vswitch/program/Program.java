package io.weft.vswitch.program;

import java.util.Arrays;

/**
 * What a datapath does to a packet, as flat code. Equal programs are equal objects, so that they can be interned and packets grouped by
 * program.
 *
 * <pre>
 *   one instruction = one word:  63 ............... 8 | 7 ...... 0
 *                                operand              | opcode
 *   OUTPUT      port                             DROP       reason (ordinal of the drop reason)
 *   CONTROLLER  reason &lt;&lt; 32 | length            POP_VLAN   -
 *   PUSH_VLAN   tpid &lt;&lt; 16 | tci
 *   SET         word of the flow key, then two more words: value, mask
 * </pre>
 *
 * A SET speaks of key words, not of headers: bits of the mask that the packet has no header for change nothing. Make one with {@link
 * ProgramBuilder}. Thread-safety: immutable.
 */
public final class Program {
    public static final int OUTPUT = 1;
    public static final int CONTROLLER = 2;
    public static final int PUSH_VLAN = 3;
    public static final int POP_VLAN = 4;
    public static final int SET = 5;
    public static final int DROP = 6;

    private static final int OPERAND_SHIFT = 8;

    private final long[] code;
    private final int hash;

    Program(long[] code) {
        this.code = code;
        this.hash = Arrays.hashCode(code);
    }

    /** Words of code. */
    public int length() {
        return code.length;
    }

    /** The word at {@code index}: an instruction, or an operand of the SET before it. */
    public long word(int index) {
        return code[index];
    }

    public static int opcode(long instruction) {
        return (int) instruction & 0xFF;
    }

    /** The operand of an instruction; see the drawing. */
    public static long operand(long instruction) {
        return instruction >>> OPERAND_SHIFT;
    }

    /** Index of the instruction after the one at {@code index}. */
    public int next(int index) {
        return opcode(code[index]) == SET ? index + 3 : index + 1;
    }

    static long instruction(int opcode, long operand) {
        return operand << OPERAND_SHIFT | opcode;
    }

    /** The datapath port when the program is one OUTPUT and nothing else, otherwise -1. */
    public int onlyOutput() {
        return code.length == 1 && opcode(code[0]) == OUTPUT ? (int) operand(code[0]) : -1;
    }

    /** Whether some instruction sends the packet to {@code datapathPort}. */
    public boolean outputsTo(int datapathPort) {
        for (int i = 0; i < code.length; i = next(i)) {
            if (opcode(code[i]) == OUTPUT && operand(code[i]) == datapathPort) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing is ever sent, to a port or to the controller. */
    public boolean isDrop() {
        for (int i = 0; i < code.length; i = next(i)) {
            int opcode = opcode(code[i]);
            if (opcode == OUTPUT || opcode == CONTROLLER) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Program other && hash == other.hash && Arrays.equals(code, other.code);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return ProgramText.format(this, Integer::toString);
    }
}
