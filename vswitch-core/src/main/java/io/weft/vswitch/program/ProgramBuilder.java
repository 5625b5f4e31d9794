package io.weft.vswitch.program;

import io.weft.flow.key.Field;
import io.weft.flow.key.FlowKey;
import io.weft.vswitch.counters.DropReason;
import java.util.Arrays;

/**
 * Assembles a {@link Program}; reusable. Sets between two structural instructions are merged per key word and written in word order, so
 * that different ways of saying the same thing give equal programs; sets that nothing sends afterwards are left out.
 *
 * <p>Thread-safety: one owner. Allocation: {@link #build} alone, and growth.
 */
public final class ProgramBuilder {
    private final long[] pendingValues = new long[FlowKey.PACKET_WORDS];
    private final long[] pendingMasks = new long[FlowKey.PACKET_WORDS];
    private long[] code = new long[32];
    private int length;
    private int sentLength;
    private int pendingWords;

    /** Forgets everything; returns this. */
    public ProgramBuilder reset() {
        length = 0;
        sentLength = 0;
        clearPending();
        return this;
    }

    /** Sends the packet as it is now to a datapath port (0 or more). */
    public ProgramBuilder output(int datapathPort) {
        if (datapathPort < 0) {
            throw new IllegalArgumentException("datapath port " + datapathPort + "; allowed: 0 or more");
        }
        structural(Program.OUTPUT, datapathPort);
        sentLength = length;
        return this;
    }

    /**
     * Sends the first {@code maxLength} bytes of the packet as it is now to the controller.
     *
     * @param maxLength 0 to 65535
     * @param reason why, as in OpenFlow's packet-in: 0 no match, 1 action, 2 invalid TTL
     */
    public ProgramBuilder controller(int maxLength, int reason) {
        structural(Program.CONTROLLER, (long) (reason & 0xFF) << 32 | maxLength & 0xFFFF);
        sentLength = length;
        return this;
    }

    /** Puts a VLAN header in front of what follows the MAC addresses; {@code tci} is sent as it is, bit 12 being the DEI. */
    public ProgramBuilder pushVlan(int tpid, int tci) {
        structural(Program.PUSH_VLAN, (long) (tpid & 0xFFFF) << 16 | tci & 0xFFFF);
        return this;
    }

    /** Removes the outer VLAN header, if there is one. */
    public ProgramBuilder popVlan() {
        structural(Program.POP_VLAN, 0);
        return this;
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

    /** Whether nothing was added since {@link #reset}. */
    public boolean isEmpty() {
        return length == 0 && pendingWords == 0;
    }

    /** The program so far. */
    public Program build() {
        return new Program(Arrays.copyOf(code, sentLength));
    }

    private void structural(int opcode, long operand) {
        for (int rest = pendingWords; rest != 0; rest &= rest - 1) {
            int word = Integer.numberOfTrailingZeros(rest);
            append(Program.instruction(Program.SET, word));
            append(pendingValues[word]);
            append(pendingMasks[word]);
        }
        clearPending();
        append(Program.instruction(opcode, operand));
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
