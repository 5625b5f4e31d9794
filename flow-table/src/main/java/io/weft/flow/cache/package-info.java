/**
 * The caches of one PMD: what translation found out about a packet, kept for the packets like it.
 *
 * <h2>What</h2>
 *
 * {@link io.weft.flow.cache.MegaflowCache} answers for all keys that agree with an earlier one in every bit that translation looked at.
 * {@link io.weft.flow.cache.SignatureCache} remembers for keys it has seen which of those answers it was, {@link io.weft.flow.cache.HeaderCache} the same for the header bytes
 * of few flows, before there is a key. None knows what the answer means: an entry
 * has an index, and its owner keeps a program for each index.
 *
 * <h2>Design</h2>
 *
 * <pre>
 *  key --hash--&gt; signatures: a bucket of 32 bytes
 *                | 4 signatures | 4 indexes |
 *                        | index: a guess, to be compared
 *                        v
 *                entries: 128 bytes each                       |  masked key, 8 words | packets bytes used stamp ... |   (+ 8 words elsewhere)
 *                        ^ index
 *  key --mask--&gt; subtable 0 (hit most): slots  | hash, index | hash, index | ...
 *        mask--&gt; subtable 1           : slots  ...
 *        ...     at most the quota
 * </pre>
 *
 * <p>Everything is off heap, in few large blocks: no object for a packet or an entry, nothing for the collector to look at. A
 * burst is looked up in passes (all buckets, all entries, then compare), because memory reads that do not depend on each other overlap, which
 * is the only prefetch Java has.
 *
 * <p><b>Signatures are not believed.</b> What a bucket says is compared with the entry it names, under that entry's mask, as any entry found by its
 * hash would be. So removing a megaflow does not search the signatures, and one that names an entry with another meaning by now does no harm.
 *
 * <p><b>Sizes.</b> A flow takes 8 bytes of signatures and a share in a megaflow. The signatures grow with the flows, since few flows in a large table touch
 * a cache line each.
 *
 * <p><b>One subtable.</b> Where nearly all hits are in one subtable its owner asks it first: that takes no memory of flows at all.
 *
 * <p><b>Stamps.</b> A reference carries the stamp of its entry, which changes when the entry is removed: for owners that keep references for long.
 *
 * <p><b>The quota on masks.</b> A lookup that misses costs one probe for each subtable, and traffic chooses which masks translation makes
 * (Tuple Space Explosion, CVE-2019-25076). Beyond the quota an insertion is refused and the owner forwards such packets without
 * caching, or caches them with the full mask.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>A lookup in either finds only an entry that matches; a lookup in the megaflows finds one if there is one. Of several, any: the owner inserts only
 *       masks that hold every bit its decision looked at, so overlapping entries agree.
 *   <li>Both caches treat the words after a short key as zero and do not read them: the extractor does not write them.
 *   <li>A probe sequence has no gaps: removal moves later slots forward, so nothing dead is left behind, and a subtable without
 *       entries is given up at once.
 *   <li>A free entry matches no key: its subtable is one with an empty mask, under which no key has the word that lies in the entry.
 *   <li>The stamp of an entry is never 0, so {@link io.weft.flow.cache.MegaflowCache#NONE} is never current.
 * </ul>
 *
 * <h2>Thread-safety</h2>
 *
 * None. The PMD that owns the caches is the only one to touch them; others send it commands.
 *
 * <h2>Cost</h2>
 *
 * Nothing but {@code insert} (when a subtable or its slots are made or grow) allocates, and that off heap. Figures, and what lost, are in ADR 15.
 *
 * <h2>Sources</h2>
 *
 * Pfaff et al., "The Design and Implementation of Open vSwitch", NSDI 2015 (caches in levels, subtables by hits); Srinivasan, Suri, Varghese,
 * "Packet Classification using Tuple Space Search", SIGCOMM 1999; Fan, Andersen, Kaminsky, "MemC3", NSDI 2013 (signatures in buckets of four); Knuth, volume
 * 3, section 6.4, algorithm R (removal with linear probing); Csikor et al., "Tuple Space Explosion", CoNEXT 2019.
 */
package io.weft.flow.cache;
