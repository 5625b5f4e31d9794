package io.weft.perf.forward;

import com.sun.management.ThreadMXBean;
import io.weft.flow.table.FlowMod;
import io.weft.perf.micro.Rules;
import io.weft.perf.report.Rounds;
import io.weft.vswitch.PmdStatistics;
import io.weft.vswitch.SwitchContext;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.memory.MemoryDriver;
import io.weft.vswitch.port.memory.MemoryPort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/**
 * One switch with one PMD and two endless ports, started, measured and stopped.
 *
 * <p>What is counted is what arrived at the far ends. The warm-up is over when the caches hold the flows and the compiler is done: a few
 * seconds of the same traffic.
 */
public final class ForwardingHarness implements AutoCloseable {
    private static final String BRIDGE = "br0";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path directory;
    private final VirtualSwitch virtualSwitch;
    private final MemoryPort[] ports;

    /**
     * What a harness measures.
     *
     * @param mpps a second of wall time
     * @param mppsOfCore a second of processor time of the PMD: what it would do on a core of its own
     */
    public record Outcome(
            Rounds mpps, Rounds mppsOfCore, double smcHitShare, double lostShare, double bytesPerPacket) {}

    /**
     * @param flows each way, 1 to 1,000,000
     * @param mods the flow tables
     */
    public ForwardingHarness(int flows, List<FlowMod> mods) throws IOException {
        directory = Files.createTempDirectory("weft-bench");
        MemoryDriver driver = new MemoryDriver();
        SwitchContext context = new SwitchContext()
                .runDirectory(directory)
                .drivers(List.of(driver))
                .pmdCount(1)
                .megaflowLimit(262_144);
        virtualSwitch = VirtualSwitch.launch(context);
        virtualSwitch.apply(config ->
                config.plus(BridgeConfig.of(BRIDGE).plus(port("pa", "a", flows)).plus(port("pb", "b", flows))));
        virtualSwitch.modifyFlows(BRIDGE, mods);
        ports = new MemoryPort[] {
            driver.port("pa").orElseThrow(), driver.port("pb").orElseThrow()
        };
    }

    private static PortSettings port(String name, String direction, int flows) {
        return PortSettings.of(name, "memory")
                .withOptions(Map.of("flows", Integer.toString(flows), "direction", direction, "tx", "sink"));
    }

    /** The flow entries of a scenario: {@code normal}, or {@code acl}: 1,000 prefix rules before a learning switch. */
    public static List<FlowMod> scenario(String name) {
        return switch (name) {
            case "normal" -> List.of(Rules.add("actions=NORMAL"));
            case "acl" -> Rules.acl(1000);
            default -> throw new IllegalArgumentException("scenario \"" + name + "\": allowed: normal, acl");
        };
    }

    /** Warms up for {@code warmUpSeconds}, then measures. */
    public Outcome measure(int warmUpSeconds, int rounds, int seconds) {
        pause(warmUpSeconds);
        Rounds mpps = new Rounds();
        Rounds mppsOfCore = new Rounds();
        PmdStatistics before = statistics();
        long sentBefore = sunk();
        long allocatedBefore = allocatedByPmds();
        for (int round = 0; round < rounds; round++) {
            long startNs = System.nanoTime();
            long startCpuNs = processorNsOfPmds();
            long start = sunk();
            pause(seconds);
            double sunk = sunk() - start;
            mppsOfCore.add(sunk * 1e3 / (processorNsOfPmds() - startCpuNs));
            mpps.add(sunk * 1e3 / (System.nanoTime() - startNs));
        }
        PmdStatistics after = statistics();
        double received = Math.max(1, after.rxPackets() - before.rxPackets());
        double sent = sunk() - sentBefore;
        return new Outcome(
                mpps,
                mppsOfCore,
                (after.smcHits() - before.smcHits()) / received,
                Math.max(0, (received - sent) / received),
                (allocatedByPmds() - allocatedBefore) / received);
    }

    private PmdStatistics statistics() {
        return virtualSwitch.pmds().statistics().getFirst();
    }

    private long sunk() {
        return ports[0].sunk() + ports[1].sunk();
    }

    /** Bytes allocated by the threads that forward: the promise is none. */
    private static long allocatedByPmds() {
        return sumOverPmds(THREADS::getThreadAllocatedBytes);
    }

    private static long processorNsOfPmds() {
        return sumOverPmds(THREADS::getThreadCpuTime);
    }

    private static long sumOverPmds(LongUnaryOperator figure) {
        long sum = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains("pmd")) {
                sum += Math.max(0, figure.applyAsLong(thread.getThreadId()));
            }
        }
        return sum;
    }

    private static void pause(int seconds) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long rest = deadlineNs - System.nanoTime(); rest > 0; rest = deadlineNs - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    @Override
    public void close() throws IOException {
        virtualSwitch.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
