/**
 * {@code weft ofctl}: the flow tables of a bridge, in the grammar of ovs-ofctl(8).
 *
 * <pre>
 *   ofctl [options] COMMAND BRIDGE ...  ->  OfctlCommand.run(OfctlCall)      one class a command
 *                                                |
 *          flows go to the switch as text, are parsed there, and come back as text: no grammar is loaded here,
 *          except by those that compare flows (diff-flows, replace-flows: FlowSet)
 * </pre>
 *
 * Lines keep the words and the order of ovs-ofctl without its reply headers: scripts look for the lines. Threads: the caller's;
 * {@code monitor} adds one that prints packets. Start at {@link io.weft.cli.ofctl.OfctlVerb}.
 */
package io.weft.cli.ofctl;
