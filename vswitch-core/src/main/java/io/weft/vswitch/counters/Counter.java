package io.weft.vswitch.counters;

/**
 * One counter as read from a file.
 *
 * @param kind what is counted
 * @param owner the port's name, "pmd" and its index for a PMD, another agent's name for its drops
 * @param pmd the PMD that writes it, or -1
 * @param reason the name of the {@link DropReason} for {@link CounterKind#DROPS}, else empty; may be one that this version does not know
 * @param value in the unit of the kind
 */
public record Counter(CounterKind kind, String owner, int pmd, String reason, long value) {}
