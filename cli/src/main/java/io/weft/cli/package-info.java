/**
 * The command line: {@link io.weft.cli.Weft} and one package per verb.
 *
 * <pre>
 *   ./weft VERB ...  ->  Weft.run  ->  one verb object (only the one that was named is ever made)
 *                                        |  vsctl, ofctl, appctl: a CommandFamily, one class per command
 *                                        |  stat: reads the counters file
 *                                        |  switchd, demo: stay
 *                                        v
 *                                 exit status: 0 done, 1 refused, 2 usage
 * </pre>
 *
 * What all verbs share (where the switch is, how a refusal is told, tables) is in {@code io.weft.cli.verb}. Threads: a verb runs on the
 * caller's. Start at {@link io.weft.cli.Weft}.
 */
package io.weft.cli;
