package io.weft.perf.peers;

import io.weft.perf.report.Rounds;
import io.weft.perf.report.WindowOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weft and a peer, both fresh, for the rows of one scenario. Only one thread uses it; another may close it. */
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
    private final OvsPeer ovs;
    private final Peer peer;
    private final List<Paced> paced;
    private Path tables;
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
        boolean isEndless = scenario.method() != Scenario.Method.NEW_FLOWS && scenario != Scenario.CT_NEW;
        int endless = isEndless ? mostFlows : 0;
        List<String> all =
                new ArrayList<>(List.of("--frames=" + (2 * endless + SPARE_FRAMES), "--megaflow-limit=" + MEGAFLOWS));
        all.addAll(pmds == 1 ? List.of("--pmd-cpus=1") : List.of("--pmd-count=" + pmds));
        all.addAll(knobs);
        paced = scenario.isPaced() ? List.of(Paced.make(weftPlace), Paced.make(peerPlace)) : List.of();
        weft = new WeftPeer(
                weftPlace, all, paced.isEmpty() ? Map.of() : paced.getFirst().environment());
        ovs = new OvsPeer(
                peerPlace,
                pmds == 1 ? "2" : "3",
                memoryMib(endless),
                paced.isEmpty() ? Map.of() : paced.getLast().environment());
        peer = isAgainstIo ? new TestpmdPeer(peerPlace) : ovs;
    }

    /** Huge pages that Open vSwitch needs: one pool of buffers, or one a port. */
    static int memoryMib(int mostFlows) {
        return mostFlows <= Traffic.MOST_OF_TWO_PORTS ? PORT_MEMORY_MIB : 5 * PORT_MEMORY_MIB;
    }

    void start() {
        weft.start();
        weft.pause();
        if (scenario.method() != Scenario.Method.GARBAGE) {
            peer.start();
        }
    }

    /** Measures one row. */
    Row run(int flows, int size) throws IOException {
        boolean isNew = scenario.method() == Scenario.Method.NEW_FLOWS;
        int portCount = isNew || flows <= Traffic.MOST_OF_TWO_PORTS ? 2 : 4;
        List<Path> captures = isNew
                ? List.of(distinct("new-a", size, true), distinct("new-b", size, false))
                : scenario.traffic(weftPlace.directory(), flows, size - 4, portCount);
        weft.resume();
        fillTables(portCount);
        Map<String, Object> more = new LinkedHashMap<>();
        List<Port> ports = ports(captures, portCount);
        if (scenario.method() == Scenario.Method.GARBAGE) {
            return garbage(flows, size, ports);
        }
        more.put("shareSent", Delivery.requireSame(List.of(weft, peer), captures));
        return switch (scenario.method()) {
            case THROUGHPUT, AGAINST_IO -> row(flows, size, "Mpps", throughput(ports, Long.MAX_VALUE, more));
            case NEW_FLOWS -> row(flows, size, "M new/s", throughput(ports, Scenario.NEW_FLOWS, more));
            case NEW_CONNECTIONS -> row(flows, size, "M conn/s", connections(ports, more));
            case KEPT -> row(flows, size, "% kept", kept(size, ports, more));
            case RESTART -> row(flows, size, "s", restart(ports, more));
            case LATENCY -> row(flows, size, "us", latency(ports, more));
            case GARBAGE -> throw new IllegalStateException("has no peer");
        };
    }

    private List<Port> ports(List<Path> captures, int count) {
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < captures.size(); i++) {
            Port port = port(i + 1, captures.get(i));
            ports.add(count == 2 ? port : port.withMtu(Port.MTU + i * MTU_STEP));
        }
        if (ports.size() < count) {
            ports.add(Port.sink(count, captures.getFirst().resolveSibling("sink.pcap")));
        }
        return ports;
    }

    private Port port(int number, Path capture) {
        return switch (scenario.method()) {
            case NEW_CONNECTIONS -> Port.once(number, capture);
            case NEW_FLOWS -> Port.once(number, capture);
            case LATENCY -> Port.paced(number, capture);
            case THROUGHPUT, AGAINST_IO, KEPT, RESTART, GARBAGE -> Port.endless(number, capture);
        };
    }

    private void fillTables(int portCount) throws IOException {
        if (tables != null) {
            return;
        }
        tables = Files.write(weftPlace.directory().resolve("flows.txt"), scenario.tables(portCount));
        weft.flows(tables);
        if (scenario.method() != Scenario.Method.GARBAGE) {
            peer.flows(tables);
        }
    }

    private Path distinct(String name, int size, boolean isFromA) throws IOException {
        Path file = weftPlace.directory().resolve(name + ".pcap");
        return Files.exists(file) ? file : Traffic.writeDistinct(file, Scenario.NEW_FLOWS, size - 4, isFromA);
    }

    /** What all ways of measuring come to. */
    private record Figures(Rounds weft, Rounds other, Rounds ratio, Map<String, Object> more) {}

    private Figures throughput(List<Port> ports, long most, Map<String, Object> more) {
        Turns.Outcome outcome = new Turns(List.of(weft, peer), windows).throughput(ports, most);
        more.put("weftMissShare", outcome.missShares().getFirst());
        more.put("otherMissShare", outcome.missShares().getLast());
        more.put("weftUnstoppedMpps", outcome.unstopped().getFirst());
        more.put("otherUnstoppedMpps", outcome.unstopped().getLast());
        return new Figures(outcome.first(), outcome.second(), outcome.ratio(), more);
    }

    /** Whole connections: the packets of as many a second, all of which must be sent. */
    private Figures connections(List<Port> ports, Map<String, Object> more) {
        paced.forEach(Paced::floodOfOthers);
        try {
            Figures packets = throughput(ports, Long.MAX_VALUE, more);
            return new Figures(
                    packets.weft.times(1.0 / Connections.PACKETS),
                    packets.other.times(1.0 / Connections.PACKETS),
                    packets.ratio,
                    more);
        } finally {
            paced.forEach(Paced::leave);
        }
    }

    private Disturbance disturbance(int size) throws IOException {
        return switch (scenario) {
            case ATTACK -> new MaskAttack();
            case CT_FLOOD -> {
                ovs.resume(); // or it would not answer
                ovs.mostConnections(WeftPeer.MOST_CONNECTIONS);
                ovs.pause();
                Path capture = Connections.opening(weftPlace.directory().resolve("opening.pcap"), size - 4);
                yield new SynFlood(capture, Map.of(weft, paced.getFirst(), peer, paced.getLast()));
            }
            default -> new MissStorm(distinct("storm", size, true));
        };
    }

    private Figures kept(int size, List<Port> ports, Map<String, Object> more) throws IOException {
        Kept.Outcome outcome =
                new Kept(List.of(weft, peer), List.of(weftPlace, peerPlace), disturbance(size), windows).run(ports);
        more.putAll(outcome.more());
        return new Figures(outcome.first(), outcome.second(), outcome.ratio(), more);
    }

    private Figures restart(List<Port> ports, Map<String, Object> more) {
        Restart.Outcome outcome = new Restart(List.of(weft, ovs), windows).run(ports, tables);
        more.putAll(outcome.more());
        return new Figures(outcome.first(), outcome.second(), outcome.ratio(), more);
    }

    private Figures latency(List<Port> ports, Map<String, Object> more) {
        Transit.Outcome outcome = new Transit(List.of(weft, ovs), paced, windows).run(ports);
        more.putAll(outcome.more());
        return new Figures(outcome.first(), outcome.second(), outcome.ratio(), more);
    }

    private Row garbage(int flows, int size, List<Port> ports) {
        Garbage.Outcome outcome = Garbage.run(weft, ports, windows.warmUp());
        Figures figures = new Figures(outcome.bytesPerPacket(), new Rounds(), new Rounds(), outcome.more());
        return row(flows, size, "B", figures);
    }

    private Row row(int flows, int size, String unit, Figures figures) {
        boolean isNew = scenario.method() == Scenario.Method.NEW_FLOWS;
        return new Row(
                scenario,
                isNew ? Scenario.NEW_FLOWS : flows,
                size,
                pmds,
                peer.name(),
                unit,
                figures.weft,
                figures.other,
                figures.ratio,
                figures.more);
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
