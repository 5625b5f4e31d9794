package io.weft.cli.daemon;

import io.weft.flow.text.FlowLineReader;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.FlowLines;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.PortSpec;
import io.weft.southbound.linux.NetworkApart;
import io.weft.vswitch.port.dummy.DummyPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Has everything that a start needs loaded, and most of it compiled, before the start is wanted: switches are started and ended in a directory of their own
 * below the run directory.
 *
 * <pre>
 *   pieces    a stateful access list and a learning switch, with packets, started again and again from what the one before left; where this process may
 *             make a network namespace, with real ports in one, and bursts of packets through them: {@link StageTraffic}
 *   copies    the present state of the run directory: its bridges, ports and flows, with ports that touch no device
 * </pre>
 *
 * <p>What fails here is told and costs time at the start, nothing else. Threads: the caller's, one of its own for the pieces, and those of the switches.
 */
final class DressRehearsal {
    private static final int PIECES = 8;
    private static final int COPIES = 3;
    private static final int HANDOVER_PIECES = 8;
    private static final int PACKETS = 256;
    private static final long LIMIT_NS = 20_000_000_000L;
    private static final long SHORT_LIMIT_NS = 5_000_000_000L;
    private static final long PATIENCE_NS = 300_000_000;
    private static final String BRIDGE = "stage";
    private static final List<String> PORTS = List.of("stage-left", "stage-right");

    private static final String FLOWS = """
            arp,actions=NORMAL
            priority=10,ip,actions=ct(table=1)
            table=1,ct_state=+trk+new,ip,in_port=1,actions=ct(commit),output:2
            table=1,ct_state=+trk+est,ip,in_port=1,actions=output:2
            table=1,ct_state=+trk+est,ip,in_port=2,actions=output:1
            table=1,ct_state=+trk,udp,in_port=3,actions=ct(commit),output:4
            table=1,ct_state=+trk,udp,in_port=4,actions=ct(commit),output:3
            """;

    private final Path runDirectory;
    private final Path stage;
    private final SwitchdKnobs knobs;
    private final PrintWriter err;
    private final int pieces;
    private final int copies;
    private final long limitNs;
    private StageLegacy legacy;

    private DressRehearsal(Path runDirectory, SwitchdKnobs knobs, PrintWriter err, int pieces, int copies) {
        limitNs = copies == 0 ? SHORT_LIMIT_NS : LIMIT_NS;
        this.pieces = pieces;
        this.copies = copies;
        this.runDirectory = runDirectory;
        this.knobs = knobs;
        this.err = err;
        stage = runDirectory.resolve("rehearsal-" + ProcessHandle.current().pid());
    }

    static DressRehearsal of(Path runDirectory, SwitchdKnobs knobs, PrintWriter err) {
        return new DressRehearsal(runDirectory, knobs, err, PIECES, COPIES);
    }

    /** A short one, of a hand-over alone, for the switch that is to hand over. */
    static DressRehearsal ofHandover(Path runDirectory, SwitchdKnobs knobs, PrintWriter err) {
        return new DressRehearsal(runDirectory, knobs, err, HANDOVER_PIECES, 0);
    }

    /** Plays all, or until {@code isWanted} elsewhere, or for a time that nobody waits longer. */
    void play(BooleanSupplier isWanted) {
        long endNs = System.nanoTime() + limitNs;
        BooleanSupplier isEnough = () -> isWanted.getAsBoolean() || System.nanoTime() - endNs > 0;
        try {
            try {
                boolean isReal = NetworkApart.isAllowed();
                if (isReal) {
                    NetworkApart.call("rehearsal", () -> playPieces(isEnough, true));
                } else {
                    playPieces(isEnough, false);
                }
                clear();
                for (int i = 0; i < copies && !isEnough.getAsBoolean(); i++) {
                    playCopy();
                }
            } finally {
                clear();
            }
        } catch (IOException | ExecutionException | RuntimeException e) {
            err.println("weft: switchd: the rehearsal failed, so a start will take longer: " + e);
            err.flush();
        }
    }

    /** An odd number is left to a next one, so it is played, too. */
    private boolean playPieces(BooleanSupplier isEnough, boolean isReal) throws IOException {
        for (int i = 0; i < pieces && !(isEnough.getAsBoolean() && legacy == null); i++) {
            playPiece(i, isReal);
        }
        return true;
    }

    /** The first one has nothing to begin with, and is served; in every other one the next begins with the ports of the one before. */
    private boolean playPiece(int number, boolean isReal) throws IOException {
        Files.createDirectories(stage);
        SwitchProcess play = SwitchProcess.rehearse(stage, knobs, number == 0, !isReal, legacy);
        boolean isOver = false;
        legacy = null;
        try {
            if (number == 0) {
                write(play);
            }
            traffic(play);
            if (isReal && copies > 0) {
                StageTraffic.send(play.weft().counters());
            }
            if (isReal && number % 2 == 0) {
                legacy = StageLegacy.of(play);
                isOver = legacy != null;
            }
        } finally {
            if (!isOver) {
                play.close();
            }
        }
        return true;
    }

    private void playCopy() throws IOException {
        Files.createDirectories(stage);
        for (String file : List.of("config.json", "state.journal")) {
            if (Files.exists(runDirectory.resolve(file))) {
                Files.copy(runDirectory.resolve(file), stage.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (SwitchProcess play = SwitchProcess.rehearse(stage, knobs, false, true, null)) {
            play.weft().ports();
        }
    }

    private static void write(SwitchProcess play) {
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation.AddBridge(BRIDGE, false));
        PORTS.forEach(name -> operations.add(new Operation.AddPort(BRIDGE, PortSpec.of(name, "dummy"), false)));
        operations.add(new Operation.AddPort(BRIDGE, PortSpec.of(StageTraffic.LOOPBACK, "afxdp"), false));
        operations.add(new Operation.AddPort(BRIDGE, PortSpec.of(StageTraffic.TAP, "tap"), false));
        play.control().transact(operations);
        byte[] lines = FLOWS.getBytes(StandardCharsets.US_ASCII);
        play.control()
                .modifyFlows(
                        BRIDGE,
                        FlowLines.parse(lines, 0, PortNames.NUMBERS, new FlowLineReader())
                                .mods(),
                        true);
    }

    /** Requests from the left, answers from the right. */
    private static void traffic(SwitchProcess play) {
        DummyPort left = play.dummies().port(PORTS.getFirst()).orElseThrow();
        DummyPort right = play.dummies().port(PORTS.getLast()).orElseThrow();
        long before = packets(play);
        int sent = 0;
        for (int i = 0; i < PACKETS; i++) {
            sent += left.receive(StageFrames.arp(i), StageFrames.udp(i, false), StageFrames.tcp(i, false));
            sent += right.receive(StageFrames.udp(i, true), StageFrames.tcp(i, true));
        }
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (packets(play) - before < sent && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static long packets(SwitchProcess play) {
        return PORTS.stream()
                .mapToLong(port -> play.weft().counters().totals(port).rxPackets())
                .sum();
    }

    private void clear() throws IOException {
        if (Files.exists(stage)) {
            try (Stream<Path> entries = Files.list(stage)) {
                for (Path entry : entries.toList()) {
                    Files.delete(entry);
                }
            }
            Files.delete(stage);
        }
    }
}
