package io.weft.vswitch.translate;

/** The stack of {@code push} and {@code pop}, persistent, so that a copy of a packet has one of its own for free. Immutable. */
record ValueStack(long high, long low, ValueStack below, int bytes) {
    static final ValueStack EMPTY = new ValueStack(0, 0, null, 0);

    /** As much as Open vSwitch allows. */
    static final int MAX_BYTES = 65_536;

    /** With a value on top that takes {@code width} bits, and one byte that says how many. */
    ValueStack push(long valueHigh, long valueLow, int width) {
        return new ValueStack(valueHigh, valueLow, this, bytes + (width + 7) / 8 + 1);
    }

    boolean isEmpty() {
        return below == null;
    }
}
