package io.weft.vswitch.datapath;

/** The {@link MissBudget}s of the receive queues of one PMD. Thread-safety: its PMD. Allocation: none. */
final class MissBudgets {
    private final int mostInABurst;
    private final MissBudget shared = new MissBudget(new Backlog());
    private RxSource[] sources = {};
    private boolean isHeldBack;

    /** @param mostInABurst translations of one burst, whatever the budget */
    MissBudgets(int mostInABurst) {
        this.mostInABurst = mostInABurst;
    }

    /** The queues that the PMD polls from now on. */
    void of(RxSource[] polled) {
        sources = polled;
    }

    /** Whether this queue, whose last burst had misses, has had its share of the time and is not to be polled now. */
    boolean waits(RxSource source, long nowNs) {
        return source.misses.waits(nowNs, protectedFrom(source, nowNs));
    }

    /** How many misses of a burst of this queue may be translated; null for packets of no queue. */
    int allowed(RxSource source, long nowNs) {
        isHeldBack = source != null && protectedFrom(source, nowNs) > 0;
        return isHeldBack
                ? Math.min(source.misses.allowed(nowNs, mostInABurst), shared.allowed(nowNs, mostInABurst))
                : mostInABurst;
    }

    /** What the burst of the last question cost, which ended now. */
    void charge(RxSource source, int translations, long elapsedNs, int dropped, long nowNs) {
        if (source != null) {
            source.misses.charge(translations, elapsedNs, dropped, nowNs);
        }
        if (isHeldBack) {
            shared.charge(translations, elapsedNs, 0, nowNs);
        }
    }

    private int protectedFrom(RxSource source, long nowNs) {
        int count = 0;
        for (RxSource other : sources) {
            if (other != source && other.misses.isProtected(nowNs)) {
                count++;
            }
        }
        return count;
    }
}
