/**
 * How fast flow tables change, beside Open vSwitch: the same files, the same commands, in turn.
 *
 * <pre>
 *   FlowFiles: acl, l3, l2 --&gt; weft ofctl [--bundle] add-flows --&gt; weft switchd       both with a bridge without ports;
 *                         \--&gt; ovs-ofctl  [--bundle] add-flows --&gt; ovs-vswitchd       Open vSwitch with its dummy datapath
 *
 *   a round of a shape: each step on A, then on B:  add in a bundle, modify all, replace (a tenth differs), delete all, add one by one, delete all
 * each step begins with the table that it needs, so that steps can be left out; what fills it is not timed
 * </pre>
 *
 * What is timed is the whole command, as a user waits for it, from the start of its process to its end; after each step both must
 * hold as many flows as the step says. Memory is what the switch's process grew by with the first load of a fresh process, and for Weft
 * also what lives in its heap after a collection.
 *
 * <p>Everything is made in directories of its own and taken away at the end. Start at {@link io.weft.perf.updates.UpdatesVerb}. Threads: the
 * caller's, and a shutdown hook.
 */
package io.weft.perf.updates;
