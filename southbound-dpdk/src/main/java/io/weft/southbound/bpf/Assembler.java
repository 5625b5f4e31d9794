package io.weft.southbound.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Assembles eBPF instructions (Linux {@code Documentation/bpf/standardization/instruction-set.rst}; RFC 9669), one method a named
 * operation. An instruction is 8 bytes: opcode u8, destination and source register u4 each, offset s16, immediate s32.
 */
public final class Assembler {
    public static final int R0 = 0;
    public static final int R1 = 1;
    public static final int R2 = 2;
    public static final int R3 = 3;

    /** Helper {@code bpf_redirect_map(map, key, flags)}: flags' low bits are the verdict when the key is not there. */
    public static final int REDIRECT_MAP = 51;

    private static final int LOAD_WORD = 0x61;
    private static final int LOAD_IMMEDIATE_64 = 0x18;
    private static final int MOVE_IMMEDIATE = 0xb7;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;
    private static final int MAP_BY_DESCRIPTOR = 1;
    private static final int SLOT = 8;

    private final ByteBuffer code = ByteBuffer.allocate(64 * SLOT).order(ByteOrder.nativeOrder());

    /** {@code to = *(u32 *) (base + offset)}. */
    public Assembler loadWord(int to, int base, int offset) {
        return emit(LOAD_WORD, to, base, offset, 0);
    }

    /** {@code to = the map}; takes two slots. */
    public Assembler loadMap(int to, int mapFd) {
        emit(LOAD_IMMEDIATE_64, to, MAP_BY_DESCRIPTOR, 0, mapFd);
        return emit(0, 0, 0, 0, 0);
    }

    /** {@code to = value}. */
    public Assembler move(int to, int value) {
        return emit(MOVE_IMMEDIATE, to, 0, 0, value);
    }

    /** {@code r0 = helper(r1 ... r5)}. */
    public Assembler call(int helper) {
        return emit(CALL, 0, 0, 0, helper);
    }

    /** Returns r0. */
    public Assembler exit() {
        return emit(EXIT, 0, 0, 0, 0);
    }

    /** The instructions so far. */
    public byte[] toBytes() {
        byte[] bytes = new byte[code.position()];
        code.get(0, bytes);
        return bytes;
    }

    private Assembler emit(int opcode, int destination, int source, int offset, int immediate) {
        code.put((byte) opcode)
                .put((byte) (source << 4 | destination))
                .putShort((short) offset)
                .putInt(immediate);
        return this;
    }
}
