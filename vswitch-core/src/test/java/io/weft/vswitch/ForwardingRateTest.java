package io.weft.vswitch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.vswitch.conductor.BridgeConfig;
import io.weft.vswitch.conductor.PortSettings;
import io.weft.vswitch.port.memory.MemoryDriver;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forwarding known flows allocates nothing: 0 bytes over ten million packets through a learning switch. */
final class ForwardingRateTest {
    private static final long PACKETS = 10_000_000;
    /** The compiler may allocate once on this thread when it changes its mind; a packet that allocates does so every time. */
    private static final int ATTEMPTS = 4;

    private static final int WARM_UP_PACKETS = 3_000_000;

    @TempDir
    private Path runDirectory;

    @Test
    void tenMillionPacketsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SwitchContext context = new SwitchContext()
                .runDirectory(runDirectory)
                .threading(ThreadingMode.INVOKER)
                .clock(SystemNanoClock.INSTANCE)
                .drivers(List.of(new MemoryDriver()));
        try (VirtualSwitch virtualSwitch = VirtualSwitch.launch(context)) {
            virtualSwitch.apply(
                    config -> config.with(BridgeConfig.of("br0").with(port("a")).with(port("b"))));
            run(virtualSwitch, WARM_UP_PACKETS);
            forward(virtualSwitch, WARM_UP_PACKETS);
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
                least = Math.min(least, allocatedWhileForwarding(virtualSwitch, threads));
            }
            assertThat(least).isZero();
            assertThat(virtualSwitch.counters().totals("b").txPackets()).isPositive();
        }
    }

    private static long allocatedWhileForwarding(VirtualSwitch virtualSwitch, ThreadMXBean threads) {
        long thread = Thread.currentThread().threadId();
        long beginNs = threads.getCurrentThreadCpuTime();
        long before = threads.getThreadAllocatedBytes(thread);
        long forwarded = forward(virtualSwitch, PACKETS);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        long cpuNs = threads.getCurrentThreadCpuTime() - beginNs;
        System.out.printf(
                "forwarded %d packets, %.1f million a second of processor time, %d bytes allocated%n",
                forwarded, forwarded * 1e3 / cpuNs, allocated);
        return allocated;
    }

    private static PortSettings port(String direction) {
        return PortSettings.of(direction, "memory")
                .withOptions(Map.of("flows", "1000", "direction", direction, "tx", "sink"));
    }

    private static void run(VirtualSwitch virtualSwitch, long packets) {
        for (long done = 0; done < packets; ) {
            done += virtualSwitch.round();
        }
    }

    /** Runs the PMD alone: revalidation is not part of forwarding and may allocate. */
    private static long forward(VirtualSwitch virtualSwitch, long packets) {
        long done = 0;
        while (done < packets) {
            done += virtualSwitch.pollOnce();
        }
        return done;
    }
}
