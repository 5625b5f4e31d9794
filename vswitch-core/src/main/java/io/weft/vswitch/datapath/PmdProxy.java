package io.weft.vswitch.datapath;

import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * Commands for a PMD, from the conductor and the revalidator. Both have few under way at a time by their own rules (one
 * publication, one flip, one attachment a port), which is what bounds the queue.
 *
 * <p>Thread-safety: any thread.
 */
public final class PmdProxy {
    private final ManyToOneConcurrentLinkedQueue<PmdCommand> commands = new ManyToOneConcurrentLinkedQueue<>();
    private volatile Runnable wake = () -> {};

    /** What ends a sleep of the PMD. */
    public void wakeBy(Runnable action) {
        wake = action;
    }

    /**
     * @param load takes what polling the queue costs
     * @param policer says what the port may receive; null: anything
     */
    public void attachRx(int datapathPort, String name, RxQueue queue, int number, RxLoad load, Policer policer) {
        offer(new PmdCommand.AttachRx(datapathPort, name, queue, number, load, policer));
    }

    /** @param policer says what the port may receive from now on; null: anything */
    public void police(int datapathPort, Policer policer) {
        offer(new PmdCommand.Police(datapathPort, policer));
    }

    /** @param done run on the PMD's thread once the queue is polled no more and all that was received from it has been sent */
    public void detachRxQueue(int datapathPort, int number, Runnable done) {
        offer(new PmdCommand.DetachRxQueue(datapathPort, number, done));
    }

    /**
     * @param lock for a queue that several PMDs use, otherwise null
     * @param shaper in which packets wait for their time; null where they leave at once. What waited in another one leaves.
     */
    public void attachTx(int datapathPort, String name, TxQueue queue, ReentrantLock lock, PortShaper shaper) {
        offer(new PmdCommand.AttachTx(datapathPort, name, queue, lock, shaper));
    }

    public void detachRx(int datapathPort) {
        offer(new PmdCommand.DetachRx(datapathPort));
    }

    public void detachTx(int datapathPort) {
        offer(new PmdCommand.DetachTx(datapathPort));
    }

    /** Answered by {@link Report.Flipped}. See {@link PmdCommand.Flip}. */
    public void flip(long number, SwitchSnapshot snapshot, List<Megaflow> remove, long walked) {
        offer(new PmdCommand.Flip(number, snapshot, remove, walked));
    }

    /** Runs {@code action} on the PMD's thread, between two rounds, after everything asked of it before. */
    public void run(Runnable action) {
        offer(new PmdCommand.Run(action));
    }

    PmdCommand poll() {
        return commands.poll();
    }

    private void offer(PmdCommand command) {
        commands.offer(command);
        wake.run();
    }
}
