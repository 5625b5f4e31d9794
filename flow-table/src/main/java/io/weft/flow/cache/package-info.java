/**
 * The caches of one PMD: what translation found out about a packet, kept for the packets like it.
 *
 * <h2>What</h2>
 *
 * {@link io.weft.flow.cache.ExactMatchCache} answers for keys it has seen, {@link io.weft.flow.cache.MegaflowCache} for all keys that agree with an
 * earlier one in every bit that translation looked at. Neither knows what the answer means: an entry has an index, and its
 * owner keeps a program for each index.
 *
 * <h2>Design</h2>
 *
 * <pre>
 *  key --hash--&gt; exact match: one group of 576 bytes
 *                +----------------------------------+--------+--------+--------+--------+
 *                | 4 signatures 4 references marks  | key 0  | key 1  | key 2  | key 3  |
 *                +----------------------------------+--------+--------+--------+--------+
 *                        | reference = stamp &lt;&lt; 32 | index     (same page, two cache lines for a short key)
 *                        v
 *                entries: 192 bytes each                       |  masked key  ..  | packets bytes used stamp |
 *                        ^ index
 *  key --mask--&gt; subtable 0 (hit most): slots  | hash, index | hash, index | ...
 *        mask--&gt; subtable 1           : slots  ...
 *        ...     at most the quota
 * </pre>
 *
 * <p>Everything is off heap, in few large blocks: no object for a packet or an entry, nothing for the collector to look at. A
 * burst is looked up in passes (all buckets, all keys, then compare), because memory reads that do not depend on each other overlap, which
 * is the only prefetch Java has.
 *
 * <p><b>Stamps.</b> Removing a megaflow does not search the exact match cache. It changes the entry's stamp, so every reference that
 * was handed out before stops being current, and is found out when it is met.
 *
 * <p><b>The quota on masks.</b> A lookup that misses costs one probe for each subtable, and traffic chooses which masks translation makes
 * (Tuple Space Explosion, CVE-2019-25076). Beyond the quota an insertion is refused and the owner forwards such packets without
 * caching, or caches them with the full mask.
 *
 * <p><b>Replacement.</b> The exact match cache gives every way a mark when it is used; a new key takes an empty way, or the next one in
 * turn without a mark, and takes the marks it passes away (second chance).
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Exact match: a reference is returned only for a key equal in all significant words to the one it was inserted with.
 *   <li>Megaflow: a lookup finds an entry if one matches, and only one that matches. Of several, any: the owner inserts only masks that
 *       hold every bit its decision looked at, so overlapping entries agree.
 *   <li>Both caches treat the words after a short key as zero and do not read them: the extractor does not write them.
 *   <li>A probe sequence has no gaps: removal moves later slots forward, so nothing dead is left behind, and a subtable without
 *       entries is given up at once.
 *   <li>The stamp of an entry is never 0, so {@link io.weft.flow.cache.MegaflowCache#NONE} is never current.
 * </ul>
 *
 * <h2>Thread-safety</h2>
 *
 * None. The PMD that owns the caches is the only one to touch them; others send it commands.
 *
 * <h2>Cost</h2>
 *
 * Nothing but {@code insert} (when a subtable or its slots are made or grow) allocates, and that off heap. On a shared 2-core Zen 4 virtual
 * machine, in bursts of 32, short keys, the copy of the key into the burst included: exact match 10 to 13 ns at 1,000 flows, 21 to 27
 * at 100,000 (without the pass that reads all keys first, and with keys in a block of their own: 94 to 99 ns). A megaflow lookup takes about
 * 14 ns for each subtable visited. Hashing a burst word by word, and probing four slots at once, were tried and gave
 * nothing.
 *
 * <h2>Sources</h2>
 *
 * Pfaff et al., "The Design and Implementation of Open vSwitch", NSDI 2015 (both caches, subtables by hits); Srinivasan, Suri, Varghese,
 * "Packet Classification using Tuple Space Search", SIGCOMM 1999; Knuth, volume 3, section 6.4, algorithm R (removal with linear
 * probing); Csikor et al., "Tuple Space Explosion", CoNEXT 2019.
 */
package io.weft.flow.cache;
