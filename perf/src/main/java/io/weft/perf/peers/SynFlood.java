package io.weft.perf.peers;

import java.nio.file.Path;
import java.util.Map;

/** Packets that begin connections, each of others, as fast as the switch takes them; the table of connections is full of them after a moment. */
final class SynFlood implements Disturbance {
    private static final double FILL_SECONDS = 2;

    private final Path capture;
    private final Map<Peer, Paced> paced;
    private Paced own;

    /**
     * @param capture {@link Connections#opening}
     * @param paced the ports of each switch
     */
    SynFlood(Path capture, Map<Peer, Paced> paced) {
        this.capture = capture;
        this.paced = Map.copyOf(paced);
    }

    @Override
    public void connect(Peer peer, Place place) {
        own = paced.get(peer); // its port comes with the flood
    }

    @Override
    public void begin(Peer peer) {
        own.floodOfOthers();
        peer.add(Port.once(PORT, capture));
    }

    @Override
    public double seconds() {
        return FILL_SECONDS;
    }

    @Override
    public long packets() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        if (own != null) {
            own.leave(); // its port goes with the others
        }
    }
}
