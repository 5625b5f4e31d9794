package io.weft.vswitch.counters;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * The counters of one port as one PMD sees them; a port's figures are the sum over its PMDs.
 *
 * <p>Thread-safety: the PMD alone writes; any thread or process reads. Cost: a load and a store each. Allocation: none.
 */
public final class PortCounters {
    private final AtomicCounter rxPackets;
    private final AtomicCounter rxBytes;
    private final AtomicCounter rxMissed;
    private final AtomicCounter txPackets;
    private final AtomicCounter txBytes;
    private final AtomicCounter txDropped;
    private final AtomicCounter missesDropped;
    private final AtomicCounter newcomersDropped;
    private final AtomicCounter rxPoliced;

    PortCounters(CounterSource source) {
        rxPackets = source.counter(CounterKind.PORT_RX_PACKETS);
        rxBytes = source.counter(CounterKind.PORT_RX_BYTES);
        rxMissed = source.counter(CounterKind.PORT_RX_MISSED);
        txPackets = source.counter(CounterKind.PORT_TX_PACKETS);
        txBytes = source.counter(CounterKind.PORT_TX_BYTES);
        missesDropped = source.counter(CounterKind.PORT_MISSES_DROPPED);
        newcomersDropped = source.counter(CounterKind.PORT_NEWCOMERS_DROPPED);
        rxPoliced = source.counter(CounterKind.PORT_RX_POLICED);
        txDropped = source.counter(CounterKind.PORT_TX_DROPPED);
    }

    /** A burst was received. */
    public void received(long packets, long bytes) {
        rxPackets.getAndAddRelease(packets);
        rxBytes.getAndAddRelease(bytes);
    }

    /** {@code packets} more were lost before the switch read them: the growth of {@code RxQueue.missed()}. */
    public void missed(long packets) {
        rxMissed.getAndAddRelease(packets);
    }

    /** A burst was accepted by the transmit queue. */
    public void transmitted(long packets, long bytes) {
        txPackets.getAndAddRelease(packets);
        txBytes.getAndAddRelease(bytes);
    }

    /** The transmit queue refused packets. Their drop reason is counted in {@link DropCounters} as well. */
    public void transmitDropped(long packets) {
        txDropped.getAndAddRelease(packets);
    }

    /** Packets were above the rate of the port, which received them. Their drop reason is counted in {@link DropCounters} as well. */
    public void policed(long packets) {
        rxPoliced.getAndAddRelease(packets);
    }

    /** Packets that no cache knew were over the port's budget of translations. Their drop reason is counted in {@link DropCounters} as well. */
    public void missesDropped(long packets) {
        missesDropped.getAndAddRelease(packets);
    }

    /** Packets that were over the budget of translations so far, of this PMD alone. */
    public long missesDropped() {
        return missesDropped.get();
    }

    /** Packets of no known connection were over the port's budget. Their drop reason is counted in {@link DropCounters} as well. */
    public void newcomersDropped(long packets) {
        newcomersDropped.getAndAddRelease(packets);
    }

    /** Packets of no known connection that were over the budget so far, of this PMD alone. */
    public long newcomersDropped() {
        return newcomersDropped.get();
    }

    /** The figures now, of this PMD alone. */
    public PortTotals totals() {
        return new PortTotals(
                rxPackets.get(),
                rxBytes.get(),
                rxMissed.get(),
                rxPoliced.get(),
                txPackets.get(),
                txBytes.get(),
                txDropped.get());
    }
}
