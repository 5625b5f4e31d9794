package io.weft.perf.peers;

import java.nio.file.Path;

/** A switch between ports of DPDK. Only one thread uses it. */
interface Peer extends AutoCloseable {
    String BRIDGE = "br0";

    String name();

    /** Makes the bridge, without ports. */
    void start();

    /** Replaces all flows by those of a file in the grammar of ovs-ofctl(8). */
    void flows(Path file);

    /** Adds a port, which then has its number. */
    void add(Port port);

    /** Removes all ports; the switch then leaves the processor alone. */
    void disconnect();

    /** What its ports have counted since they were added. */
    Counts counts();

    /** Packets that ran through the flow tables, since no cache knew them; 0 where nobody counts. */
    long misses();

    /** The process that forwards, for signals. */
    ProcessHandle process();

    @Override
    void close();

    /** Stops the process where it is, so that it takes no time from another one and yet stays warm. */
    default void pause() {
        Signals.stop(process());
    }

    /** Lets it go on. */
    default void resume() {
        Signals.go(process());
    }
}
