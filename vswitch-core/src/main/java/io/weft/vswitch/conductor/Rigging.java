package io.weft.vswitch.conductor;

import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.datapath.FrameBudget;
import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.datapath.PortShaper;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * Gives queues of ports to PMDs and takes them away. Receive queues go where {@link RxPlacement} says, anew when ports come or go, when the rules
 * change, on request, and, with {@code pmd-auto-lb}, when one PMD has too much to do. A PMD sends through the transmit queue of its number, which
 * carries a lock when there are fewer queues than PMDs.
 *
 * <pre>
 *   hand-over:  PMD 0 lets go between two rounds, with all that it received sent --&gt; conductor --&gt; PMD 1 begins
 * </pre>
 *
 * What arrives meanwhile waits in the queue, so nothing is lost and nothing overtakes. The conductor's own.
 */
public final class Rigging {
    private final List<PmdAgent> pmds;
    private final BiConsumer<BooleanSupplier, Runnable> when;
    private final Runnable wake;
    private final NanoClock clock;
    private final FrameBudget frames;
    private final List<RxAssignment> queues = new ArrayList<>();
    private final RecentTime[] recent;
    private PmdKnobs knobs = PmdKnobs.of(Map.of());
    private List<Integer> pins = List.of();
    private long sampledNs;
    private long balancedNs;

    /**
     * @param when runs an action in the first round in which something has happened
     * @param wake ends a rest of the conductor
     */
    Rigging(List<PmdAgent> pmds, BiConsumer<BooleanSupplier, Runnable> when, Runnable wake, NanoClock clock) {
        this.clock = clock;
        frames = new FrameBudget(pmds.getFirst().memory());
        long nowNs = clock.nanoTime();
        this.pmds = pmds;
        this.when = when;
        this.wake = wake;
        recent = new RecentTime[pmds.size()];
        Arrays.setAll(recent, _ -> new RecentTime());
        sampledNs = nowNs;
        balancedNs = nowNs;
        configure(knobs);
    }

    /** The rules from now on, those of the ports included. */
    void configure(PmdKnobs next) {
        pmds.forEach(pmd -> pmd.sleepMaxNs(TimeUnit.MICROSECONDS.toNanos(next.sleepMaxUs())));
        boolean isSame = knobs.algorithm() == next.algorithm() && knobs.isolates() == next.isolates();
        knobs = next;
        if (!isSame || !pins().equals(pins)) {
            place();
        }
    }

    private List<Integer> pins() {
        return queues.stream().map(RxAssignment::pinned).toList();
    }

    void attachTx(PortState port) {
        TxQueue[] txQueues = port.device.txQueues();
        if (txQueues.length == 0) {
            return;
        }
        port.shaper = shaper(port);
        if (port.shaper != null) {
            ReentrantLock lock = pmds.size() > 1 ? new ReentrantLock() : null;
            for (PmdAgent pmd : pmds) {
                pmd.proxy().attachTx(port.datapathPort, port.name(), txQueues[0], lock, port.shaper);
            }
            return;
        }
        ReentrantLock[] locks = new ReentrantLock[txQueues.length];
        for (int i = 0; i < txQueues.length; i++) {
            locks[i] = txQueues.length < pmds.size() ? new ReentrantLock() : null;
        }
        for (PmdAgent pmd : pmds) {
            int index = pmd.pmd() % txQueues.length;
            pmd.proxy().attachTx(port.datapathPort, port.name(), txQueues[index], locks[index], null);
        }
    }

    /** Has PMDs that receive from the port go by its policer from now on; those that will, do. */
    void police(PortState port) {
        for (PmdAgent pmd : pmds) {
            pmd.proxy().police(port.datapathPort, port.policer);
        }
    }

    private PortShaper shaper(PortState port) {
        port.isShapedAnew = false;
        return port.settings
                .qos()
                .egress()
                .map(wanted -> new PortShaper(wanted, frames, pmds.size(), clock.nanoTime()))
                .orElse(null);
    }

    /** Whether a port may be attached to send while it is: there is nobody who could meanwhile send in another way. */
    boolean isAlone() {
        return pmds.size() == 1;
    }

    void attachRx(PortState port) {
        RxQueue[] rxQueues = port.device.rxQueues();
        for (int i = 0; i < rxQueues.length; i++) {
            queues.add(new RxAssignment(port, rxQueues[i], i));
        }
        place();
    }

    void detachRx(PortState port) {
        boolean any = false;
        for (RxAssignment queue : queues) {
            if (queue.port == port) {
                queue.isRemoved = true;
                any = true;
            }
        }
        if (any) {
            queues.removeIf(queue -> queue.isRemoved);
            pmds.forEach(pmd -> pmd.proxy().detachRx(port.datapathPort));
            place();
        }
    }

    void detachTx(PortState port) {
        for (PmdAgent pmd : pmds) {
            pmd.proxy().detachTx(port.datapathPort);
        }
    }

    // ---- placement

    /** Places all queues by the rules and by what they cost now. */
    public void place() {
        pins = pins();
        List<RxPlacement.Queue> all = costs();
        move(RxPlacement.plan(all, pmds.size(), knobs.algorithm(), knobs.isolates()));
    }

    private List<RxPlacement.Queue> costs() {
        return queues.stream()
                .map(queue -> new RxPlacement.Queue(queue.pinned(), queue.recent.ns()))
                .toList();
    }

    private void move(int[] targets) {
        for (int i = 0; i < targets.length; i++) {
            RxAssignment queue = queues.get(i);
            boolean isNew = queue.target == RxAssignment.NOBODY;
            queue.target = targets[i];
            if (isNew) {
                give(queue);
            } else if (queue.pmd != RxAssignment.NOBODY && queue.pmd != queue.target) {
                handOver(queue);
            }
        }
    }

    private void give(RxAssignment queue) {
        queue.pmd = queue.target;
        pmds.get(queue.pmd)
                .proxy()
                .attachRx(
                        queue.port.datapathPort,
                        queue.port.name(),
                        queue.queue,
                        queue.number,
                        queue.load,
                        queue.port.policer);
    }

    private void handOver(RxAssignment queue) {
        AtomicBoolean isFree = new AtomicBoolean();
        pmds.get(queue.pmd).proxy().detachRxQueue(queue.port.datapathPort, queue.number, () -> {
            isFree.set(true);
            wake.run();
        });
        queue.pmd = RxAssignment.NOBODY;
        when.accept(isFree::get, () -> {
            if (!queue.isRemoved) {
                give(queue);
            }
        });
    }

    /** Looks at the loads when it is time; returns whether it did. */
    boolean watch(long nowNs) {
        if (nowNs - sampledNs < RecentTime.INTERVAL_NS) {
            return false;
        }
        sampledNs = nowNs;
        queues.forEach(queue -> queue.recent.sample(queue.load.busyNs()));
        pmds.forEach(pmd -> recent[pmd.pmd()].sample(pmd.counters().value(CounterKind.PMD_BUSY_NS)));
        if (nowNs - balancedNs >= TimeUnit.SECONDS.toNanos(knobs.intervalS())) {
            balancedNs = nowNs;
            if (knobs.balances() && isOverloaded()) {
                balance();
            }
        }
        return true;
    }

    private boolean isOverloaded() {
        return Arrays.stream(recent)
                .anyMatch(pmd -> 100 * pmd.ns() >= knobs.loadPercent() * pmd.spanNs() && pmd.spanNs() > 0);
    }

    /** Moves queues if the load is so much more even then. */
    private void balance() {
        if (queues.stream().anyMatch(queue -> queue.pmd == RxAssignment.NOBODY)) {
            return;
        }
        List<RxPlacement.Queue> all = costs();
        int[] targets = RxPlacement.plan(all, pmds.size(), knobs.algorithm(), knobs.isolates());
        double now = RxPlacement.variance(
                all, queues.stream().mapToInt(queue -> queue.pmd).toArray(), pmds.size());
        double then = RxPlacement.variance(all, targets, pmds.size());
        if (now > 0 && 100 * (now - then) / now >= knobs.improvementPercent()) {
            move(targets);
        }
    }

    /** Every queue, in the order in which they came. */
    public List<RxQueueView> views() {
        return queues.stream()
                .map(queue -> new RxQueueView(
                        queue.port.name(),
                        queue.number,
                        queue.pmd,
                        queue.pinned() >= 0 && queue.pinned() < pmds.size(),
                        queue.recent.ns(),
                        queue.recent.spanNs()))
                .toList();
    }

    /** How long a PMD sleeps at most between two looks at queues that cannot wake it, in us. */
    public int sleepMaxUs() {
        return knobs.sleepMaxUs();
    }

    /** By PMD, the percentage of the last minute in which it was busy with something else than its queues; -1: not known yet. */
    public double[] overheads() {
        double[] overheads = new double[pmds.size()];
        for (int pmd = 0; pmd < overheads.length; pmd++) {
            long ofQueues = 0;
            for (RxAssignment queue : queues) {
                ofQueues += queue.pmd == pmd ? queue.recent.ns() : 0;
            }
            long spanNs = recent[pmd].spanNs();
            overheads[pmd] = spanNs == 0 ? -1 : 100.0 * Math.max(0, recent[pmd].ns() - ofQueues) / spanNs;
        }
        return overheads;
    }

    /** PMDs that poll pinned queues alone. */
    public boolean[] isolated() {
        boolean[] isolated = new boolean[pmds.size()];
        if (knobs.isolates()) {
            views().stream()
                    .filter(view -> view.isPinned() && view.pmd() >= 0)
                    .forEach(view -> isolated[view.pmd()] = true);
        }
        return isolated;
    }

    /** True once every PMD has done everything asked of it until now. */
    BooleanSupplier barrier() {
        AtomicInteger left = new AtomicInteger(pmds.size());
        for (PmdAgent pmd : pmds) {
            pmd.proxy().run(() -> {
                if (left.decrementAndGet() == 0) {
                    wake.run();
                }
            });
        }
        return () -> left.get() == 0;
    }
}
