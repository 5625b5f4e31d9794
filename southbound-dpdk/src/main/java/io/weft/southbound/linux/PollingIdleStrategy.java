package io.weft.southbound.linux;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.datapath.PmdIdle;
import io.weft.vswitch.datapath.PmdInputs;
import io.weft.vswitch.datapath.SleepRamp;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits for packets as a kernel thread would: polls for a while after the last work, then sleeps in ppoll(2) until a receive queue has
 * input or somebody calls {@link #wake}.
 *
 * <pre>
 *   work --&gt; poll 50 us --&gt; ppoll(receive queues + wake-up event, timeout) --&gt; ...
 *                                             |
 *             longer and longer, up to
 *             100 ms                              every queue can be waited for
 *             10 ms                               the same, but sent frames are still with a device
 *             the PMD's ceiling (pmd-sleep-max)   a queue cannot be waited for: DPDK, memory, dummy
 *             0: it never sleeps                  the ceiling is 0
 * </pre>
 *
 * <p>Thread-safety: one agent idles; any thread wakes. Allocation: only when the set of queues changes.
 */
public final class PollingIdleStrategy implements IdleStrategy, AutoCloseable {
    /** Nothing needs a look before: a precaution against a queue that forgot to say that it has something. */
    private static final long LONG_SLEEP_NS = 100_000_000;

    /** For frames that a device gives back without a word. */
    private static final long OUTSTANDING_SLEEP_NS = 10_000_000;

    private static final int ENTRY = 8;

    private final PmdInputs inputs;
    private final SleepRamp ramp;
    private final int event;
    private final Memory.Block scratch = Memory.allocate(32);
    private final Memory.Block eventWord = Memory.allocate(8);
    private Memory.Block entries = Memory.allocate(ENTRY);
    private int count;
    private int[] current = {};
    private boolean unwatched;

    /** @param inputs what to wait for; {@link PmdInputs#pollFds} a new array whenever the set changes, the same one otherwise */
    public PollingIdleStrategy(PmdInputs inputs) throws NativeException {
        this(inputs, new SleepRamp());
    }

    PollingIdleStrategy(PmdInputs inputs, SleepRamp ramp) throws NativeException {
        this.inputs = inputs;
        this.ramp = ramp;
        event = Libc.check(
                Libc.eventfd(LinuxConstants.EFD_NONBLOCK | LinuxConstants.EFD_CLOEXEC), "eventfd", "idle strategy");
        Memory.putLong(eventWord.address(), 1);
        watch(current);
    }

    /**
     * The idling of a PMD: waits for its inputs, and is woken with its commands.
     *
     * @throws IllegalStateException when the process is out of descriptors
     */
    public static PmdIdle forPmd(PmdInputs inputs) {
        try {
            PollingIdleStrategy strategy = new PollingIdleStrategy(inputs);
            return new PmdIdle(strategy, strategy::wake);
        } catch (NativeException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            ramp.worked();
        } else {
            idle();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a new array says that the set changed
    public void idle() {
        int[] wanted = inputs.pollFds();
        if (wanted != current) {
            watch(wanted);
        }
        long sleepNs = ramp.sleepNs(System.nanoTime(), ceilingNs());
        if (sleepNs == 0) {
            Thread.onSpinWait();
        } else {
            sleep(sleepNs);
        }
    }

    private long ceilingNs() {
        long maxNs = inputs.sleepMaxNs();
        if (!unwatched && maxNs != 0) {
            maxNs = inputs.isOutstanding() ? OUTSTANDING_SLEEP_NS : LONG_SLEEP_NS;
        }
        return Math.min(maxNs, inputs.restNs());
    }

    @Override
    public void reset() {
        ramp.worked();
    }

    @Override
    public String alias() {
        return "poll";
    }

    /** Ends a sleep of the agent at once; harmless when it does not sleep. Any thread. */
    public void wake() {
        Libc.write(event, eventWord.address(), 8);
    }

    private void sleep(long sleepNs) {
        long timespec = scratch.address();
        Memory.putLong(timespec, 0);
        Memory.putLong(timespec + 8, sleepNs);
        if (Libc.ppoll(entries.address(), count, timespec) > 0) {
            ramp.worked();
            if ((Memory.getInt(entries.address() + 4) >>> 16 & LinuxConstants.POLLIN) != 0) {
                Libc.read(event, scratch.address() + 16, 8);
            }
        }
    }

    /** Rebuilds the pollfd array: descriptor u32, events u16, returned events u16. */
    private void watch(int[] fds) {
        current = fds;
        unwatched = false;
        entries.close();
        entries = Memory.allocate((long) ENTRY * (fds.length + 1));
        Memory.putInt(entries.address(), event);
        Memory.putInt(entries.address() + 4, LinuxConstants.POLLIN);
        count = 1;
        for (int fd : fds) {
            if (fd < 0) {
                unwatched = true;
            } else {
                long entry = entries.address() + (long) ENTRY * count++;
                Memory.putInt(entry, fd);
                Memory.putInt(entry + 4, LinuxConstants.POLLIN);
            }
        }
    }

    @Override
    public void close() {
        Libc.close(event);
        entries.close();
        scratch.close();
        eventWord.close();
    }
}
