package io.weft.flow.table;

/**
 * How long an entry lives, what it is worth when its table is full, and what is said when it ends: the attributes of a flow_mod besides
 * match, priority, cookie and actions (OpenFlow 1.5.1 section 7.3.4.2).
 *
 * @param idleTimeoutS ends after so many seconds without a packet, 1 to 65535; 0: never
 * @param hardTimeoutS ends so many seconds after it was added or last modified, 1 to 65535; 0: never
 * @param importance 0 to 65535; of two entries the less important is evicted first
 * @param flags bits of {@link FlowFlag}
 */
public record FlowLife(int idleTimeoutS, int hardTimeoutS, int importance, int flags) {
    /** The largest timeout and importance. */
    public static final int MAX = 65535;

    /** For ever, of no importance, and nothing is said. */
    public static final FlowLife FOREVER = new FlowLife(0, 0, 0, 0);

    /** As every addition of OpenFlow 1.0 and 1.1 that says nothing about it. */
    private static final FlowLife RESETTING = new FlowLife(0, 0, 0, FlowFlag.RESET_COUNTS.bit());

    /** The same, but one object for all entries that live for ever. */
    public static FlowLife of(int idleTimeoutS, int hardTimeoutS, int importance, int flags) {
        if ((idleTimeoutS | hardTimeoutS | importance) == 0) {
            if (flags == 0) {
                return FOREVER;
            }
            if (flags == RESETTING.flags) {
                return RESETTING;
            }
        }
        return new FlowLife(idleTimeoutS, hardTimeoutS, importance, flags);
    }

    /** For ever, with these flags. */
    public static FlowLife with(FlowFlag... flags) {
        int bits = 0;
        for (FlowFlag flag : flags) {
            bits |= flag.bit();
        }
        return of(0, 0, 0, bits);
    }

    /** The same with these timeouts in seconds, 0 for none. */
    public FlowLife withTimeouts(int idleS, int hardS) {
        return of(idleS, hardS, importance, flags);
    }

    /** The same with timeouts of at most so many seconds; 0 leaves one as it is. */
    public FlowLife shortened(int idleS, int hardS) {
        return withTimeouts(shorter(idleTimeoutS, idleS), shorter(hardTimeoutS, hardS));
    }

    private static int shorter(int timeoutS, int mostS) {
        return mostS != 0 && (timeoutS == 0 || timeoutS > mostS) ? mostS : timeoutS;
    }

    /** The same with this importance. */
    public FlowLife withImportance(int value) {
        return of(idleTimeoutS, hardTimeoutS, value, flags);
    }

    /** The same with this flag, or without it. */
    public FlowLife with(FlowFlag flag, boolean set) {
        int changed = set ? flags | flag.bit() : flags & ~flag.bit();
        return changed == flags ? this : of(idleTimeoutS, hardTimeoutS, importance, changed);
    }

    public boolean has(FlowFlag flag) {
        return (flags & flag.bit()) != 0;
    }

    /** Whether it ends by itself. */
    public boolean hasTimeout() {
        return (idleTimeoutS | hardTimeoutS) != 0;
    }
}
