/**
 * The revalidator: keeps the megaflows of all PMDs true, and learns from what they report.
 *
 * <pre>
 *   PMD 0..n-1 --reports: installed, uncached, flipped--> RevalidatorAgent --Flip(snapshot, remove, walked)--> PMD 0..n-1
 *                                                             |      ^
 *   conductor ---------publish v+1, MAC requests--------------+      | reached v+1 --> conductor
 *                                                             v
 *                                MAC tables, flow statistics: this agent is their one writer
 *
 *   one round:  reports -> requests -> statistics and expiry of a few -> one flip if anything is to be removed or published
 * </pre>
 *
 * <b>What makes a megaflow untrue.</b> A published change: it is translated again, if the change can concern it, and stays only if program,
 * drop reason and all that it passed through are the same and the new mask asks for nothing that the old one left open. A MAC address that
 * moved: the translation noted what each lookup had found, so looking again is enough.
 *
 * <p><b>Which ones can it concern?</b> {@code PassageIndex} knows who passed where, so a change reads those that it may concern, not all:
 *
 * <pre>
 *   an entry that is gone   its followers
 *   an entry that came      its table -> entries found there, by mask, whose match overlaps and that it may beat
 *                                     -> their followers, column by column of what the lookups saw
 *   ports, VLANs, bridges   all
 * </pre>
 *
 * <p><b>What packets teach.</b> A report carries the effects of its translation on flow tables; {@code Teaching} hands them to the conductor,
 * keeps learned entries from their hard timeout while packets teach them, and lets megaflows go whose lessons are in the tables no more (ADR 12).
 *
 * <p><b>Nothing is lost.</b> A megaflow's figures reach its flow entries by difference, while it lives by reading its PMD's counters, and at
 * its end from the figures that the PMD hands over with the flip.
 *
 * <p><b>One flip at a time.</b> While it is under way, further changes gather. A megaflow that a PMD installed while a publication
 * was being prepared was translated in the old version and not walked, so the PMD removes it at the flip.
 *
 * <p>Start at {@link io.weft.vswitch.revalidate.RevalidatorAgent}. Threads: the revalidator's own; {@link
 * io.weft.vswitch.revalidate.RevalidatorProxy} from any.
 */
package io.weft.vswitch.revalidate;
