package io.weft.vswitch.datapath;

/**
 * A time in which a PMD that was not asleep did not begin a round.
 *
 * @param endNs when it got on, by the switch's clock
 * @param lengthNs from the beginning of one round to that of the next
 * @param waitedNs of it ready to run while its processor ran other threads
 * @param blockedNs of it neither running nor ready: stopped for a safepoint, or waiting for a lock
 * @param workNs of it what the round's packets, translations and removals account for, generously
 * @param packets received in the round
 * @param translations of the round
 * @param removals of megaflows in the round
 */
public record PmdPause(
        long endNs,
        long lengthNs,
        long waitedNs,
        long blockedNs,
        long workNs,
        long packets,
        long translations,
        long removals) {

    /** What is left: on its processor as the kernel sees it, and nothing done. The hypervisor, interrupts, faults of memory. */
    public long elsewhereNs() {
        return lengthNs - waitedNs - blockedNs - workNs;
    }
}
