package io.weft.cli.daemon;

import io.weft.vswitch.SwitchContext;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * The knobs of a switch process. Each is an option and, under the same name without its dashes, a line of the configuration file. Ranges are checked
 * by {@link SwitchContext}, all together.
 */
final class SwitchdKnobs {
    @Option(
            names = "--listen",
            paramLabel = "tcp:HOST:PORT",
            description = "Listen on TCP as well, in the clear on loopback only; off by default.")
    private String listen;

    @Option(
            names = "--pmd-count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Packet-processing threads, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private int pmdCount;

    @Option(
            names = "--pmd-cpus",
            paramLabel = "LIST",
            description =
                    "Processors for the packet-processing threads, one each, such as 1 or 2-3,6: everything else of the switch"
                            + " stays off them; off by default.")
    private String pmdCpus;

    @Option(
            names = "--pmd-pauses",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "false",
            description = "Note when and why a packet-processing thread does not get on for 100 us or more, for appctl"
                    + " dpif-netdev/pmd-pauses (default: ${DEFAULT-VALUE}).")
    private boolean pmdPauses;

    @Option(
            names = "--idle",
            paramLabel = "HOW",
            defaultValue = "poll",
            description =
                    "What a packet thread without packets does: poll sleeps in the kernel after 50 us, spin never sleeps"
                            + " (default: ${DEFAULT-VALUE}).")
    private IdleKind idle;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "65536",
            description = "Packet buffers shared by all ports, 1024 to 4194304 (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--frame-size",
            paramLabel = "BYTES",
            defaultValue = "2048",
            description =
                    "Bytes of a packet buffer, 2048 or 4096; longer packets take several (default: ${DEFAULT-VALUE}).")
    private int frameSize;

    @Option(
            names = "--large-frames",
            paramLabel = "N",
            defaultValue = "64",
            description = "Buffers of 128 KiB for whole segments of TAP ports, 0 to 65536 (default: ${DEFAULT-VALUE}).")
    private int largeFrames;

    @Option(
            names = "--smc-entries",
            paramLabel = "N",
            defaultValue = "1048576",
            description =
                    "Entries that a packet thread's signature cache grows to, 8 bytes each, a power of two, 256 to 16777216"
                            + " (default: ${DEFAULT-VALUE}).")
    private int smcEntries;

    @Option(
            names = "--megaflow-limit",
            paramLabel = "N",
            defaultValue = "65536",
            description = "Megaflows of a packet thread, 64 to 1048576 (default: ${DEFAULT-VALUE}).")
    private int megaflowLimit;

    @Option(
            names = "--megaflow-idle",
            paramLabel = "MS",
            defaultValue = "10000",
            description =
                    "A megaflow without traffic for this long goes, 100 to 3600000 ms (default: ${DEFAULT-VALUE}).")
    private long megaflowIdleMs;

    @Option(
            names = "--translation-budget",
            paramLabel = "N",
            defaultValue = "64",
            description = "Cache misses translated in one receive burst, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private int translationBudget;

    @Option(
            names = "--request-timeout",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "A change that is not in effect by then is reported as failed, 10 to 600000 ms"
                    + " (default: ${DEFAULT-VALUE}).")
    private long requestTimeoutMs;

    @Option(
            names = "--restore",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "true",
            description = "Start with the bridges and ports of the last switch in this run directory"
                    + " (default: ${DEFAULT-VALUE}).")
    private boolean restore;

    @Option(
            names = "--restore-state",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "true",
            description =
                    "With --restore, also start with the flow tables, groups, meters, MAC addresses and connections of"
                            + " the last switch (default: ${DEFAULT-VALUE}).")
    private boolean restoreState;

    /** What a PMD does when there are no packets. */
    enum IdleKind {
        poll,
        spin
    }

    /** The processors of PMDs, or null when the system places them. */
    PmdPlaces places() {
        return pmdCpus == null ? null : PmdPlaces.parse(pmdCpus, pmdCount);
    }

    IdleKind idle() {
        return idle;
    }

    /** A TCP address to listen on beside the Unix socket, or null. */
    String listen() {
        return listen;
    }

    boolean restore() {
        return restore;
    }

    boolean restoreState() {
        return restoreState;
    }

    /** A context with these knobs, not yet concluded. */
    SwitchContext context(Path runDirectory) {
        return new SwitchContext()
                .runDirectory(runDirectory)
                .keepsState(true)
                .pmdCount(pmdCount)
                .watchesPauses(pmdPauses)
                .frames(frames)
                .frameSize(frameSize)
                .largeFrames(largeFrames)
                .smcEntries(smcEntries)
                .megaflowLimit(megaflowLimit)
                .megaflowIdle(Duration.ofMillis(megaflowIdleMs))
                .translationBudget(translationBudget)
                .requestTimeout(Duration.ofMillis(requestTimeoutMs));
    }
}
