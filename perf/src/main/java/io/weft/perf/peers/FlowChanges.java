package io.weft.perf.peers;

/** A connection that changes the flow table of a switch often: rules of ever other addresses that no packet has. One thread uses it. */
interface FlowChanges extends AutoCloseable {
    /** Adds, or deletes again, the {@code number}th rule: priority 200, UDP, a source 192.168.x.y and a service. It drops. */
    void change(int number, boolean adds);

    @Override
    default void close() {}

    /** 192.168.0.1 and on. */
    static int source(int number) {
        return 0xC0A8_0000 | 1 + number % 60_000;
    }

    static int service(int number) {
        return 1 + number % 5000;
    }
}
