package io.weft.vswitch.datapath;

/** The {@link MissBudget}s of the receive queues of one PMD. Thread-safety: its PMD. Allocation: none. */
final class MissBudgets {
    private final int mostInABurst;
    private final MissBudget shared = new MissBudget();
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

    /** How many misses of a burst of this queue may be translated; null for packets of no queue. */
    int allowed(RxSource source, long nowNs) {
        isHeldBack = source != null && isProtectedFrom(source, nowNs);
        return isHeldBack
                ? Math.min(source.misses.allowed(nowNs, mostInABurst), shared.allowed(nowNs, mostInABurst))
                : mostInABurst;
    }

    /** What the burst of the last question cost. */
    void charge(RxSource source, int translations, long elapsedNs, int dropped) {
        if (source != null) {
            source.misses.charge(translations, elapsedNs, dropped);
        }
        if (isHeldBack) {
            shared.charge(translations, elapsedNs, 0);
        }
    }

    private boolean isProtectedFrom(RxSource source, long nowNs) {
        for (RxSource other : sources) {
            if (other != source && other.misses.isProtected(nowNs)) {
                return true;
            }
        }
        return false;
    }
}
