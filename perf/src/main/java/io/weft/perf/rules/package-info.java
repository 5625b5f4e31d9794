/**
 * Sets of five-tuple rules as access lists, firewalls and packet chains of hosts have them, and packets that hit them.
 *
 * <pre>
 *   RuleSeed --shares of prefix pairs, ports, protocols--&gt; RuleSet --lines--&gt; flows for ovs-ofctl and weft ofctl
 *   (acl, fw, ipc)                                            |
 *                                                            +--trace--&gt; FiveTuples: few rules get most of them, as Zipf has it
 * </pre>
 *
 * <p>Real lists are kept secret; what is known about them are distributions: pairs of prefix lengths, classes of ports, protocols, and that
 * addresses crowd together. ClassBench draws lists from such a description, and so does this package, with descriptions of its own
 * ({@link io.weft.perf.rules.RuleSeed}) of the three kinds that ClassBench has. Flow entries have no port ranges: a rule with a range is
 * as many entries as its range needs masks.
 *
 * <p>The same seed, count and number give the same rules, on every machine. Start at {@link io.weft.perf.rules.RuleSet}. Threads: the caller's;
 * what is built is immutable.
 *
 * <p>Sources: Taylor, Turner, "ClassBench: A Packet Classification Benchmark", INFOCOM 2005; Gupta, McKeown, "Algorithms for Packet
 * Classification", IEEE Network 2001 (what rule lists look like).
 */
package io.weft.perf.rules;
