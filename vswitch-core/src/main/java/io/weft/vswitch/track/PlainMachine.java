package io.weft.vswitch.track;

import io.weft.flow.memory.Memory;

/**
 * States of protocols that have none: UDP and every other IP protocol, and ICMP requests. One packet; several one way; both ways.
 *
 * <p>The state is the first number of the record's states.
 */
final class PlainMachine {
    static final int FIRST = 0;
    static final int MULTIPLE = 1;
    static final int BOTH_WAYS = 2;

    private PlainMachine() {}

    static Timeout begin(long record, boolean icmp) {
        Memory.putInt(record + RecordDescriptor.STATES, FIRST);
        return icmp ? Timeout.ICMP_FIRST : Timeout.UDP_FIRST;
    }

    static int state(long record) {
        return Memory.getInt(record + RecordDescriptor.STATES);
    }

    static int update(long record, boolean reply) {
        int state = state(record);
        int next = reply ? BOTH_WAYS : Math.max(state, MULTIPLE);
        if (next == BOTH_WAYS && state != BOTH_WAYS) {
            int flags = RecordDescriptor.flags(record);
            Memory.putInt(
                    record + RecordDescriptor.FLAGS, flags | RecordDescriptor.SEEN_REPLY | RecordDescriptor.ASSURED);
        }
        Memory.putInt(record + RecordDescriptor.STATES, next);
        return next == BOTH_WAYS
                ? Step.of(Step.ESTABLISHED, Timeout.UDP_MULTIPLE)
                : Step.of(Step.OPENING, Timeout.UDP_SINGLE);
    }

    /** ICMP: an answer makes the connection established; a flood of echoes protects none. */
    static int updateIcmp(long record, boolean reply) {
        if (reply && state(record) == FIRST) {
            Memory.putInt(record + RecordDescriptor.STATES, BOTH_WAYS);
            Memory.putInt(
                    record + RecordDescriptor.FLAGS, RecordDescriptor.flags(record) | RecordDescriptor.SEEN_REPLY);
        }
        return state(record) == BOTH_WAYS
                ? Step.of(Step.ESTABLISHED, Timeout.ICMP_REPLY)
                : Step.of(Step.OPENING, Timeout.ICMP_FIRST);
    }
}
