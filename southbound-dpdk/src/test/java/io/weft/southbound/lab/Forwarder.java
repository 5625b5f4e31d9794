package io.weft.southbound.lab;

import com.sun.management.ThreadMXBean;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.PollingIdleStrategy;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** The smallest switch: what comes in at one of two ports goes out at the other. One thread, as a PMD agent would run it. */
public final class Forwarder implements AutoCloseable {
    private static final int BURST = 64;

    private final PacketMemory memory;
    private final PortDevice left;
    private final PortDevice right;
    private volatile boolean running;
    private volatile long accepted;
    private volatile long dropped;
    private volatile Throwable failure;
    private RxQueue[][] rx;
    private TxQueue[][] tx;
    private Thread thread;
    private PollingIdleStrategy idle;

    public Forwarder(PacketMemory memory, PortDevice left, PortDevice right) throws NativeException {
        this.memory = memory;
        this.left = left;
        this.right = right;
        start();
    }

    private void start() throws NativeException {
        rx = new RxQueue[][] {left.rxQueues(), right.rxQueues()};
        tx = new TxQueue[][] {left.txQueues(), right.txQueues()};
        int[] fds = Arrays.stream(rx)
                .flatMap(Arrays::stream)
                .mapToInt(RxQueue::pollFd)
                .toArray();
        idle = new PollingIdleStrategy(new Inputs(fds, this::isOutstanding));
        running = true;
        thread = Thread.ofPlatform().name("forwarder").start(this::run);
    }

    private void stop() {
        running = false;
        idle.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        idle.close();
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    /** Plays the conductor: when a port asks for it, attaches it anew with its queues at rest. */
    public boolean maintain() throws NativeException {
        boolean changed = false;
        for (PortDevice port : new PortDevice[] {left, right}) {
            if (port.maintain(System.nanoTime())) {
                stop();
                port.attach();
                start();
                changed = true;
            }
        }
        return changed;
    }

    public long accepted() {
        return accepted;
    }

    public long dropped() {
        return dropped;
    }

    private long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(thread.threadId());
    }

    /**
     * Runs {@code traffic} until a run of it costs no allocation at all: the first runs pay for code that is not compiled yet.
     *
     * @return whether one of {@code rounds} runs was free
     */
    public boolean settlesWithoutAllocation(int rounds, Runnable traffic) {
        for (int i = 0; i < rounds; i++) {
            long packets = accepted;
            long bytes = allocatedBytes();
            traffic.run();
            bytes = allocatedBytes() - bytes;
            System.out.println("allocated " + bytes + " bytes for " + (accepted - packets) + " packets");
            if (bytes == 0 && accepted > packets) {
                return true;
            }
        }
        return false;
    }

    private boolean isOutstanding() {
        for (TxQueue[] queues : tx) {
            for (TxQueue queue : queues) {
                if (queue.isOutstanding()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void run() {
        long[] burst = new long[BURST];
        try (FrameCache frames = new FrameCache(memory)) {
            while (running) {
                int work = 0;
                for (int from = 0; from < 2; from++) {
                    work += forward(frames, burst, rx[from], tx[1 - from]);
                }
                for (TxQueue[] queues : tx) {
                    for (TxQueue queue : queues) {
                        queue.flush(frames);
                    }
                }
                idle.idle(work);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private int forward(FrameCache frames, long[] burst, RxQueue[] from, TxQueue[] to) {
        int work = 0;
        for (int i = 0; i < from.length; i++) {
            int count = from[i].receive(frames, burst, BURST);
            work += count;
            if (count > 0 && to.length == 0) {
                for (int k = 0; k < count; k++) {
                    frames.free(burst[k]);
                }
                dropped += count;
            } else if (count > 0) {
                int sent = to[i % to.length].transmit(frames, burst, count);
                accepted += sent;
                dropped += count - sent;
            }
        }
        return work;
    }

    @Override
    public void close() {
        stop();
    }
}
