package io.weft.southbound.tunnel;

import io.weft.flow.memory.Memory;

/**
 * Layouts of the kernel's socket interface on 64-bit machines, in native byte order but for addresses and ports.
 *
 * <pre>
 *   mmsghdr   0 name (8)  8 its length (4)  16 iovec (8)  24 how many (8)  32 control (8)  40 its length (8)  48 flags (4)  56 bytes (4)
 *   iovec     0 address (8)  8 length (8)
 *   cmsghdr   0 length (8)  8 level (4)  12 type (4)  16 data, up to the next multiple of 8
 *   sockaddr_in   0 family (2)  2 port (2)  4 address (4)  8 zero (8)
 *   sockaddr_in6  0 family (2)  2 port (2)  4 flow (4)  8 address (16)  24 scope (4)
 * </pre>
 */
final class MessageDescriptor {
    /** Bytes of a mmsghdr. */
    static final int LENGTH = 64;

    static final int VECTOR = 16;
    static final int CONTROL_HEADER = 16;
    static final int ADDRESS4 = 16;
    static final int ADDRESS6 = 28;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int BYTES = 56;

    private MessageDescriptor() {}

    static void name(long message, long address, int length) {
        Memory.putLong(message + NAME, address);
        Memory.putInt(message + NAME_LENGTH, length);
    }

    static void nameLength(long message, int length) {
        Memory.putInt(message + NAME_LENGTH, length);
    }

    static void vectors(long message, long address, int count) {
        Memory.putLong(message + VECTORS, address);
        Memory.putLong(message + VECTOR_COUNT, count);
    }

    static void control(long message, long address, int length) {
        Memory.putLong(message + CONTROL, length == 0 ? 0 : address);
        Memory.putLong(message + CONTROL_LENGTH, length);
    }

    static void controlLength(long message, int length) {
        Memory.putLong(message + CONTROL_LENGTH, length);
    }

    static int controlLength(long message) {
        return (int) Memory.getLong(message + CONTROL_LENGTH);
    }

    static void flags(long message, int flags) {
        Memory.putInt(message + FLAGS, flags);
    }

    static int bytes(long message) {
        return Memory.getInt(message + BYTES);
    }

    static void vector(long vector, long address, int length) {
        Memory.putLong(vector, address);
        Memory.putLong(vector + 8, length);
    }

    /** Writes a cmsghdr for {@code length} bytes of data; returns where the next one goes. */
    static long control(long at, int level, int type, int length) {
        Memory.putLong(at, CONTROL_HEADER + length);
        Memory.putInt(at + 8, level);
        Memory.putInt(at + 12, type);
        return at + CONTROL_HEADER + (length + 7 & -8);
    }
}
