package io.weft.vswitch.track;

/** What a state machine says of a packet: a result, and the timeout that the connection now has, packed into an {@code int}. */
final class Step {
    /** The packet belongs to the connection and both sides use it. */
    static final int ESTABLISHED = 0;

    /** The packet belongs to the connection, which still opens. */
    static final int OPENING = 1;

    /** The connection was over: it goes, and the packet begins another. */
    static final int REOPEN = 2;

    /** The packet does not fit the connection. */
    static final int INVALID_FLAGS = 3;

    static final int INVALID_WINDOW = 4;
    static final int INVALID_SCTP = 5;

    private static final Timeout[] TIMEOUTS = Timeout.values();

    private Step() {}

    static int of(int result, Timeout timeout) {
        return result | timeout.ordinal() + 1 << 8;
    }

    static int result(int step) {
        return step & 0xFF;
    }

    /** The timeout that starts anew, or null: the deadline stays. */
    static Timeout timeout(int step) {
        int number = step >>> 8;
        return number == 0 ? null : TIMEOUTS[number - 1];
    }
}
