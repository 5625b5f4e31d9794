package io.weft.perf.peers;

/** What disturbs good traffic between ports 1 and 2, through port 3. It is used for one switch after the other, by one thread. */
interface Disturbance extends AutoCloseable {
    int PORT = 3;

    /** Prepares for a switch that has its good ports and is about to be measured alone. */
    void connect(Peer peer, Place place);

    /** Begins to disturb the switch that was connected. */
    void begin(Peer peer);

    /** How long it takes until the worst is reached. */
    double seconds();

    /** How many packets it has; a switch that received all of them was disturbed for a part of the time alone. */
    long packets();

    /** Ends. */
    @Override
    void close();
}
