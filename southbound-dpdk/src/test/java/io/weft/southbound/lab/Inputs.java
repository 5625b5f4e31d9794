package io.weft.southbound.lab;

import io.weft.vswitch.datapath.PmdInputs;
import java.util.function.BooleanSupplier;

/** What a thread of a test waits for, in place of a PMD. */
public final class Inputs implements PmdInputs {
    private static final long SLEEP_NS = 500_000;

    private final int[] pollFds;
    private final BooleanSupplier outstanding;
    private final long sleepMaxNs;

    public Inputs(int[] pollFds, BooleanSupplier outstanding) {
        this(pollFds, outstanding, SLEEP_NS);
    }

    public Inputs(int[] pollFds, BooleanSupplier outstanding, long sleepMaxNs) {
        this.pollFds = pollFds;
        this.outstanding = outstanding;
        this.sleepMaxNs = sleepMaxNs;
    }

    @Override
    public int pmd() {
        return 0;
    }

    @Override
    public int[] pollFds() {
        return pollFds;
    }

    @Override
    public boolean isOutstanding() {
        return outstanding.getAsBoolean();
    }

    @Override
    public long sleepMaxNs() {
        return sleepMaxNs;
    }
}
