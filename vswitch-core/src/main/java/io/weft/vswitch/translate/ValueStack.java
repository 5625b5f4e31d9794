package io.weft.vswitch.translate;

import io.weft.vswitch.frozen.FrozenValue;
import java.util.ArrayList;
import java.util.List;

/** The stack of {@code push} and {@code pop}, persistent, so that a copy of a packet has one of its own for free. Immutable. */
record ValueStack(long high, long low, ValueStack below, int bytes) {
    static final ValueStack EMPTY = new ValueStack(0, 0, null, 0);

    /** As much as Open vSwitch allows. */
    static final int MAX_BYTES = 65_536;

    /** With a value on top that takes {@code width} bits, and one byte that says how many. */
    ValueStack push(long valueHigh, long valueLow, int width) {
        return new ValueStack(valueHigh, valueLow, this, bytes + (width + 7) / 8 + 1);
    }

    /** All values, top first. */
    List<FrozenValue> freeze() {
        List<FrozenValue> values = new ArrayList<>();
        for (ValueStack at = this; !at.isEmpty(); at = at.below) {
            values.add(new FrozenValue(at.high, at.low, at.bytes - at.below.bytes));
        }
        return values;
    }

    /** The stack that {@link #freeze} made these values of. */
    static ValueStack of(List<FrozenValue> values) {
        ValueStack stack = EMPTY;
        for (FrozenValue value : values.reversed()) {
            stack = new ValueStack(value.high(), value.low(), stack, stack.bytes + value.bytes());
        }
        return stack;
    }

    boolean isEmpty() {
        return below == null;
    }
}
