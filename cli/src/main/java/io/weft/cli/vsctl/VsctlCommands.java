package io.weft.cli.vsctl;

import java.util.List;

/** All commands, in the order of the help. */
final class VsctlCommands {
    static final List<VsctlCommand> ALL = List.of(
            new InitCommand(),
            new ShowCommand(),
            new AddBridgeCommand(),
            new DeleteBridgeCommand(),
            new ListBridgesCommand(),
            new BridgeExistsCommand(),
            new AddPortCommand(),
            new DeletePortCommand(),
            new ListPortsCommand("list-ports"),
            new ListPortsCommand("list-ifaces"),
            new PortToBridgeCommand("port-to-br", "PORT"),
            new PortToBridgeCommand("iface-to-br", "INTERFACE"),
            new GetCommand(),
            new SetCommand(),
            new AddCommand(),
            new RemoveCommand(),
            new ClearCommand(),
            new ListCommand(),
            new FindCommand());

    private VsctlCommands() {}
}
