package io.weft.flow.table;

import java.util.Locale;

/** A wish that a change of the tables may carry; the entry keeps it. In the order in which ovs-ofctl(8) prints them. */
public enum FlowFlag {
    /** Tell the controller when the entry ends. */
    SEND_FLOW_REM(1),
    /** Refuse to add beside an entry of the same priority that some packet matches as well. */
    CHECK_OVERLAP(2),
    /** A modification, or an addition that takes the place of an entry, sets the counters to 0; without it they go on. */
    RESET_COUNTS(4),
    /** Packets need not be counted; they are. */
    NO_PACKET_COUNTS(8),
    /** Bytes need not be counted; they are. */
    NO_BYTE_COUNTS(16);

    private static final FlowFlag[] VALUES = values();

    private final String text = name().toLowerCase(Locale.ROOT);
    private final int bit;

    FlowFlag(int bit) {
        this.bit = bit;
    }

    /** The word of the flow grammar, such as {@code send_flow_rem}. */
    public String text() {
        return text;
    }

    /** The bit of this flag in {@link FlowLife#flags}. */
    @SuppressWarnings("EnumOrdinal") // the order here is that of the bits
    public int bit() {
        return bit;
    }

    /** The bits of all flags. */
    static int all() {
        int bits = 0;
        for (FlowFlag flag : VALUES) {
            bits |= flag.bit;
        }
        return bits;
    }

    /** The flag of that word, or null. */
    public static FlowFlag byText(String text) {
        for (FlowFlag flag : VALUES) {
            if (flag.text.equals(text)) {
                return flag;
            }
        }
        return null;
    }

    /** The words of {@code flags}, each with a space behind it; empty for none. */
    public static String print(int flags) {
        if (flags == 0) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        for (FlowFlag flag : VALUES) {
            if ((flags & flag.bit()) != 0) {
                words.append(flag.text).append(' ');
            }
        }
        return words.toString();
    }
}
