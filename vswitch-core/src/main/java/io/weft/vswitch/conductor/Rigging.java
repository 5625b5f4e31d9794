package io.weft.vswitch.conductor;

import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Gives queues of ports to PMDs and takes them away. A receive queue goes to the PMD with the fewest; a PMD sends through the transmit queue of
 * its number, which carries a lock when there are fewer queues than PMDs.
 */
final class Rigging {
    private final List<PmdAgent> pmds;
    private final int[] rxQueueCounts;
    private final Map<PortState, int[]> pmdsOfQueues = new HashMap<>();

    Rigging(List<PmdAgent> pmds) {
        this.pmds = pmds;
        rxQueueCounts = new int[pmds.size()];
        configure(PmdKnobs.of(Map.of()));
    }

    void configure(PmdKnobs knobs) {
        pmds.forEach(pmd -> pmd.sleepMaxNs(TimeUnit.MICROSECONDS.toNanos(knobs.sleepMaxUs())));
    }

    void attachTx(PortState port) {
        TxQueue[] queues = port.device.txQueues();
        if (queues.length == 0) {
            return;
        }
        ReentrantLock[] locks = new ReentrantLock[queues.length];
        for (int i = 0; i < queues.length; i++) {
            locks[i] = queues.length < pmds.size() ? new ReentrantLock() : null;
        }
        for (PmdAgent pmd : pmds) {
            int index = pmd.pmd() % queues.length;
            pmd.proxy().attachTx(port.datapathPort, port.name(), queues[index], locks[index]);
        }
    }

    void attachRx(PortState port) {
        RxQueue[] queues = port.device.rxQueues();
        int[] owners = new int[queues.length];
        for (int i = 0; i < queues.length; i++) {
            owners[i] = leastLoaded();
            rxQueueCounts[owners[i]]++;
            pmds.get(owners[i]).proxy().attachRx(port.datapathPort, port.name(), List.of(queues[i]), i);
        }
        pmdsOfQueues.put(port, owners);
    }

    private int leastLoaded() {
        int least = 0;
        for (int i = 1; i < rxQueueCounts.length; i++) {
            least = rxQueueCounts[i] < rxQueueCounts[least] ? i : least;
        }
        return least;
    }

    void detachRx(PortState port) {
        int[] owners = pmdsOfQueues.remove(port);
        if (owners == null) {
            return;
        }
        for (int owner : owners) {
            rxQueueCounts[owner]--;
            pmds.get(owner).proxy().detachRx(port.datapathPort);
        }
    }

    void detachTx(PortState port) {
        for (PmdAgent pmd : pmds) {
            pmd.proxy().detachTx(port.datapathPort);
        }
    }

    /** True once every PMD has done everything asked of it until now. */
    BooleanSupplier barrier() {
        AtomicInteger left = new AtomicInteger(pmds.size());
        for (PmdAgent pmd : pmds) {
            pmd.proxy().run(left::decrementAndGet);
        }
        return () -> left.get() == 0;
    }
}
