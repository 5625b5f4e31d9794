/**
 * Choice by hash: which of several links, ports or buckets a packet takes, so that packets of one connection take the same one.
 *
 * <pre>
 *   key --FieldHash(fields, basis)--> 32 bits --LinkChoice(algorithm, n)--> 0..n-1
 *    |                                   |
 *    +--unwildcard: bits looked at       +-----HRW over live members------> a member of a bundle, a bucket of a group
 * </pre>
 *
 * {@link io.weft.flow.hash.FieldHash} is the one place that says what {@code symmetric_l4} and its like mean: for {@code multipath}, {@code
 * bundle} and select groups alike. Hash values are Weft's own; Open vSwitch has others, so the same packet may take another link there.
 *
 * <p>Threads: everything here is a pure function. Start at {@link io.weft.flow.hash.FieldHash}.
 */
package io.weft.flow.hash;
