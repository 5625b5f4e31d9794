package io.weft.perf.peers;

import io.weft.cli.host.HostCommand;
import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * DPDK's {@code testpmd}, which moves packets between two ports without a look at them: what the ports alone cost. It has no flows, and its ports are
 * arguments: it runs while there are two.
 */
final class TestpmdPeer implements Peer {
    static final String NAME = "testpmd";
    static final String PROGRAM = "dpdk-testpmd";
    private static final int START_SECONDS = 60;
    private static final String STATISTICS = "show port stats all\n";
    private static final int BUFFERS = 262_144;

    private final Place place;
    private final List<Port> ports = new ArrayList<>();
    private Process process;

    TestpmdPeer(Place place) {
        this.place = place;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        // with its ports
    }

    @Override
    public void flows(Path file) {
        // it has none
    }

    @Override
    public void add(Port port) {
        ports.add(port);
        if (ports.size() == 2) {
            launch();
        }
    }

    private void launch() {
        List<String> command = new ArrayList<>(List.of(
                "stdbuf", // else what it prints comes by the page
                "-oL",
                PROGRAM,
                "--lcores=0,1",
                "--in-memory",
                "--no-pci",
                "--no-telemetry",
                "--file-prefix=" + place.namespace().name()));
        ports.stream()
                .sorted((a, b) -> a.number() - b.number())
                .forEach(port -> command.add("--vdev=" + port.devargs()));
        command.addAll(
                List.of("--", "-i", "--nb-cores=1", "--forward-mode=io", "--burst=32", "--total-num-mbufs=" + BUFFERS));
        try {
            Files.deleteIfExists(log());
            process = new ProcessBuilder(place.namespace().command(command.toArray(String[]::new)))
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        } catch (IOException e) {
            throw new RefusedException(PROGRAM + " cannot be started: " + e.getMessage(), e);
        }
        say("start\n");
        if (!Pause.until(START_SECONDS, () -> text().contains("packet forwarding - ports=2"))) {
            throw new RefusedException(PROGRAM + " does not start: " + place.tail("testpmd.log"));
        }
    }

    @Override
    public void disconnect() {
        ports.clear();
        if (process != null) {
            HostCommand.end(process.toHandle(), Duration.ofSeconds(10));
            process = null;
        }
    }

    @Override
    public Counts counts() {
        int before = text().length();
        long startNs = System.nanoTime();
        say(STATISTICS);
        Counts[] counts = new Counts[1];
        boolean isAnswered = Pause.until(START_SECONDS, () -> {
            counts[0] = Counts.ofTestpmd(startNs, text().substring(before));
            return counts[0].sent().size() == 2;
        });
        if (!isAnswered) {
            throw new RefusedException(PROGRAM + " does not answer: " + place.tail("testpmd.log"));
        }
        return counts[0];
    }

    @Override
    public long misses() {
        return 0;
    }

    private void say(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write(line.getBytes(StandardCharsets.US_ASCII));
            input.flush();
        } catch (IOException e) {
            throw new RefusedException(PROGRAM + " ended: " + place.tail("testpmd.log"), e);
        }
    }

    private Path log() {
        return place.directory().resolve("testpmd.log");
    }

    private String text() {
        try {
            return Files.readString(log(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void pause() {
        if (process != null) {
            Peer.super.pause();
        }
    }

    @Override
    public void resume() {
        if (process != null) {
            Peer.super.resume();
        }
    }

    @Override
    public void close() {
        resume();
        disconnect();
    }
}
