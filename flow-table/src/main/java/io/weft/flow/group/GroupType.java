package io.weft.flow.group;

import java.util.Locale;

/** What a group does with its buckets (OpenFlow 1.5.1 section 5.10.1). */
public enum GroupType {
    /** Every bucket gets a copy of the packet. */
    ALL,
    /** One bucket, chosen by a hash of the packet in proportion to the weights. */
    SELECT,
    /** The one bucket that there is. */
    INDIRECT,
    /** The first bucket that is live: fast failover. */
    FF;

    /** As ovs-ofctl(8) prints it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this name, or null. */
    public static GroupType byText(String text) {
        if (text.equals("fast_failover")) {
            return FF;
        }
        for (GroupType type : values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        return null;
    }
}
