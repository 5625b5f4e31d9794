package io.weft.perf.micro;

import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A whole switch on the benchmark's thread: the same 64-byte frames go round and round, in at one port, out at the other, and are put on the
 * wire again as they are. Includes the wire; the other agents stand still.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForwardingBenchmark {
    private static final int BATCH = 256;
    private static final String BRIDGE = "br0";

    @Param({"1", "1000", "10000", "100000"})
    public int flows;

    private final long[] batch = new long[BATCH];
    private Path directory;
    private VirtualSwitch virtualSwitch;
    private MemoryPort in;
    private MemoryPort out;
    private long[] circle;
    private int next;

    @Setup
    public void start() throws IOException {
        directory = Files.createTempDirectory("weft-bench");
        MemoryDriver driver = new MemoryDriver();
        virtualSwitch = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(directory)
                .drivers(List.of(driver))
                .threading(ThreadingMode.INVOKER)
                .frames(flows + 8192));
        virtualSwitch.apply(config -> config.plus(BridgeConfig.of(BRIDGE)
                .plus(PortSettings.of("in", "memory").withOptions(Map.of("ring", "512")))
                .plus(PortSettings.of("out", "memory").withOptions(Map.of("ring", "512")))));
        virtualSwitch.modifyFlows(BRIDGE, List.of(Rules.add("actions=NORMAL")));
        in = driver.port("in").orElseThrow();
        out = driver.port("out").orElseThrow();
        learn();
        fill();
        settle();
    }

    /** Every flow once, with all agents, so that addresses are learned and megaflows installed. */
    private void settle() {
        for (int i = 0; i < circle.length; i += BATCH) {
            in.injectPackets(0, Arrays.copyOfRange(circle, i, i + BATCH), BATCH);
            virtualSwitch.step();
            if (out.pollPackets(batch, BATCH) != BATCH) {
                throw new IllegalStateException("packets were lost before the measurement");
            }
            System.arraycopy(batch, 0, circle, i, BATCH);
        }
    }

    /** The destinations speak first, so that nothing is flooded. */
    private void learn() {
        for (int host = 0; host < Math.min(flows, 1024); host++) {
            out.inject(frame(0x0200_0001_0000L + host, 0x0200_0002_0000L + host, host));
            virtualSwitch.step();
        }
        while (in.poll() != null) {
            virtualSwitch.step();
        }
    }

    private void fill() {
        circle = new long[(flows + BATCH - 1) / BATCH * BATCH];
        Random random = new Random(1);
        for (int i = 0; i < circle.length; i++) {
            int flow = circle.length == flows ? i : random.nextInt(flows);
            circle[i] = in.packetOf(frame(0x0200_0002_0000L + flow % 1024, 0x0200_0001_0000L + flow % 1024, flow));
        }
    }

    private static byte[] frame(long destination, long source, int flow) {
        return new FrameBuilder()
                .ethernet(destination, source)
                .ipv4(0x0A00_0000 + flow, 0x0A80_0000 + flow)
                .udp(1024 + flow % 60_000, 53)
                .build(60);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int forward() {
        System.arraycopy(circle, next, batch, 0, BATCH);
        in.injectPackets(0, batch, BATCH);
        while (virtualSwitch.pollOnce() > 0) {
            // until the wire is empty
        }
        int count = out.pollPackets(batch, BATCH);
        if (count != BATCH) {
            throw new IllegalStateException(count + " of " + BATCH + " packets came out");
        }
        System.arraycopy(batch, 0, circle, next, BATCH);
        next = next + BATCH == circle.length ? 0 : next + BATCH;
        return count;
    }

    @TearDown
    public void stop() throws IOException {
        for (long packet : circle) {
            in.free(packet);
        }
        virtualSwitch.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
