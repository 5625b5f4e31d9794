package io.weft.cli.appctl;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.weft.cli.ofctl.OfctlVerb;
import io.weft.cli.verb.CommandFamily;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.SwitchTarget;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ControlException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weft appctl}: looks inside a running switch and pokes it. */
@Command(
        name = "appctl",
        description = {
            "Looks inside a running switch, in the grammar of ovs-appctl(8).",
            "A COMMAND that is not listed here is sent to the switch as it is; list-commands lists all."
        })
public final class AppctlVerb extends CommandFamily<AppctlCommand> {
    private static final List<AppctlCommand> COMMANDS = List.of(
            new TraceCommand(),
            new FdbShowCommand(),
            new FdbFlushCommand(),
            new FdbAddCommand(),
            new FdbDeleteCommand(),
            new FdbStatisticsCommand(),
            new ForwardedCommand(
                    "ofproto/trace-packet-out",
                    "[BRIDGE|DATAPATH] FLOW [--names|--no-names] [-generate|PACKET] [OPTION]... ACTIONS",
                    "As ofproto/trace, executing ACTIONS in place of the flow tables."),
            new ForwardedCommand(
                    "ofproto/detrace",
                    "UFID|DATAPATH_FLOW...",
                    "Prints the flow entries that the packets of a megaflow pass."),
            new DumpMegaflowsCommand(),
            new ForwardedCommand("dpctl/show", "[-s] [DATAPATH]", "Prints the datapath's lookups and ports."),
            new ForwardedCommand("dpctl/dump-dps", "", "Prints the name of the datapath."),
            new ForwardedCommand(
                    "dpctl/del-flows", "[DATAPATH]", "Empties the megaflow caches; traffic fills them again."),
            new DumpConnectionsCommand(),
            new FlushConnectionsCommand(),
            new ConnectionStatisticsCommand(),
            new ConnectionBucketsCommand(),
            new ConnectionLimitsCommand(ConnectionLimitsCommand.Kind.SET),
            new ConnectionLimitsCommand(ConnectionLimitsCommand.Kind.GET),
            new ConnectionLimitsCommand(ConnectionLimitsCommand.Kind.DELETE),
            new TrackerSettingCommand(TrackerSetting.SET_MAXCONNS),
            new TrackerSettingCommand(TrackerSetting.GET_MAXCONNS),
            new TrackerSettingCommand(TrackerSetting.GET_NCONNS),
            new TrackerSettingCommand(TrackerSetting.ENABLE_SEQ_CHK),
            new TrackerSettingCommand(TrackerSetting.DISABLE_SEQ_CHK),
            new TrackerSettingCommand(TrackerSetting.GET_SEQ_CHK),
            new TrackerSettingCommand(TrackerSetting.SET_SWEEP_INTERVAL),
            new TrackerSettingCommand(TrackerSetting.GET_SWEEP_INTERVAL),
            new ForwardedCommand(
                    "dpctl/ipf-set-enabled",
                    "[DATAPATH] v4|v6",
                    "Lets fragments wait for their datagram, so that it can be tracked."),
            new ForwardedCommand(
                    "dpctl/ipf-set-disabled", "[DATAPATH] v4|v6", "Makes fragments invalid to the connection tracker."),
            new ForwardedCommand(
                    "dpctl/ipf-set-min-frag",
                    "[DATAPATH] v4|v6 MINFRAGMENT",
                    "Sets the size, in bytes, that fragments have at least, but for the last one."),
            new ForwardedCommand(
                    "dpctl/ipf-set-max-nfrags", "[DATAPATH] MAXFRAGS", "Sets how many fragments wait at most."),
            new ForwardedCommand(
                    "dpctl/ipf-get-status", "[-m] [DATAPATH]", "Prints how many fragments waited, -m with which do."),
            new ForwardedCommand("dpif/show", "", "Prints cache hits and misses, and bridges with their ports."),
            new ForwardedCommand("bridge/dump-flows", "BRIDGE", "Prints all flow entries of a bridge."),
            new ForwardedCommand("ofproto/list", "", "Prints the names of the bridges."),
            new PmdStatisticsCommand(),
            new PmdPerformanceCommand(),
            new PmdClearCommand(),
            new ForwardedCommand(
                    "dpif-netdev/pmd-rxq-show",
                    "[-pmd|PMD]... [DATAPATH]",
                    "Prints which PMD polls which receive queues, and what they cost."),
            new ForwardedCommand(
                    "dpif-netdev/pmd-rxq-rebalance",
                    "[DATAPATH]",
                    "Places all receive queues anew, by what they cost."),
            new ForwardedCommand(
                    "dpif-netdev/pmd-sleep-show",
                    "[-pmd|PMD]... [DATAPATH]",
                    "Prints how long each PMD sleeps at most."),
            new ForwardedCommand(
                    "dpif-netdev/pmd-pauses",
                    "[-v]",
                    "Prints when and why each PMD did not get on (switchd --pmd-pauses)."),
            new CoverageShowCommand(),
            new CoverageReadCommand(),
            new DummyReceiveCommand(),
            new ForwardedCommand(
                    "netdev-dummy/set-admin-state",
                    "[PORT] up|down",
                    "Sets the link of a dummy port, or of all, up or down."),
            new ForwardedCommand("netdev-dummy/conn-state", "[PORT]", "Prints how dummy ports are joined to others."),
            new ForwardedCommand("time/stop", "", "Stops the switch's clock."),
            new ForwardedCommand("time/warp", "[LARGE_MS] MS", "Moves the stopped clock on, and with it every timer."),
            new VersionCommand(),
            new ListCommandsCommand(),
            new ForwardedCommand("exit", "[--cleanup]", "Ends the switch."));

    @Mixin
    private SwitchTarget target;

    @Option(names = "--json", description = "Print data as JSON.")
    private boolean json;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "text, or json: what has no JSON of its own is a member of an object.")
    private Format format = Format.text;

    @Option(names = "--pretty", description = "With --format=json: in lines.")
    private boolean pretty;

    private boolean ofBackground;

    /** How an answer is written. */
    private enum Format {
        text,
        json
    }

    public AppctlVerb() {
        super(COMMANDS, AppctlCommand::syntax);
    }

    /**
     * As in ovs-appctl: a socket, or the name of a daemon. In a run directory there is one, whatever its name, beside {@code ofctl} where
     * that was sent to the background.
     */
    @Option(names = "-t", hidden = true)
    void daemon(String name) {
        ofBackground = name.equals("ovs-ofctl") || name.equals("ofctl");
        if (name.contains("/") || name.contains(":")) {
            target.address(name);
        }
    }

    @Override
    protected int run(List<String> line) {
        if (ofBackground) {
            if (!line.equals(List.of("exit"))) {
                throw new UsageException("an ofctl in the background knows only exit");
            }
            OfctlVerb.endBackground(target.runDirectory());
            return 0;
        }
        if (format == Format.text) {
            answer(line, out(), json);
        } else {
            StringWriter text = new StringWriter();
            answer(line, new PrintWriter(text), true);
            JsonText.print(out(), document(text.toString()), pretty);
        }
        return 0;
    }

    private void answer(List<String> line, PrintWriter out, boolean asJson) {
        AppctlCommand command = find(line.getFirst());
        List<String> words = line.subList(1, line.size());
        List<Syntax> syntaxes = COMMANDS.stream().map(AppctlCommand::syntax).toList();
        try (SwitchClient client = target.client()) {
            AppctlCall call = new AppctlCall(client, out, words, asJson, syntaxes);
            if (command == null) {
                forward(line.getFirst(), call);
            } else {
                command.syntax().check(words);
                command.run(call);
            }
        }
    }

    /** An answer that is JSON as it is; any other as ovs-appctl wraps it. */
    private static JsonElement document(String answer) {
        if (answer.startsWith("{") || answer.startsWith("[")) {
            return JsonParser.parseString(answer);
        }
        JsonObject object = new JsonObject();
        object.addProperty("reply", answer);
        object.addProperty("reply-format", "plain");
        return object;
    }

    private static AppctlCommand find(String name) {
        for (AppctlCommand command : COMMANDS) {
            if (command.syntax().name().equals(name)) {
                return command;
            }
        }
        return null;
    }

    /** The switch may know more; when it does not, the hint is ours. */
    private void forward(String name, AppctlCall call) {
        try {
            call.text(call.client().runCommand(name, call.words()));
        } catch (ControlException e) {
            if (e.kind() == ControlException.Kind.NOT_FOUND && e.getMessage().contains("command")) {
                command(name);
            }
            throw e;
        }
    }
}
