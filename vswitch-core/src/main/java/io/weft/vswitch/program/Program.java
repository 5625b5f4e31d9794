package io.weft.vswitch.program;

import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.frozen.FrozenState;
import java.util.Arrays;
import java.util.List;

/**
 * What a datapath does to a packet, as flat code. Equal programs are equal objects, so that they can be interned and packets grouped by
 * program.
 *
 * <pre>
 *   one instruction = one word:  63 ............... 8 | 7 ...... 0
 *                                operand              | opcode
 *   OUTPUT        port                             DROP          reason (ordinal of the drop reason)
 *   CONTROLLER    index of an {@link Upcall}       POP_VLAN      -
 *   PUSH_VLAN     tpid &lt;&lt; 16 | tci                  METER         index of the meter in the datapath
 *   SET_MARK      pkt_mark                         SET_PRIORITY  skb_priority
 *   TRUNCATE      bytes: the next OUTPUT sends the first ones alone
 *   TUNNEL        index of a {@link io.weft.vswitch.tunnel.TunnelOrder}: the next OUTPUT sends into this tunnel
 *   SAMPLE        index of a constant                 REJECT     index of a {@link RejectOrder}
 *   CLONE_BEGIN   -      what follows happens to a copy of the packet ... CLONE_END: the packet is as it was at CLONE_BEGIN
 *   TRACK         index of a {@link io.weft.vswitch.track.TrackOrder}: the packet's connection words are then what the tracker says
 *   UNTRACK       -      they are those of a packet that was never tracked
 *   RECIRCULATE   index of a {@link io.weft.vswitch.frozen.FrozenState}: a copy of the packet is looked up again, to go on there
 *   SET           word of the flow key, then two more words: value, mask
 *   CHECK_LENGTH  bytes, then one more word: else &lt;&lt; 32 | end. A longer packet goes on behind this, another one at else; both at end
 * </pre>
 *
 * A SET speaks of key words, not of headers: bits of the mask that the packet has no header for change nothing. What does not fit a word
 * is a <em>constant</em>, of which the code has the index. Make one with {@link ProgramBuilder}. Thread-safety: immutable.
 */
public final class Program {
    public static final int OUTPUT = 1;
    public static final int CONTROLLER = 2;
    public static final int PUSH_VLAN = 3;
    public static final int POP_VLAN = 4;
    public static final int SET = 5;
    public static final int DROP = 6;
    public static final int METER = 7;
    public static final int TRUNCATE = 8;
    public static final int SET_MARK = 9;
    public static final int SET_PRIORITY = 10;
    public static final int SAMPLE = 11;
    public static final int CLONE_BEGIN = 12;
    public static final int CLONE_END = 13;
    public static final int CHECK_LENGTH = 14;
    public static final int TRACK = 15;
    public static final int UNTRACK = 16;
    public static final int RECIRCULATE = 17;
    public static final int REJECT = 18;
    public static final int TUNNEL = 19;

    private static final int OPERAND_SHIFT = 8;

    private final long[] code;
    private final List<Object> constants;
    private final int hash;

    Program(long[] code, List<Object> constants) {
        this.code = code;
        this.constants = List.copyOf(constants);
        this.hash = 31 * Arrays.hashCode(code) + this.constants.hashCode();
    }

    /** The program that does {@code longer}, which has no branches, to packets that arrive with more than {@code length} bytes, else {@code other}. */
    public static Program byLength(int length, Program longer, Program other) {
        return LengthBranch.of(length, longer, other);
    }

    /** A program that counts the packet as dropped, and nothing else. */
    public static Program dropping(DropReason reason) {
        return new ProgramBuilder().drop(reason).build();
    }

    /** {@code program} for packets that come round from {@code state}: they still have the queue that was chosen before. */
    public static Program resumed(FrozenState state, Program program) {
        long priority = state.priority();
        if (priority == 0) {
            return program;
        }
        long[] code = new long[program.code.length + 1];
        code[0] = instruction(SET_PRIORITY, priority);
        System.arraycopy(program.code, 0, code, 1, program.code.length);
        LengthBranch.relocate(code, 1, code.length, 1);
        return new Program(code, program.constants);
    }

    /** Words of code. */
    public int length() {
        return code.length;
    }

    /** The word at {@code index}: an instruction, or an operand of the one before it. */
    public long word(int index) {
        return code[index];
    }

    /** A constant by the operand of an instruction. */
    public Object constant(int index) {
        return constants.get(index);
    }

    /** What a CONTROLLER with this operand sends along. */
    public Upcall upcall(int index) {
        return (Upcall) constants.get(index);
    }

    public static int opcode(long instruction) {
        return (int) instruction & 0xFF;
    }

    /** The operand of an instruction; see the drawing. */
    public static long operand(long instruction) {
        return instruction >>> OPERAND_SHIFT;
    }

    /** Whether the operand of an instruction is the index of a constant. */
    static boolean hasConstant(int opcode) {
        return opcode == CONTROLLER
                || opcode == SAMPLE
                || opcode == TRACK
                || opcode == RECIRCULATE
                || opcode == REJECT
                || opcode == TUNNEL;
    }

    /** Whether packets are tracked, so that some of them may be looked up again. */
    public boolean tracks() {
        for (int i = 0; i < code.length; i = next(i)) {
            int opcode = opcode(code[i]);
            if (opcode == TRACK || opcode == RECIRCULATE) {
                return true;
            }
        }
        return false;
    }

    /** Index of the instruction after the one at {@code index}. */
    public int next(int index) {
        return index + length(opcode(code[index]));
    }

    /** Words of an instruction with its operands. */
    public static int length(int opcode) {
        return opcode == SET ? 3 : opcode == CHECK_LENGTH ? 2 : 1;
    }

    /** Where a packet that is not longer goes on, by the word behind a CHECK_LENGTH. */
    public static int elseOf(long places) {
        return (int) (places >>> 32);
    }

    /** Where all packets go on, by the word behind a CHECK_LENGTH. */
    public static int endOf(long places) {
        return (int) places;
    }

    static long places(int elseAt, int end) {
        return (long) elseAt << 32 | end;
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

    /** Whether nothing is ever sent, to a port, to a controller, to a sample collector or back. */
    public boolean isDrop() {
        for (int i = 0; i < code.length; i = next(i)) {
            int opcode = opcode(code[i]);
            if (opcode == OUTPUT || hasConstant(opcode) || opcode == METER) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Program other
                && hash == other.hash
                && Arrays.equals(code, other.code)
                && constants.equals(other.constants);
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
