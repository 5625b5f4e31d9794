package io.weft.southbound.linux;

import io.weft.flow.memory.Memory;
import io.weft.vswitch.datapath.PmdIdle;
import io.weft.vswitch.datapath.PmdInputs;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits for packets as a kernel thread would: spins for a while after the last work, then sleeps in ppoll(2) until a receive queue has
 * input or somebody calls {@link #wake}.
 *
 * <pre>
 *   work --> spin 50 us --> ppoll(receive queues + wake-up event, timeout) --> spin ...
 *                                             |
 *             10 ms; 100 us while sent frames are still with a device, or a queue cannot be waited for
 * </pre>
 *
 * <p>Thread-safety: one agent idles; any thread wakes. Allocation: only when the set of queues changes.
 */
public final class PollingIdleStrategy implements IdleStrategy, AutoCloseable {
    /** How long an agent spins after its last work before it sleeps: longer than a hop between two containers takes. */
    public static final long SPIN_NS = 50_000;

    private static final long SLEEP_NS = 10_000_000;
    private static final long SHORT_SLEEP_NS = 100_000;
    private static final int ENTRY = 8;

    private final Supplier<int[]> pollFds;
    private final BooleanSupplier outstanding;
    private final long spinNs;
    private final int event;
    private final Memory.Block scratch = Memory.allocate(32);
    private final Memory.Block eventWord = Memory.allocate(8);
    private Memory.Block entries = Memory.allocate(ENTRY);
    private int count;
    private int[] current = {};
    private boolean unwatched;
    private long idleSinceNs;

    /**
     * @param pollFds the {@code pollFd()} of every receive queue the agent runs now, -1 where it has none; a new array whenever the set
     *     changes, the same one otherwise
     * @param outstanding whether a transmit queue of the agent still waits for the device
     */
    public PollingIdleStrategy(Supplier<int[]> pollFds, BooleanSupplier outstanding) throws NativeException {
        this(pollFds, outstanding, SPIN_NS);
    }

    public PollingIdleStrategy(Supplier<int[]> pollFds, BooleanSupplier outstanding, long spinNs)
            throws NativeException {
        this.pollFds = pollFds;
        this.outstanding = outstanding;
        this.spinNs = spinNs;
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
            PollingIdleStrategy strategy = new PollingIdleStrategy(inputs::pollFds, inputs::isOutstanding);
            return new PmdIdle(strategy, strategy::wake);
        } catch (NativeException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            idleSinceNs = 0;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        long now = System.nanoTime();
        if (idleSinceNs == 0) {
            idleSinceNs = now;
        } else if (now - idleSinceNs > spinNs) {
            sleep();
            return;
        }
        Thread.onSpinWait();
    }

    @Override
    public void reset() {
        idleSinceNs = 0;
    }

    @Override
    public String alias() {
        return "poll";
    }

    /** Ends a sleep of the agent at once; harmless when it does not sleep. Any thread. */
    public void wake() {
        Libc.write(event, eventWord.address(), 8);
    }

    @SuppressWarnings("ReferenceEquality") // a new array says that the set changed
    private void sleep() {
        int[] wanted = pollFds.get();
        if (wanted != current) {
            watch(wanted);
        }
        long timespec = scratch.address();
        Memory.putLong(timespec, 0);
        Memory.putLong(timespec + 8, unwatched || outstanding.getAsBoolean() ? SHORT_SLEEP_NS : SLEEP_NS);
        if (Libc.ppoll(entries.address(), count, timespec) > 0) {
            idleSinceNs = 0;
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
