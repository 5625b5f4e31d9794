package io.weft.vswitch;

import io.weft.vswitch.conductor.RxQueueView;
import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.datapath.PmdPause;
import java.util.List;

/** The PMDs of a switch: what each did, which receive queues it polls, how long it rests. Thread-safe. */
public final class PmdThreads {
    private final Requests requests;
    private final List<PmdAgent> pmds;

    PmdThreads(Requests requests, List<PmdAgent> pmds) {
        this.requests = requests;
        this.pmds = List.copyOf(pmds);
    }

    /** What each PMD counted since it began, and has in its caches now. */
    public List<PmdStatistics> statistics() {
        return pmds.stream().map(PmdStatistics::of).toList();
    }

    /** Every receive queue and the PMD that polls it, in the order in which they came. */
    public List<RxQueueView> rxQueues() {
        return requests.ask(conductor -> conductor.rigging().views());
    }

    /** By PMD, whether it polls pinned queues alone. */
    public boolean[] isolated() {
        return requests.ask(conductor -> conductor.rigging().isolated());
    }

    /** By PMD, the percentage of the last minute in which it was busy with something else than its receive queues; -1: not known yet. */
    public double[] overheads() {
        return requests.ask(conductor -> conductor.rigging().overheads());
    }

    /** How long a PMD sleeps at most between two looks at queues that cannot wake it, in us; 0: it never sleeps. */
    public int sleepMaxUs() {
        return requests.ask(conductor -> conductor.rigging().sleepMaxUs());
    }

    /** Places all receive queues anew, by the rules and by what they cost now. Returns before all are where they are to be. */
    public void rebalance() {
        requests.ask(conductor -> {
            conductor.rigging().place();
            return true;
        });
    }

    /** When and why each PMD did not get on, oldest first; empty when pauses are not watched. */
    public List<List<PmdPause>> pauses() {
        return pmds.stream().map(PmdAgent::pauses).toList();
    }
}
