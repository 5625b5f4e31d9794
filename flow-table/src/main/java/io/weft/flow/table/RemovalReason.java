package io.weft.flow.table;

import java.util.Locale;

/** Why an entry is gone (OpenFlow 1.5.1 section 7.4.2). */
public enum RemovalReason {
    /** No packet for its idle timeout. */
    IDLE,
    /** Its hard timeout is over. */
    HARD,
    /** A change of the tables. */
    DELETE,
    /** A group that it used is gone. */
    GROUP_DELETE,
    /** A meter that it used is gone. */
    METER_DELETE,
    /** Its table was full. */
    EVICTION;

    /** As ovs-ofctl(8) prints it, such as {@code group_delete}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
