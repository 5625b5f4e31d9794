package io.weft.perf.micro;

import io.weft.flow.memory.Memory;
import io.weft.flow.table.FlowMod;
import io.weft.flow.wire.FrameBuilder;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.ThreadingMode;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
 * Packets none of which was seen before, each a megaflow of its own: the price of a miss. What the PMD does, what the revalidator does about it,
 * and the wire, on one thread; and a 100,000th of deleting 100,000 megaflows, which is done whenever there are so many.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MissBenchmark {
    private static final int BATCH = 256;
    private static final int MOST_MEGAFLOWS = 100_000;
    private static final int SOURCE_OFFSET = 26;
    private static final String BRIDGE = "br0";

    @Param({"normal", "5 tables"})
    public String pipeline;

    private final long[] batch = new long[BATCH];
    private Path directory;
    private VirtualSwitch virtualSwitch;
    private MemoryPort in;
    private MemoryPort out;
    private int flow;
    private int sinceDeleted;

    @Setup
    public void start() throws IOException {
        directory = Files.createTempDirectory("weft-bench");
        MemoryDriver driver = new MemoryDriver();
        virtualSwitch = VirtualSwitch.launch(new SwitchContext()
                .runDirectory(directory)
                .drivers(List.of(driver))
                .threading(ThreadingMode.INVOKER)
                .frames(8192));
        virtualSwitch.apply(config -> config.plus(BridgeConfig.of(BRIDGE)
                .plus(PortSettings.of("in", "memory").withOptions(Map.of("ring", "512")))
                .plus(PortSettings.of("out", "memory").withOptions(Map.of("ring", "512")))));
        virtualSwitch.modifyFlows(BRIDGE, flows());
        in = driver.port("in").orElseThrow();
        out = driver.port("out").orElseThrow();
        for (int i = 0; i < BATCH; i++) {
            batch[i] = in.packetOf(new FrameBuilder()
                    .ethernet(0x0200_0001_0000L, 0x0200_0002_0000L)
                    .ipv4(0x0A00_0000, 0x0A80_0000)
                    .udp(1024, 53)
                    .build(60));
        }
    }

    private List<FlowMod> flows() {
        return switch (pipeline) {
            case "normal" -> List.of(Rules.add("ip,actions=move:NXM_OF_IP_SRC[]->NXM_NX_REG0[],NORMAL"));
            case "5 tables" ->
                List.of(
                        Rules.add("table=0,ip,in_port=1,actions=move:NXM_OF_IP_SRC[]->NXM_NX_REG0[],resubmit(,1)"),
                        Rules.add("table=1,ip,nw_src=10.0.0.0/8,actions=load:7->NXM_NX_REG1[],resubmit(,2)"),
                        Rules.add("table=2,udp,tp_src=1024/0xfc00,actions=load:8->NXM_NX_REG2[],resubmit(,3)"),
                        Rules.add("table=2,priority=1,actions=resubmit(,3)"),
                        Rules.add("table=3,reg1=7,ip,actions=load:9->NXM_NX_REG3[],resubmit(,4)"),
                        Rules.add("table=4,ip,nw_dst=10.0.0.0/8,actions=output:2"));
            default -> throw new IllegalArgumentException(pipeline);
        };
    }

    /** The time of one packet. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss() {
        for (int i = 0; i < BATCH; i++) {
            Memory.putInt(
                    Packet.address(batch[i]) + SOURCE_OFFSET, Integer.reverseBytes(0x0A00_0000 | flow++ & 0xFF_FFFF));
        }
        in.injectPackets(0, batch, BATCH);
        while (virtualSwitch.pollOnce() > 0) {
            // until the wire is empty
        }
        int count = out.pollPackets(batch, BATCH);
        if (count != BATCH) {
            throw new IllegalStateException(count + " of " + BATCH + " packets came out");
        }
        settle();
        return count;
    }

    /** The other agents; in the end the megaflows go. */
    private void settle() {
        virtualSwitch.round();
        sinceDeleted += BATCH;
        if (sinceDeleted >= MOST_MEGAFLOWS) {
            sinceDeleted = 0;
            virtualSwitch.deleteMegaflows();
            virtualSwitch.step();
        }
    }

    @TearDown
    public void stop() throws IOException {
        Arrays.stream(batch).forEach(in::free);
        virtualSwitch.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
