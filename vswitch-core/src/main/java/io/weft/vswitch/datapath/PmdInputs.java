package io.weft.vswitch.datapath;

/** What an idle PMD may wait for. Any thread. */
public interface PmdInputs {
    /** Number of the PMD, from 0. */
    int pmd();

    /** {@code pollFd()} of every receive queue that the PMD runs, -1 where it has none; a new array whenever the set changes. */
    int[] pollFds();

    /** How long it may sleep between two looks at queues that cannot wake it; 0: it never sleeps. */
    long sleepMaxNs();

    /** For how long nothing has to be done at a certain time: 0 or less: something is due. Asked by the PMD itself. */
    default long restNs() {
        return Long.MAX_VALUE;
    }

    /** Whether frames are still with a transmit queue, so that the PMD must come back soon. */
    boolean isOutstanding();
}
