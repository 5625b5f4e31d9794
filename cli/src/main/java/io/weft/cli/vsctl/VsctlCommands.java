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
            new FakeBridgeCommand(true),
            new FakeBridgeCommand(false),
            new BridgeIdCommand(true),
            new BridgeIdCommand(false),
            new AddPortCommand(),
            new AddBondCommand(),
            new DeletePortCommand(),
            new ListPortsCommand("list-ports"),
            new ListPortsCommand("list-ifaces"),
            new PortToBridgeCommand("port-to-br", "PORT"),
            new PortToBridgeCommand("iface-to-br", "INTERFACE"),
            new ControllerCommand(FailModeCommand.Kind.GET),
            new ControllerCommand(FailModeCommand.Kind.SET),
            new ControllerCommand(FailModeCommand.Kind.DELETE),
            new FailModeCommand(FailModeCommand.Kind.GET),
            new FailModeCommand(FailModeCommand.Kind.SET),
            new FailModeCommand(FailModeCommand.Kind.DELETE),
            new ZonePolicyCommand(ZoneRecords.Kind.ADD),
            new ZonePolicyCommand(ZoneRecords.Kind.DELETE),
            new ZonePolicyCommand(ZoneRecords.Kind.LIST),
            new ZoneLimitCommand(ZoneRecords.Kind.ADD),
            new ZoneLimitCommand(ZoneRecords.Kind.DELETE),
            new ZoneLimitCommand(ZoneRecords.Kind.LIST),
            new EmergencyResetCommand(),
            new GetCommand(),
            new SetCommand(),
            new AddCommand(),
            new RemoveCommand(),
            new ClearCommand(),
            new CreateCommand(),
            new DestroyCommand(),
            new ListCommand(),
            new FindCommand(),
            new WaitUntilCommand());

    private VsctlCommands() {}
}
