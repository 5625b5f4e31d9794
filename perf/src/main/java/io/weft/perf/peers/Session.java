package io.weft.perf.peers;

import io.weft.perf.report.WindowOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Weft and a peer, both fresh, for the rows of one scenario. Only one thread uses it. */
final class Session implements AutoCloseable {
    private static final int SPARE_FRAMES = 65_536;
    private static final int MEGAFLOWS = 262_144;
    private static final int PORT_MEMORY_MIB = 1024;
    private static final int MTU_STEP = 1024;

    private final Scenario scenario;
    private final int pmds;
    private final WindowOptions windows;
    private final Place weftPlace = Place.make(WeftPeer.NAME);
    private final Place peerPlace;
    private final WeftPeer weft;
    private final Peer peer;
    private boolean hasFlows;
    private boolean isClosed;

    /**
     * @param mostFlows each way, of all rows
     * @param knobs of {@code weft switchd}, more than those that are needed
     */
    Session(Scenario scenario, int mostFlows, int pmds, List<String> knobs, WindowOptions windows) {
        this.scenario = scenario;
        this.pmds = pmds;
        this.windows = windows;
        boolean isAgainstIo = scenario.method() == Scenario.Method.AGAINST_IO;
        peerPlace = Place.make(isAgainstIo ? TestpmdPeer.NAME : OvsPeer.NAME);
        List<String> all =
                new ArrayList<>(List.of("--frames=" + (2 * mostFlows + SPARE_FRAMES), "--megaflow-limit=" + MEGAFLOWS));
        all.addAll(pmds == 1 ? List.of("--pmd-cpus=1") : List.of("--pmd-count=" + pmds));
        all.addAll(knobs);
        weft = new WeftPeer(weftPlace, all);
        peer = isAgainstIo
                ? new TestpmdPeer(peerPlace)
                : new OvsPeer(peerPlace, pmds == 1 ? "2" : "3", memoryMib(mostFlows));
    }

    /** Huge pages that Open vSwitch needs: one pool of buffers, or one a port. */
    static int memoryMib(int mostFlows) {
        return mostFlows <= Traffic.MOST_OF_TWO_PORTS ? PORT_MEMORY_MIB : 5 * PORT_MEMORY_MIB;
    }

    void start() {
        weft.start();
        weft.pause();
        peer.start();
    }

    /** Measures one row. */
    Row run(int flows, int size) throws IOException {
        int portCount = flows <= Traffic.MOST_OF_TWO_PORTS ? 2 : 4;
        List<Path> captures = Traffic.write(weftPlace.directory(), scenario.traffic(), flows, size - 4, portCount);
        List<Peer> peers = List.of(weft, peer);
        weft.resume();
        if (!hasFlows) {
            Path tables = Files.write(weftPlace.directory().resolve("flows.txt"), scenario.tables(portCount));
            peers.forEach(each -> each.flows(tables));
            hasFlows = true;
        }
        double share = Delivery.requireSame(peers, captures);
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < portCount; i++) {
            Port port = Port.endless(i + 1, captures.get(i));
            ports.add(portCount == 2 ? port : port.withMtu(Port.MTU + i * MTU_STEP));
        }
        if (scenario.method() == Scenario.Method.ATTACK) {
            Attack.Outcome kept = new Attack(peers, windows).run(ports, List.of(weftPlace, peerPlace));
            return new Row(
                    scenario,
                    flows,
                    size,
                    pmds,
                    peer.name(),
                    "% kept",
                    kept.first(),
                    kept.second(),
                    kept.ratio(),
                    false,
                    kept.more());
        }
        Turns.Outcome outcome = new Turns(peers, windows).throughput(ports);
        Map<String, Object> more = Map.of("shareSent", share);
        return new Row(
                scenario,
                flows,
                size,
                pmds,
                peer.name(),
                "Mpps",
                outcome.first(),
                outcome.second(),
                outcome.ratio(),
                true,
                more);
    }

    /** Closes it also when the process is told to end. */
    Session closedAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "clean up"));
        return this;
    }

    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (weftPlace;
                peerPlace;
                weft;
                peer) {
            // all of them, whatever happens to one
        }
    }
}
