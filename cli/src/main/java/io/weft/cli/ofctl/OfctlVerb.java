package io.weft.cli.ofctl;

import io.weft.cli.verb.CommandFamily;
import io.weft.cli.verb.SwitchTarget;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.client.SwitchClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weft ofctl}: flow tables, ports and packets of a bridge. */
@Command(
        name = "ofctl",
        description = {
            "Flow tables, ports and packets of a bridge, in the grammar of ovs-ofctl(8).",
            "FLOW is written as in ovs-fields(7) and ovs-actions(7): priority=10,ip,nw_dst=10.0.0.1,actions=output:2",
            "GROUP is written group_id=1,type=select,bucket=weight:2,actions=output:1,bucket=output:2",
            "METER is written meter=1,kbps,burst,bands=type=drop,rate=1000,burst_size=100"
        })
public final class OfctlVerb extends CommandFamily<OfctlCommand> {
    @Mixin
    private SwitchTarget target;

    @Mixin
    private OfctlOptions options;

    public OfctlVerb() {
        super(COMMANDS, OfctlCommand::syntax);
    }

    private static final List<OfctlCommand> COMMANDS = List.of(
            new ShowCommand(),
            new DumpFlowsCommand(),
            new DumpAggregateCommand(),
            new DumpTablesCommand(),
            new DumpTableDescriptionsCommand(),
            new DumpTableFeaturesCommand(),
            new DumpDescriptionCommand(),
            new ProbeCommand(),
            new PingCommand(),
            new ModifyTableCommand(),
            new AddFlowCommand(),
            new AddFlowsCommand(),
            new ModifyFlowsCommand(),
            new DeleteFlowsCommand(),
            new ReplaceFlowsCommand(),
            new DiffFlowsCommand(),
            new BundleCommand(),
            ParseFlowsCommand.LINE,
            ParseFlowsCommand.FILE,
            GroupModCommand.ADD,
            new AddGroupsCommand(),
            GroupModCommand.MODIFY,
            GroupModCommand.DELETE,
            GroupModCommand.INSERT_BUCKETS,
            GroupModCommand.REMOVE_BUCKETS,
            new DumpGroupsCommand(),
            new DumpGroupStatisticsCommand(),
            new DumpGroupFeaturesCommand(),
            MeterModCommand.ADD,
            MeterModCommand.MODIFY,
            MeterModCommand.DELETE,
            MeterModCommand.DELETE_ALL,
            new DumpMetersCommand("dump-meters"),
            new DumpMetersCommand("dump-meter"),
            new MeterStatisticsCommand(),
            new MeterFeaturesCommand(),
            new DumpPortsCommand(),
            new DumpPortsDescriptionCommand(),
            new ModifyPortCommand(),
            QueueCommand.STATISTICS,
            QueueCommand.CONFIGURATION,
            new FragmentsCommand(false),
            new FragmentsCommand(true),
            TlvMapCommand.ADD,
            TlvMapCommand.DELETE,
            TlvMapCommand.DUMP,
            new PacketOutCommand(),
            new MonitorCommand(),
            new MonitorSamplesCommand());

    /** Ends what {@code --detach} left running in a run directory. */
    public static void endBackground(Path runDirectory) {
        Background.end(runDirectory);
    }

    @Option(names = "-t", hidden = true)
    void timeout(int seconds) {
        target.timeout(seconds);
    }

    @Override
    protected int run(List<String> line) {
        if (!options.protocols().matches("(?i)|OpenFlow1[0-5](,OpenFlow1[0-5])*")) {
            throw new UsageException(
                    "-O \"" + options.protocols() + "\" is not allowed; allowed: OpenFlow10 to OpenFlow15");
        }
        OfctlCommand command = command(line.getFirst());
        List<String> words = line.subList(1, line.size());
        command.syntax().check(words);
        boolean stays = command instanceof MonitorCommand || command instanceof MonitorSamplesCommand;
        if (!stays && (options.detach() || options.pidFile() != null)) {
            throw new UsageException("--detach and --pidfile are options of monitor");
        }
        Background background = new Background(target.runDirectory(), options.pidFile());
        if (options.detach()) {
            return background.start(processWords());
        }
        try (SwitchClient client = target.client()) {
            PrintWriter out = options.detached() ? err() : out();
            return command.run(new OfctlCall(client, out, err(), options, words, background::watching));
        }
    }
}
