package io.weft.vswitch;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import java.util.function.IntSupplier;
import org.agrona.concurrent.NanoClock;

/** How many rejected packets are answered a second (RFC 4443 section 2.4 (f)): a bucket of a quarter of a second's tokens. One owner. */
final class RejectLimit {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int BURST_DIVISOR = 4;

    private final IntSupplier ratePps;
    private final NanoClock clock;
    private final DropCounters drops;
    private long filledNs;

    /** In 1/10^9 of an answer. */
    private long tokens;

    /** @param ratePps answers a second, asked for each */
    RejectLimit(IntSupplier ratePps, NanoClock clock, DropCounters drops) {
        this.ratePps = ratePps;
        this.clock = clock;
        this.drops = drops;
        filledNs = clock.nanoTime() - NS_PER_S;
    }

    /** Whether one more answer may be sent now; one that may not is counted. */
    boolean admits() {
        long rate = ratePps.getAsInt();
        long full = rate == 0 ? 0 : Math.max(1, rate / BURST_DIVISOR) * NS_PER_S;
        long nowNs = clock.nanoTime();
        long passedNs = Math.clamp(nowNs - filledNs, 0, NS_PER_S);
        filledNs = nowNs;
        tokens = Math.min(full, tokens + passedNs * rate);
        if (tokens < NS_PER_S) {
            drops.add(DropReason.REJECT_RATE_LIMIT, 1);
            return false;
        }
        tokens -= NS_PER_S;
        return true;
    }

    /** An answer could not be sent. */
    void overflow() {
        drops.add(DropReason.REJECT_OVERFLOW, 1);
    }
}
