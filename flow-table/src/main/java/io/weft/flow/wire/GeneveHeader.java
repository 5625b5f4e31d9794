package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The Geneve header (RFC 8926 section 3.4) and its options (section 3.5).
 *
 * <pre>
 *   0 version (2 bits), length of options / 4 (6 bits)  1 flags: OC...... (1)  2 protocol (2)  4 VNI (3)  7 reserved (1)  8 options
 *   an option:  0 class (2)  2 type (1; the highest bit: critical)  3 reserved (3 bits), length of data / 4 (5 bits)  4 data
 * </pre>
 *
 * Options are walked by {@link #nextOption}, which moves by at least 4 bytes, so that no header makes a loop.
 */
public final class GeneveHeader {
    /** Bytes before the options. */
    public static final int LENGTH = 8;

    /** The UDP port that IANA gave. */
    public static final int PORT = 6081;

    /** Bytes of all options at most. */
    public static final int MAX_OPTIONS = 252;

    /** Bytes of an option before its data. */
    public static final int OPTION_LENGTH = 4;

    /** Of an option's type: who does not know it must drop the packet. */
    public static final int CRITICAL = 0x80;

    private static final int FLAGS = 1;
    private static final int PROTOCOL = 2;
    private static final int VNI = 4;
    private static final int VNI_SHIFT = 8;
    private static final int OAM = 0x80;
    private static final int HAS_CRITICAL = 0x40;
    private static final int UNIT = 4;
    private static final int TYPE_ETHERNET = 0x6558;

    /** What is wrong with a header, if anything. */
    public enum Fault {
        NONE,
        /** The bytes end within it or its options. */
        SHORT,
        /** It is of another version than 0. */
        VERSION,
        /** It carries something else than Ethernet. */
        PROTOCOL,
        /** An option reaches beyond the options. */
        OPTIONS
    }

    private GeneveHeader() {}

    /** Judges a header and the lengths of its options; the accessors may be used where this says {@link Fault#NONE}. */
    public static Fault judge(long header, int readable) {
        if (readable < LENGTH) {
            return Fault.SHORT;
        }
        if (Memory.getByte(header) >>> 6 != 0) {
            return Fault.VERSION;
        }
        if (LENGTH + optionsLength(header) > readable) {
            return Fault.SHORT;
        }
        if (Memory.getShortNetwork(header + PROTOCOL) != TYPE_ETHERNET) {
            return Fault.PROTOCOL;
        }
        return areOptionsWhole(header) ? Fault.NONE : Fault.OPTIONS;
    }

    private static boolean areOptionsWhole(long header) {
        long end = header + LENGTH + optionsLength(header);
        long option = header + LENGTH;
        while (option < end) {
            option = nextOption(option);
        }
        return option == end;
    }

    /** Bytes of all options: 0 to {@link #MAX_OPTIONS}. */
    public static int optionsLength(long header) {
        return (Memory.getByte(header) & 0x3F) * UNIT;
    }

    /** The virtual network identifier, 24 bits. */
    public static int vni(long header) {
        return Memory.getIntNetwork(header + VNI) >>> VNI_SHIFT;
    }

    /** Whether the packet is one of operations, administration and management, for the tunnel's end itself. */
    public static boolean isOam(long header) {
        return (Memory.getByte(header + FLAGS) & OAM) != 0;
    }

    /** Writes a header; the options are the caller's to write behind it. */
    public static void write(long header, int vni, boolean oam, boolean critical, int optionsLength) {
        Memory.putByte(header, optionsLength / UNIT);
        Memory.putByte(header + FLAGS, (oam ? OAM : 0) | (critical ? HAS_CRITICAL : 0));
        Memory.putShortNetwork(header + PROTOCOL, TYPE_ETHERNET);
        Memory.putIntNetwork(header + VNI, vni << VNI_SHIFT);
    }

    // ---- options

    /** The address behind an option. */
    public static long nextOption(long option) {
        return option + OPTION_LENGTH + dataLength(option);
    }

    public static int optionClass(long option) {
        return Memory.getShortNetwork(option);
    }

    public static int type(long option) {
        return Memory.getByte(option + 2);
    }

    /** Bytes of an option's data: 0 to 124, a multiple of 4. */
    public static int dataLength(long option) {
        return (Memory.getByte(option + 3) & 0x1F) * UNIT;
    }

    /** Writes what stands before an option's data. */
    public static void writeOption(long option, int optionClass, int type, int dataLength) {
        Memory.putShortNetwork(option, optionClass);
        Memory.putByte(option + 2, type);
        Memory.putByte(option + 3, dataLength / UNIT);
    }
}
