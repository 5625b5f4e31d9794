package io.weft.vswitch.shape;

/** A list of flows, first in, first out; a flow is in one list of its {@link FairQueue} at the most. One owner. Allocation: none. */
final class FlowList {
    private static final int NONE = -1;

    private final int[] next;
    private int head = NONE;
    private int tail = NONE;

    /** @param next the threads of all lists of the queue */
    FlowList(int[] next) {
        this.next = next;
    }

    boolean isEmpty() {
        return head == NONE;
    }

    int head() {
        return head;
    }

    void add(int flow) {
        next[flow] = NONE;
        if (head == NONE) {
            head = flow;
        } else {
            next[tail] = flow;
        }
        tail = flow;
    }

    int remove() {
        int flow = head;
        head = next[flow];
        return flow;
    }
}
