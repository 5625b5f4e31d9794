/**
 * Weft beside Debian's Open vSwitch: the same bridges, flow entries, addresses and packets given to both, what they say compared.
 *
 * <pre>
 *   RandomWorld --lines of flows, groups--> OpenVSwitch (a private process) --ofproto/trace--> TraceText --+
 *        |     \--------------------------> Weft (in this process)          --Trace----------> TraceText --+--> Comparison
 *        +--packets, as text                                                                               |
 *                                                                             equal, or a Difference with a written reason
 * </pre>
 *
 * Texts are compared as they are. Where they differ, both lists of datapath actions are executed by {@link
 * io.weft.vswitch.oracle.DatapathActions}, a small interpreter of the text, over the traced packet; what leaves, where, and in what state
 * must be the same, and the differing syntax must have one of the reasons of {@link io.weft.vswitch.oracle.Explanation}. Everything else
 * fails. ADR 6 says why each reason is one.
 *
 * <p>Open vSwitch runs with dummy devices in a directory of its own and touches nothing of the machine. Start at {@link
 * io.weft.vswitch.oracle.TraceAgainstOpenVSwitchTest}.
 */
package io.weft.vswitch.oracle;
