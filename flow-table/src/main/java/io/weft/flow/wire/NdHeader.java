package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * A neighbour solicitation or advertisement (RFC 4861 section 4.3, 4.4): an ICMPv6 message with a target and options.
 *
 * <pre>
 *   0 ICMPv6 header (8)  8 target (16)  24 options: type (1), length in units of 8 bytes (1), value
 * </pre>
 */
public final class NdHeader {
    /** Bytes without options. */
    public static final int LENGTH = 24;

    public static final int SOLICITATION = 135;
    public static final int ADVERTISEMENT = 136;

    public static final int OPTION_SOURCE_ADDRESS = 1;
    public static final int OPTION_TARGET_ADDRESS = 2;

    /** Bytes of an option that carries an Ethernet address. */
    public static final int ADDRESS_OPTION_LENGTH = 8;

    /** The most options that are read; a message with more is read as if it ended there. */
    public static final int MOST_OPTIONS = 16;

    private static final int TARGET = 8;
    private static final int OPTION_TYPE = 0;
    private static final int OPTION_UNITS = 1;
    private static final int OPTION_ADDRESS = 2;

    private NdHeader() {}

    /** Whether an ICMPv6 header of this type and code begins a neighbour discovery message. */
    public static boolean isNeighbour(int type, int code) {
        return code == 0 && (type == SOLICITATION || type == ADVERTISEMENT);
    }

    public static long targetHigh(long header) {
        return Memory.getLongNetwork(header + TARGET);
    }

    public static long targetLow(long header) {
        return Memory.getLongNetwork(header + TARGET + 8);
    }

    public static void target(long header, long high, long low) {
        Memory.putLongNetwork(header + TARGET, high);
        Memory.putLongNetwork(header + TARGET + 8, low);
    }

    /**
     * The length in bytes of the option at {@code option}, which has {@code readable} bytes to the end of the message.
     *
     * @return 0 where the message ends or the option does not fit it: the walk stops there
     */
    public static int optionLength(long option, int readable) {
        if (readable < ADDRESS_OPTION_LENGTH) {
            return 0;
        }
        int length = Memory.getByte(option + OPTION_UNITS) << 3;
        return length <= readable ? length : 0;
    }

    /** The type of an option; {@link #optionLength} was not 0. */
    public static int optionType(long option) {
        return Memory.getByte(option + OPTION_TYPE);
    }

    /** The Ethernet address in an option of {@link #ADDRESS_OPTION_LENGTH} bytes. */
    public static long optionAddress(long option) {
        return Memory.getMacNetwork(option + OPTION_ADDRESS);
    }

    /** Writes an option that carries an Ethernet address. */
    public static void addressOption(long option, int type, long mac) {
        Memory.putByte(option + OPTION_TYPE, type);
        Memory.putByte(option + OPTION_UNITS, 1);
        optionAddress(option, mac);
    }

    /** Changes the Ethernet address in an option. */
    public static void optionAddress(long option, long mac) {
        Memory.putMacNetwork(option + OPTION_ADDRESS, mac);
    }

    /**
     * Where the option of {@code type} with an Ethernet address is in a message of {@code length} bytes, so that it can be rewritten.
     *
     * @return its offset from {@code header}, or 0 where there is none
     */
    public static int findAddressOption(long header, int length, int type) {
        int offset = LENGTH;
        for (int options = 0; options < MOST_OPTIONS; options++) {
            int optionLength = optionLength(header + offset, length - offset);
            if (optionLength == ADDRESS_OPTION_LENGTH && optionType(header + offset) == type) {
                return offset;
            }
            if (optionLength == 0) {
                return 0;
            }
            offset += optionLength;
        }
        return 0;
    }
}
