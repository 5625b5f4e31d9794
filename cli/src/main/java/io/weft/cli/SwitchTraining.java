package io.weft.cli;

import io.weft.cli.host.HostCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Runs a switch and the commands that load it in one JVM, so that the ahead-of-time cache recorded from that JVM knows the classes of a switch
 * and how often each path of its methods was taken: a switch started with it compiles its code well before its first load is over. The launcher
 * runs this once per build; nothing else does.
 *
 * <p>The flows are of shapes of their own ({@link TrainingFlows}), loaded in bundles and one by one, replaced, modified, listed and
 * deleted; packets go through them from a port of type dummy. A command that fails ends the training: a cache of half a load would make
 * switches slow instead of fast.
 */
final class SwitchTraining {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int FLOWS = 30_000;
    private static final int ROUNDS = 3;
    private static final int PACKETS = 400;

    private final Path directory;

    private SwitchTraining(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] args) throws IOException {
        PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(silence);
        Path directory = Files.createTempDirectory("weft-training");
        try {
            new SwitchTraining(directory).train();
        } finally {
            HostCommand.run("rm", "-rf", directory.toString());
        }
        System.exit(0);
    }

    private void train() throws IOException {
        Thread.ofPlatform()
                .daemon()
                .name("switchd")
                .start(() -> Weft.run("switchd", "--run-dir", directory.toString()));
        awaitSwitch();
        run("vsctl", "add-br br0 -- set bridge br0 fail_mode=secure");
        run(
                "vsctl",
                "add-port br0 p1 -- set interface p1 type=dummy -- add-port br0 p2 -- set interface p2 type=dummy");
        for (int round = 0; round < ROUNDS; round++) {
            for (TrainingFlows flows : TrainingFlows.values()) {
                load(flows);
            }
        }
        forward();
        run("vsctl", "del-br br0");
    }

    private void load(TrainingFlows flows) throws IOException {
        String all = write(flows.name(), flows.lines(FLOWS, 0)).toString();
        String others = write(flows.name() + "-others", flows.lines(FLOWS, 1)).toString();
        String few = write(flows.name() + "-few", flows.lines(FLOWS / 10, 2)).toString();
        run("ofctl", "--bundle add-flows br0 " + all);
        run("ofctl", "--bundle replace-flows br0 " + others);
        run("ofctl", "dump-flows br0");
        run("ofctl", "mod-flows br0 actions=output:2");
        run("ofctl", "del-flows br0");
        run("ofctl", "add-flows br0 " + few);
        run("ofctl", "del-flows br0");
    }

    /** Packets of many sources and destinations over two tables, some of them again and again. */
    private void forward() {
        run("ofctl", "add-flow br0 priority=1,ip,actions=dec_ttl,resubmit(,1)");
        run("ofctl", "add-flow br0 table=1,priority=1,ip,actions=output:2");
        run("ofctl", "add-flow br0 table=1,priority=2,ip,nw_dst=10.1.0.0/16,actions=mod_nw_tos:4,output:2");
        for (int i = 0; i < PACKETS; i++) {
            String udp = String.format(
                    "02000000000202000000000108004500002000000000401100000a%02x%02x010a%02x0002%04x0035000c0000616263640a",
                    i & 3, i & 15, i & 1, 1024 + i);
            run("appctl", "netdev-dummy/receive p1 " + udp);
        }
        run("appctl", "dpctl/dump-flows");
    }

    private Path write(String name, Stream<String> lines) throws IOException {
        Path file = directory.resolve(name);
        Files.write(file, lines.toList());
        return file;
    }

    private void run(String verb, String line) {
        List<String> words = new ArrayList<>(List.of(verb, "--run-dir", directory.toString()));
        words.addAll(Arrays.asList(line.split(" ", -1)));
        int status = Weft.run(words.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("training: " + verb + " " + line + " ended with status " + status);
        }
    }

    private void awaitSwitch() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (Files.notExists(directory.resolve("switch.sock"))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("training: no switch within " + START_LIMIT);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
