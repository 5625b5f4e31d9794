/**
 * {@code weft vsctl}: the configuration of a switch, in the grammar of ovs-vsctl(8).
 *
 * <pre>
 *   --may-exist add-br br0 -- add-port br0 p1 tag=10 -- set interface p1 type=dummy -- show
 *        |  LineParser: one Invocation a command
 *        v
 *   VsctlCommand.plan(invocation, Plan)        one class a command
 *        |  operations: one transaction        questions: asked before it or after it, as they stood in the line
 *        v
 *   Transaction -> ConfigCalls.transact(all operations) -> answers, printed in the order of the line
 * </pre>
 *
 * Nothing is sent before the whole line has been understood. A question that stands before the first operation is asked before the
 * transaction, every other one after it: it then sees the whole transaction, also what follows it in the line.
 *
 * <p>Values are read and printed as the database tools of OVS do ({@link io.weft.cli.vsctl.ColumnText},
 * {@link io.weft.cli.vsctl.ColumnExpression}): scripts compare them as strings. Threads: the caller's. Start at
 * {@link io.weft.cli.vsctl.VsctlVerb}.
 */
package io.weft.cli.vsctl;
