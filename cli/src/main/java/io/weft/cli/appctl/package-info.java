/**
 * {@code weft appctl}: a look inside a running switch, in the grammar of ovs-appctl(8).
 *
 * <pre>
 *   appctl [options] COMMAND ...  --+--> AppctlCommand.run      one class a command, whose output has the shape of OVS
 *                                   +--> any other name: sent to the switch, which prints the answer itself
 * </pre>
 *
 * Numbers come from the switch as numbers; columns are laid out here. Commands that only poke the switch ({@code time/warp},
 * {@code netdev-dummy/set-admin-state}) are {@link io.weft.cli.appctl.ForwardedCommand}s: known here by name, so that help lists them.
 * Threads: the caller's. Start at {@link io.weft.cli.appctl.AppctlVerb}.
 */
package io.weft.cli.appctl;
