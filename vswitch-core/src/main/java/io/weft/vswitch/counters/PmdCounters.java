package io.weft.vswitch.counters;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What one PMD agent did.
 *
 * <p>Thread-safety: that PMD alone writes, but for what others are said to; any thread or process reads. Cost: a load and a store each; call once a burst, not once a packet.
 * Allocation: none.
 */
public final class PmdCounters {
    private final AtomicCounter bursts;
    private final AtomicCounter packets;
    private final AtomicCounter emcHits;
    private final AtomicCounter smcHits;
    private final AtomicCounter megaflowHits;
    private final AtomicCounter translations;
    private final AtomicCounter translationNs;
    private final AtomicCounter busyPolls;
    private final AtomicCounter idlePolls;
    private final AtomicCounter megaflows;
    private final AtomicCounter masks;
    private final AtomicCounter busyNs;
    private final AtomicCounter refused;
    private final AtomicCounter recirculations;
    private final AtomicCounter connectionHits;
    private final AtomicCounter effectsDeferred;
    private final AtomicCounter reportsLost;
    private final AtomicCounter samplesLost;
    private final DropCounters drops;

    PmdCounters(CounterSource source) {
        bursts = source.counter(CounterKind.PMD_BURSTS);
        packets = source.counter(CounterKind.PMD_PACKETS);
        emcHits = source.counter(CounterKind.PMD_EMC_HITS);
        smcHits = source.counter(CounterKind.PMD_SMC_HITS);
        megaflowHits = source.counter(CounterKind.PMD_MEGAFLOW_HITS);
        translations = source.counter(CounterKind.PMD_TRANSLATIONS);
        translationNs = source.counter(CounterKind.PMD_TRANSLATION_NS);
        busyPolls = source.counter(CounterKind.PMD_BUSY_POLLS);
        idlePolls = source.counter(CounterKind.PMD_IDLE_POLLS);
        megaflows = source.counter(CounterKind.PMD_MEGAFLOWS);
        masks = source.counter(CounterKind.PMD_MASKS);
        busyNs = source.counter(CounterKind.PMD_BUSY_NS);
        refused = source.counter(CounterKind.PMD_REFUSED);
        recirculations = source.counter(CounterKind.PMD_RECIRCULATIONS);
        connectionHits = source.counter(CounterKind.PMD_CONNECTION_HITS);
        effectsDeferred = source.counter(CounterKind.PMD_EFFECTS_DEFERRED);
        reportsLost = source.counter(CounterKind.PMD_REPORTS_LOST);
        samplesLost = source.counter(CounterKind.PMD_SAMPLES_LOST);
        drops = new DropCounters(source);
    }

    /** A receive burst of {@code count} packets, at least one. */
    public void burst(long count) {
        bursts.getAndAddRelease(1);
        packets.getAndAddRelease(count);
    }

    public void emcHits(long count) {
        emcHits.getAndAddRelease(count);
    }

    public void smcHits(long count) {
        smcHits.getAndAddRelease(count);
    }

    public void megaflowHits(long count) {
        megaflowHits.getAndAddRelease(count);
    }

    /** {@code count} packets were translated in {@code elapsedNs} nanoseconds together. */
    public void translated(long count, long elapsedNs) {
        translations.getAndAddRelease(count);
        translationNs.getAndAddRelease(elapsedNs);
    }

    /** {@code count} packets came round. */
    public void recirculated(long count) {
        recirculations.getAndAddRelease(count);
    }

    /** Of the packets that came round, {@code count} were of connections that were known with the megaflow. */
    public void connectionHits(long count) {
        connectionHits.getAndAddRelease(count);
    }

    /** {@code count} translations were not cached. */
    public void refused(long count) {
        refused.getAndAddRelease(count);
    }

    /** {@code count} effects of its packets were put off. Revalidator only. */
    public void effectsDeferred(long count) {
        effectsDeferred.getAndAddRelease(count);
    }

    /** A translation was neither cached nor reported. */
    public void reportLost() {
        reportsLost.getAndAddRelease(1);
    }

    /** A sample found no room. */
    public void sampleLost() {
        samplesLost.getAndAddRelease(1);
    }

    /** A round over all receive queues found packets and took {@code elapsedNs} nanoseconds. */
    public void busyPoll(long elapsedNs) {
        busyPolls.getAndAddRelease(1);
        busyNs.getAndAddRelease(elapsedNs);
    }

    /** A round over all receive queues found nothing. */
    public void idlePoll() {
        idlePolls.getAndAddRelease(1);
    }

    /** Entries and different masks in the megaflow cache now. */
    public void cacheSize(long megaflowCount, long maskCount) {
        megaflows.setRelease(megaflowCount);
        masks.setRelease(maskCount);
    }

    /** The drops of this PMD. */
    public DropCounters drops() {
        return drops;
    }

    /** The value now of a kind with scope PMD. */
    public long value(CounterKind kind) {
        return switch (kind) {
            case PMD_BURSTS -> bursts.get();
            case PMD_RECIRCULATIONS -> recirculations.get();
            case PMD_CONNECTION_HITS -> connectionHits.get();
            case PMD_PACKETS -> packets.get();
            case PMD_EMC_HITS -> emcHits.get();
            case PMD_SMC_HITS -> smcHits.get();
            case PMD_MEGAFLOW_HITS -> megaflowHits.get();
            case PMD_TRANSLATIONS -> translations.get();
            case PMD_TRANSLATION_NS -> translationNs.get();
            case PMD_BUSY_POLLS -> busyPolls.get();
            case PMD_IDLE_POLLS -> idlePolls.get();
            case PMD_MEGAFLOWS -> megaflows.get();
            case PMD_MASKS -> masks.get();
            case PMD_BUSY_NS -> busyNs.get();
            case PMD_REFUSED -> refused.get();
            case PMD_EFFECTS_DEFERRED -> effectsDeferred.get();
            case PMD_REPORTS_LOST -> reportsLost.get();
            case PMD_SAMPLES_LOST -> samplesLost.get();
            case DROPS -> drops.total();
            case PORT_RX_PACKETS,
                    PORT_RX_BYTES,
                    PORT_RX_MISSED,
                    PORT_TX_PACKETS,
                    PORT_TX_BYTES,
                    PORT_TX_DROPPED,
                    PORT_RX_POLICED,
                    PORT_MISSES_DROPPED,
                    PORT_NEWCOMERS_DROPPED,
                    TRACKER_CONNECTIONS,
                    TRACKER_MOST,
                    TRACKER_EVENTS -> throw new IllegalArgumentException(kind + " is no counter of a PMD");
        };
    }
}
