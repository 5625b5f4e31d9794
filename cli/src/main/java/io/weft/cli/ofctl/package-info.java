/**
 * {@code weft ofctl}: the flow tables of a bridge, in the grammar of ovs-ofctl(8).
 *
 * <pre>
 *   ofctl [options] COMMAND BRIDGE ...  ->  OfctlCommand.run(OfctlCall)      one class a command
 *                                                |
 *          flows go to the switch as text, are parsed there, and come back as text: no grammar is loaded here,
 *          except by the one that compares flows (diff-flows: FlowSet); files of --bundle add-flows and replace-flows
 *          go as they are (FlowFile.send), and the switch reads the first lines while the last are still sent
 * </pre>
 *
 * Lines keep the words and the order of ovs-ofctl, with the headlines that it prints when its output is not a terminal; what a line says
 * follows the version of OpenFlow that {@code -O} names, 1.0 without it. Threads: the caller's; {@code monitor} adds one that prints packets,
 * and with {@code --detach} a process ({@link io.weft.cli.ofctl.Background}). Start at {@link io.weft.cli.ofctl.OfctlVerb}.
 */
package io.weft.cli.ofctl;
