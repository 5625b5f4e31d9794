package io.weft.perf.churn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whose fault lost packets are.
 *
 * <pre>
 *   packets lost at t --&gt; pauses that ended before t, no longer ago than a full ring takes to drain, the latest first
 *                     --&gt; each pause accounts for the packets that arrived in it, once: the machine's part of it, then the switch's
 *                     --&gt; what no pause accounts for is the switch's: it was too slow
 * </pre>
 *
 * @param machine packets that were lost since other threads or the hypervisor had the packet thread's processor
 * @param stopped since the packet thread was stopped or locked out
 * @param work since it did something else for the switch, or was too slow
 */
record Blame(long machine, long stopped, long work) {
    static final Blame NONE = new Blame(0, 0, 0);
    private static final long NEAR_NS = 200_000;

    /** What is left of a pause, in packets of one queue. */
    private static final class Account {
        final long endNs;
        double machine;
        double stopped;

        Account(Pause pause, double packetsPerNs) {
            endNs = pause.endNs();
            machine = pause.machineNs() * packetsPerNs;
            stopped = pause.stoppedNs() * packetsPerNs;
        }
    }

    Blame plus(Blame other) {
        return new Blame(machine + other.machine, stopped + other.stopped, work + other.work);
    }

    /**
     * Of the losses of one queue.
     *
     * @param losses packets by the time when they found the ring full
     * @param packetsPerNs at which they arrive
     * @param drainNs how long a full ring takes to drain
     */
    static Blame of(Map<Long, Long> losses, List<Pause> pauses, double packetsPerNs, long drainNs) {
        List<Account> accounts = new ArrayList<>();
        pauses.forEach(pause -> accounts.add(new Account(pause, packetsPerNs)));
        double machine = 0;
        double stopped = 0;
        double work = 0;
        for (Map.Entry<Long, Long> loss : losses.entrySet()) {
            double left = loss.getValue();
            for (Account account : accounts.reversed()) {
                // The loss is noted when the queue is looked at, within the round that ends the pause: its end may be
                // noted a little later.
                boolean isNear = account.endNs - loss.getKey() < NEAR_NS && loss.getKey() - account.endNs < drainNs;
                if (left > 0 && isNear) {
                    double ofMachine = Math.min(left, account.machine);
                    account.machine -= ofMachine;
                    double ofStop = Math.min(left - ofMachine, account.stopped);
                    account.stopped -= ofStop;
                    machine += ofMachine;
                    stopped += ofStop;
                    left -= ofMachine + ofStop;
                }
            }
            work += left;
        }
        return new Blame(Math.round(machine), Math.round(stopped), Math.round(work));
    }
}
