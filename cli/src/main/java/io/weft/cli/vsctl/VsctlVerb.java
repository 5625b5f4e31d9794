package io.weft.cli.vsctl;

import io.weft.cli.verb.CommandFamily;
import io.weft.cli.verb.SwitchTarget;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ControlException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weft vsctl}: bridges, ports and their settings. */
@Command(
        name = "vsctl",
        description = {
            "Bridges, ports and their settings, in the grammar of ovs-vsctl(8).",
            "Several commands joined by -- are one transaction. Tables: Open_vSwitch, Bridge, Port, Interface,",
            "Mirror, Controller, Flow_Table."
        })
public final class VsctlVerb extends CommandFamily<VsctlCommand> {
    @Mixin
    private SwitchTarget target;

    @Option(names = "--may-exist", hidden = true)
    private boolean mayExist;

    @Option(names = "--if-exists", hidden = true)
    private boolean ifExists;

    @Option(names = "--all", hidden = true)
    private boolean all;

    @Option(names = "--id", paramLabel = "@NAME", hidden = true)
    private String id;

    @Option(names = "--inactivity-probe", paramLabel = "MSECS", hidden = true)
    private String inactivityProbe;

    @Option(names = "--columns", paramLabel = "COLUMN,...", hidden = true)
    private String columns;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "How list and find print: list (the default), table, csv, json.")
    private VsctlOutput.Format format = VsctlOutput.Format.LIST;

    @Option(names = "--no-headings", description = "Leave out the names of the columns.")
    private boolean noHeadings;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "FORM",
            description = "How values are written: string (the default), bare.")
    private Data data = Data.STRING;

    @Option(names = "--bare", description = "Values alone: --format=list --data=bare --no-headings.")
    private boolean bare;

    @Option(names = "--json", description = "Print answers as JSON.")
    private boolean json;

    @Option(
            names = {"--no-wait", "--oneline"},
            description = "Accepted for scripts; no effect: a transaction returns when the switch runs with it.")
    private boolean ignored;

    @Option(names = "-t", hidden = true)
    void timeout(int seconds) {
        target.timeout(seconds);
    }

    private Transaction transaction;

    /** As in ovs-vsctl(8). */
    private enum Data {
        STRING,
        BARE
    }

    public VsctlVerb() {
        super(VsctlCommands.ALL, VsctlCommand::syntax);
    }

    @Override
    protected int run(List<String> line) {
        List<Invocation> invocations = new LineParser(this::command).parse(withLeadingOptions(line));
        try (SwitchClient client = target.client()) {
            transaction = new Transaction(client, output(), err(), target.timeoutNs());
            return transaction.run(invocations);
        }
    }

    /** Options of the first command stand among ours, as in OVS. */
    private List<String> withLeadingOptions(List<String> line) {
        List<String> words = new ArrayList<>();
        if (mayExist) {
            words.add("--may-exist");
        }
        if (ifExists) {
            words.add("--if-exists");
        }
        if (columns != null) {
            words.add("--columns=" + columns);
        }
        if (all) {
            words.add("--all");
        }
        if (id != null) {
            words.add("--id=" + id);
        }
        if (inactivityProbe != null) {
            words.add("--inactivity-probe=" + inactivityProbe);
        }
        words.addAll(line);
        return words;
    }

    private VsctlOutput output() {
        VsctlOutput.Format shape = bare ? VsctlOutput.Format.LIST : format;
        return new VsctlOutput(out(), shape, bare || data == Data.BARE, !noHeadings && !bare, json);
    }

    @Override
    protected String culprit(List<String> line, ControlException refusal) {
        return transaction == null ? super.culprit(line, refusal) : transaction.culprit(refusal);
    }
}
