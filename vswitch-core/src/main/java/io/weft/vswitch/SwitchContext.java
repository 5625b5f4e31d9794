package io.weft.vswitch;

import io.weft.vswitch.conductor.ConfigException;
import io.weft.vswitch.datapath.PmdIdle;
import io.weft.vswitch.datapath.PmdInputs;
import io.weft.vswitch.packet.FrameBlock;
import io.weft.vswitch.port.Estate;
import io.weft.vswitch.port.PortDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Every knob of a switch. Set what you need, then {@link VirtualSwitch#launch} concludes it: knobs are checked together, and all that are out
 * of range are named in one {@link ConfigException}. Not thread-safe; a concluded context refuses changes.
 */
public final class SwitchContext {
    private Path runDirectory;
    private int pmdCount = 1;
    private int frames = 16_384;
    private int frameSize = 2048;
    private int largeFrames = 64;
    private int smcEntries = 1 << 20;
    private int megaflowLimit = 65_536;
    private int translationBudget = 64;
    private Duration megaflowIdle = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(5);
    private ThreadingMode threading = ThreadingMode.DEDICATED;
    private NanoClock clock = SystemNanoClock.INSTANCE;
    private EpochClock wallClock = SystemEpochClock.INSTANCE;
    private Function<PmdInputs, PmdIdle> idle = PmdIdle::parking;
    private IntConsumer pmdStart = number -> {};
    private List<PortDriver> drivers = List.of();
    private LongFunction<FrameBlock> frameMemory = FrameBlock::own;
    private Estate estate = Estate.none();
    private boolean watchesPauses;
    private boolean keepsState;
    private boolean cachesConnections = true;
    private boolean concluded;

    /** Directory for the counters file, sockets and files of drivers; must exist. */
    public SwitchContext runDirectory(Path directory) {
        requireOpen();
        runDirectory = directory;
        return this;
    }

    public Path runDirectory() {
        return runDirectory;
    }

    /** PMD agents, 1 to 64. */
    public SwitchContext pmdCount(int count) {
        requireOpen();
        pmdCount = count;
        return this;
    }

    public int pmdCount() {
        return pmdCount;
    }

    /** Frames of packet memory, 1,024 to 4,194,304. */
    public SwitchContext frames(int count) {
        requireOpen();
        frames = count;
        return this;
    }

    public int frames() {
        return frames;
    }

    /** Bytes of a frame, 2048 or 4096. */
    public SwitchContext frameSize(int bytes) {
        requireOpen();
        frameSize = bytes;
        return this;
    }

    public int frameSize() {
        return frameSize;
    }

    /** Frames of 128 KiB for whole segments, 0 to 65,536. */
    public SwitchContext largeFrames(int count) {
        requireOpen();
        largeFrames = count;
        return this;
    }

    public int largeFrames() {
        return largeFrames;
    }

    /** Entries that a PMD's signature cache grows to, a power of two, 256 to 16,777,216; 8 bytes each. */
    public SwitchContext smcEntries(int entries) {
        requireOpen();
        smcEntries = entries;
        return this;
    }

    public int smcEntries() {
        return smcEntries;
    }

    /** Whether packet threads remember what they did to packets of a connection; packets are treated the same without it, but slower. On unless one says otherwise. */
    public SwitchContext cachesConnections(boolean on) {
        requireOpen();
        cachesConnections = on;
        return this;
    }

    public boolean cachesConnections() {
        return cachesConnections;
    }

    /** Megaflows of one PMD, 64 to 1,048,576. */
    public SwitchContext megaflowLimit(int limit) {
        requireOpen();
        megaflowLimit = limit;
        return this;
    }

    public int megaflowLimit() {
        return megaflowLimit;
    }

    /** Translations that one receive burst may cost, 1 to 64; further misses of the burst are dropped and counted. */
    public SwitchContext translationBudget(int translations) {
        requireOpen();
        translationBudget = translations;
        return this;
    }

    public int translationBudget() {
        return translationBudget;
    }

    /** A megaflow without traffic for this long is removed, 100 ms to 1 h. */
    public SwitchContext megaflowIdle(Duration idle) {
        requireOpen();
        megaflowIdle = idle;
        return this;
    }

    public Duration megaflowIdle() {
        return megaflowIdle;
    }

    /** A request that is not done by then fails, 10 ms to 10 min. */
    public SwitchContext requestTimeout(Duration timeout) {
        requireOpen();
        requestTimeout = timeout;
        return this;
    }

    public Duration requestTimeout() {
        return requestTimeout;
    }

    public SwitchContext threading(ThreadingMode mode) {
        requireOpen();
        threading = mode;
        return this;
    }

    public ThreadingMode threading() {
        return threading;
    }

    /** The monotonic clock of every timer, in nanoseconds. */
    public SwitchContext clock(NanoClock nanoClock) {
        requireOpen();
        clock = nanoClock;
        return this;
    }

    public NanoClock clock() {
        return clock;
    }

    /** The clock that goes on between processes, in milliseconds since 1970: for the ages of what outlives them. */
    public SwitchContext wallClock(EpochClock epochClock) {
        requireOpen();
        wallClock = epochClock;
        return this;
    }

    public EpochClock wallClock() {
        return wallClock;
    }

    /** How a PMD idles in DEDICATED mode: called once for each of them. */
    public SwitchContext idle(Function<PmdInputs, PmdIdle> factory) {
        requireOpen();
        idle = factory;
        return this;
    }

    public Function<PmdInputs, PmdIdle> idle() {
        return idle;
    }

    /** Called on the thread of each PMD in DEDICATED mode, before its first round, with its number: to place it on a processor. */
    public SwitchContext pmdStart(IntConsumer action) {
        requireOpen();
        pmdStart = action;
        return this;
    }

    public IntConsumer pmdStart() {
        return pmdStart;
    }

    /** Where packet memory comes from: makes a block of so many bytes. */
    public SwitchContext frameMemory(LongFunction<FrameBlock> blocks) {
        requireOpen();
        frameMemory = blocks;
        return this;
    }

    public LongFunction<FrameBlock> frameMemory() {
        return frameMemory;
    }

    /** Ports that the process before left, in the packet memory that the switch gets; known when the switch begins. */
    public SwitchContext estate(Estate left) {
        requireOpen();
        estate = left;
        return this;
    }

    public Estate estate() {
        return estate;
    }

    /** Whether PMDs in DEDICATED mode note when and why they do not get on for 100 us or more. Off by default. */
    public SwitchContext watchesPauses(boolean watch) {
        requireOpen();
        watchesPauses = watch;
        return this;
    }

    public boolean watchesPauses() {
        return watchesPauses;
    }

    /** Whether what the switch learns outlives the process, in files of the run directory. Off by default. */
    public SwitchContext keepsState(boolean keeps) {
        requireOpen();
        keepsState = keeps;
        return this;
    }

    public boolean keepsState() {
        return keepsState;
    }

    /** The port drivers; when none are given, those that {@link ServiceLoader} finds. */
    public SwitchContext drivers(List<PortDriver> portDrivers) {
        requireOpen();
        drivers = List.copyOf(portDrivers);
        return this;
    }

    public List<PortDriver> drivers() {
        return drivers;
    }

    private void requireOpen() {
        if (concluded) {
            throw new IllegalStateException("the context is concluded; make another one for another switch");
        }
    }

    /**
     * Checks every knob.
     *
     * @throws ConfigException naming every one that is out of range
     */
    public void check() {
        List<ConfigException.Violation> violations = new ArrayList<>();
        if (runDirectory == null || !runDirectory.toFile().isDirectory()) {
            violations.add(
                    new ConfigException.Violation("run-dir", String.valueOf(runDirectory), "a directory that exists"));
        }
        range(violations, "pmd-count", pmdCount, 1, 64, "agents");
        range(violations, "frames", frames, 1024, 4_194_304, "frames");
        if (frameSize != 2048 && frameSize != 4096) {
            violations.add(new ConfigException.Violation("frame-size", "" + frameSize, "2048 or 4096 bytes"));
        }
        range(violations, "large-frames", largeFrames, 0, 65_536, "frames");
        range(violations, "smc-entries", smcEntries, 256, 16_777_216, "entries, a power of two");
        if (Integer.bitCount(smcEntries) != 1) {
            violations.add(new ConfigException.Violation("smc-entries", "" + smcEntries, "a power of two"));
        }
        range(violations, "megaflow-limit", megaflowLimit, 64, 1_048_576, "entries");
        range(violations, "translation-budget", translationBudget, 1, 64, "translations a burst");
        range(violations, "megaflow-idle", megaflowIdle.toMillis(), 100, 3_600_000, "ms");
        range(violations, "request-timeout", requestTimeout.toMillis(), 10, 600_000, "ms");
        if (!violations.isEmpty()) {
            throw new ConfigException(violations);
        }
    }

    /** Checks every knob and fixes them. */
    SwitchContext conclude() {
        requireOpen();
        check();
        if (drivers.isEmpty()) {
            drivers = ServiceLoader.load(PortDriver.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        }
        concluded = true;
        return this;
    }

    private static void range(
            List<ConfigException.Violation> violations, String knob, long value, long min, long max, String unit) {
        if (value < min || value > max) {
            violations.add(new ConfigException.Violation(knob, "" + value, min + " to " + max + " " + unit));
        }
    }
}
