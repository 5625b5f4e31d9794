package io.weft.flow.table;

import java.util.Locale;

/** A wish that a change of the tables may carry; the entry keeps it. In the order in which ovs-ofctl(8) prints them. */
public enum FlowFlag {
    /** Tell the controller when the entry ends. */
    SEND_FLOW_REM,
    /** Refuse to add beside an entry of the same priority that some packet matches as well. */
    CHECK_OVERLAP,
    /** A modification sets the counters to 0. */
    RESET_COUNTS,
    /** Packets need not be counted; they are. */
    NO_PACKET_COUNTS,
    /** Bytes need not be counted; they are. */
    NO_BYTE_COUNTS;

    private static final FlowFlag[] VALUES = values();

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word of the flow grammar, such as {@code send_flow_rem}. */
    public String text() {
        return text;
    }

    /** The bit of this flag in {@link FlowLife#flags}. */
    @SuppressWarnings("EnumOrdinal") // the order here is that of the bits
    public int bit() {
        return 1 << ordinal();
    }

    /** The bits of all flags. */
    static int all() {
        return (1 << VALUES.length) - 1;
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
