package io.weft.perf.peers;

/** A switch that can be ended and started again with the bridges and ports that it had. */
interface Restartable extends Peer {
    /** Ends the process. */
    void end();

    /** Starts the process, and returns when it answers. */
    void launch();

    /** A way to change its flow table often. */
    FlowChanges changes();
}
