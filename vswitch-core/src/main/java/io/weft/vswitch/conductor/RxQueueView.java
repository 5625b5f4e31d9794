package io.weft.vswitch.conductor;

/**
 * A receive queue and who polls it.
 *
 * @param pmd who polls it, or -1 while it is handed over
 * @param isPinned by {@code pmd-rxq-affinity}
 * @param busyNs time spent on it in the last minute, or since it was made
 * @param spanNs how long that was; 0 when nothing is known yet
 */
public record RxQueueView(String port, int queue, int pmd, boolean isPinned, long busyNs, long spanNs) {}
