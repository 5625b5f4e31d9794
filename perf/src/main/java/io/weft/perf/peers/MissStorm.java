package io.weft.perf.peers;

import java.nio.file.Path;

/** Packets of which each is a new flow, as fast as the switch takes them. */
final class MissStorm implements Disturbance {
    private final Path capture;

    /** @param capture of flows of which none is like another; {@link Scenario#NEW_FLOWS} of them */
    MissStorm(Path capture) {
        this.capture = capture;
    }

    @Override
    public void connect(Peer peer, Place place) {
        // a port that is there begins to receive: it comes with the storm
    }

    @Override
    public void begin(Peer peer) {
        peer.add(Port.once(PORT, capture));
    }

    @Override
    public double seconds() {
        return 1;
    }

    @Override
    public long packets() {
        return Scenario.NEW_FLOWS;
    }

    @Override
    public void close() {
        // its port goes with the others
    }
}
