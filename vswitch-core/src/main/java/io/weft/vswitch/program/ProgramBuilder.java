package io.weft.vswitch.program;

import io.weft.flow.key.Field;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.tunnel.TunnelOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Assembles a {@link Program}; reusable. Sets between two structural instructions are merged per key word and written in word order, so
 * that different ways of saying the same thing give equal programs; what nothing sends afterwards is left out, and so is a clone in which
 * nothing is changed or after which nothing happens.
 *
 * <p>Thread-safety: one owner. Allocation: {@link #build} alone, constants, and growth.
 */
public final class ProgramBuilder {
    private final long[] pendingValues = new long[FlowKey.PACKET_WORDS];
    private final long[] pendingMasks = new long[FlowKey.PACKET_WORDS];
    private final List<Object> constants = new ArrayList<>();
    private long[] code = new long[32];
    private int length;

    /** Code up to here has an effect; what follows is waiting for something that sends. */
    private int sentLength;

    private int pendingWords;
    private Block block;

    /** A clone or a branch that is still open. */
    private static final class Block {
        private final Block outer;
        private final int begin;
        private boolean changes;

        Block(Block outer, int begin) {
            this.outer = outer;
            this.begin = begin;
        }
    }

    /** Forgets everything; returns this. */
    public ProgramBuilder reset() {
        length = 0;
        sentLength = 0;
        block = null;
        constants.clear();
        clearPending();
        return this;
    }

    /** Sends the packet as it is now to a datapath port (0 or more). */
    public ProgramBuilder output(int datapathPort) {
        if (datapathPort < 0) {
            throw new IllegalArgumentException("datapath port " + datapathPort + "; allowed: 0 or more");
        }
        return effect(Program.OUTPUT, datapathPort);
    }

    /** Sends the first {@code maxLength} bytes (1 or more) of the packet as it is now to a datapath port (0 or more). */
    public ProgramBuilder output(int datapathPort, int maxLength) {
        structural(Program.TRUNCATE, maxLength);
        return output(datapathPort);
    }

    /** What is sent next, to a port that is an end of tunnels, goes into this one. */
    public ProgramBuilder tunnel(TunnelOrder order) {
        return structural(Program.TUNNEL, constant(order));
    }

    /** Sends the packet as it is now to the controllers. */
    public ProgramBuilder controller(Upcall upcall) {
        return effect(Program.CONTROLLER, constant(upcall));
    }

    /** Gives the packet as it is now to a sampler, which knows what {@code sample} means. */
    public ProgramBuilder sample(Object sample) {
        return effect(Program.SAMPLE, constant(sample));
    }

    /** Answers the packet as it is now that it is rejected. */
    public ProgramBuilder reject(RejectOrder order) {
        return effect(Program.REJECT, constant(order));
    }

    /** Lets the connection tracker see the packet as it is now. */
    public ProgramBuilder track(TrackOrder order) {
        changing();
        return effect(Program.TRACK, constant(order));
    }

    /** Forgets what the connection tracker said of the packet. */
    public ProgramBuilder untrack() {
        changing();
        return structural(Program.UNTRACK, 0);
    }

    /** Looks a copy of the packet as it is now up again, to go on from {@code state}. */
    public ProgramBuilder recirculate(FrozenState state) {
        return effect(Program.RECIRCULATE, constant(state));
    }

    /** Lets a meter judge the packet: it may drop it. {@code meter} is its index in the datapath. */
    public ProgramBuilder meter(int meter) {
        changing();
        return effect(Program.METER, meter);
    }

    /** Sets {@code pkt_mark}. */
    public ProgramBuilder mark(long mark) {
        changing();
        return structural(Program.SET_MARK, mark & 0xFFFF_FFFFL);
    }

    /** Sets {@code skb_priority}. */
    public ProgramBuilder priority(long priority) {
        changing();
        return structural(Program.SET_PRIORITY, priority & 0xFFFF_FFFFL);
    }

    /** Puts a VLAN header in front of what follows the MAC addresses; {@code tci} is sent as it is, bit 12 being the DEI. */
    public ProgramBuilder pushVlan(int tpid, int tci) {
        changing();
        return structural(Program.PUSH_VLAN, (long) (tpid & 0xFFFF) << 16 | tci & 0xFFFF);
    }

    /** Removes the outer VLAN header, if there is one. */
    public ProgramBuilder popVlan() {
        changing();
        return structural(Program.POP_VLAN, 0);
    }

    /** Sets the masked bits of a field of the packet (not of metadata or registers). The high halves matter for wide fields alone. */
    public ProgramBuilder set(Field field, long high, long low, long maskHigh, long maskLow) {
        if (field.isWide()) {
            set(field.word(), high, maskHigh);
            set(field.word() + 1, low, maskLow);
        } else {
            set(field.word(), low << field.shift(), (maskLow & field.ones()) << field.shift());
        }
        return this;
    }

    /** Sets the masked bits of a packet word of the key. */
    public ProgramBuilder set(int word, long value, long mask) {
        if (word < 1 || word >= FlowKey.PACKET_WORDS) {
            throw new IllegalArgumentException("key word " + word + " cannot be written to a packet; allowed: 1 to 15");
        }
        if (mask != 0) {
            pendingValues[word] = pendingValues[word] & ~mask | value & mask;
            pendingMasks[word] |= mask;
            pendingWords |= 1 << word;
        }
        return this;
    }

    /** Counts the packet as dropped, with this reason. */
    @SuppressWarnings("EnumOrdinal") // lives in this process only
    public ProgramBuilder drop(DropReason reason) {
        clearPending();
        append(Program.instruction(Program.DROP, reason.ordinal()));
        sentLength = length;
        return this;
    }

    // ---- blocks

    /** What follows happens to a copy of the packet, until {@link #endClone}. */
    public ProgramBuilder beginClone() {
        structural(Program.CLONE_BEGIN, 0);
        block = new Block(block, length - 1);
        return this;
    }

    /** From here on the packet is as it was when the clone began. */
    public ProgramBuilder endClone() {
        Block ended = block;
        block = ended.outer;
        clearPending();
        if (sentLength <= ended.begin) {
            length = ended.begin; // without effect
            return this;
        }
        length = sentLength;
        if (ended.changes) {
            append(Program.instruction(Program.CLONE_END, 0));
        } else {
            remove(ended.begin);
        }
        sentLength = length;
        return this;
    }

    /** Whether the innermost open block has sent something so far. */
    public boolean hasEffect() {
        return sentLength > (block == null ? 0 : block.begin + 1);
    }

    /** Bytes of the code so far. */
    public int bytes() {
        return length * Long.BYTES;
    }

    private void changing() {
        for (Block open = block; open != null && !open.changes; open = open.outer) {
            open.changes = true;
        }
    }

    /** Takes out the instruction (of one word, outside of branches) at {@code index}. */
    private void remove(int index) {
        System.arraycopy(code, index + 1, code, index, --length - index);
    }

    /** Nothing happens after the last instruction, so a clone that ends there need not be one. */
    private void dropLastClones() {
        while (sentLength > 0 && code[sentLength - 1] == Program.CLONE_END) {
            int depth = 0;
            int begin = -1;
            for (int i = 0; i < sentLength; i += Program.length(Program.opcode(code[i]))) {
                int opcode = Program.opcode(code[i]);
                if (opcode == Program.CLONE_BEGIN && depth++ == 0) {
                    begin = i;
                } else if (opcode == Program.CLONE_END) {
                    depth--;
                }
            }
            length = --sentLength;
            remove(begin);
            sentLength--;
        }
    }

    // ---- code

    /** Whether nothing was added since {@link #reset}. */
    public boolean isEmpty() {
        return length == 0 && pendingWords == 0;
    }

    /** The program so far. */
    public Program build() {
        dropLastClones();
        return new Program(Arrays.copyOf(code, sentLength), constants);
    }

    private int constant(Object constant) {
        int index = constants.indexOf(constant);
        if (index < 0) {
            constants.add(constant);
            return constants.size() - 1;
        }
        return index;
    }

    private ProgramBuilder effect(int opcode, long operand) {
        structural(opcode, operand);
        sentLength = length;
        return this;
    }

    private ProgramBuilder structural(int opcode, long operand) {
        if (pendingWords != 0) {
            changing();
        }
        for (int rest = pendingWords; rest != 0; rest &= rest - 1) {
            int word = Integer.numberOfTrailingZeros(rest);
            append(Program.instruction(Program.SET, word));
            append(pendingValues[word]);
            append(pendingMasks[word]);
        }
        clearPending();
        append(Program.instruction(opcode, operand));
        return this;
    }

    private void clearPending() {
        if (pendingWords != 0) {
            Arrays.fill(pendingValues, 0);
            Arrays.fill(pendingMasks, 0);
            pendingWords = 0;
        }
    }

    private void append(long word) {
        if (length == code.length) {
            code = Arrays.copyOf(code, 2 * length);
        }
        code[length++] = word;
    }
}
