package io.weft.vswitch.datapath;

import org.agrona.concurrent.NanoClock;

/**
 * The knobs of a PMD; checked by {@link io.weft.vswitch.SwitchContext}.
 *
 * @param smcEntries entries that the signature cache grows to, a power of two
 * @param megaflowLimit entries
 * @param translationBudget translations a burst
 * @param hashSeed unknown to those who send packets, so that they cannot choose what collides
 * @param watchesPauses whether it finds out why it does not get on, where a thread of its own runs it
 * @param cachesConnections whether {@link ConnectionCache} is asked
 * @param samplingSeed what PMDs draw samples by, each in its own sequence; the same for all
 */
public record PmdSettings(
        int smcEntries,
        int megaflowLimit,
        int translationBudget,
        long hashSeed,
        long samplingSeed,
        boolean watchesPauses,
        boolean cachesConnections,
        NanoClock clock) {}
