package io.weft.cli.ofctl;

import io.weft.cli.verb.SwitchTarget;
import java.io.Console;
import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of the family; each command heeds those that concern it, as in OVS. */
final class OfctlOptions {
    /** OpenFlow 1.4 was the first with bundles. */
    private static final int BUNDLES = 4;

    @Option(names = "--strict", description = "mod-flows, del-flows: only flows with exactly this match and priority.")
    private boolean strict;

    @Option(names = "--bundle", description = "Change flows all together or not at all.")
    private boolean bundle;

    @Option(names = "--may-create", description = "mod-group: add the group if there is none.")
    private boolean mayCreate;

    @Option(names = "--names", description = "Print ports and tables by name (the default on a terminal).")
    private boolean names;

    @Option(names = "--no-names", description = "Print ports and tables by number (the default elsewhere).")
    private boolean noNames;

    @Option(names = "--no-stats", description = "dump-flows: leave out durations and counters.")
    private boolean noStats;

    @Option(
            names = "--sort",
            arity = "0..1",
            paramLabel = "FIELD",
            preprocessor = AttachedOnly.class,
            description = "dump-flows: by FIELD, rising; without FIELD by priority.")
    private String sort;

    @Option(
            names = "--rsort",
            arity = "0..1",
            paramLabel = "FIELD",
            preprocessor = AttachedOnly.class,
            description = "dump-flows: by FIELD, falling; without FIELD by priority.")
    private String rsort;

    @Option(
            names = "--readd",
            description = "replace-flows: add also the flows that are there already; counters restart.")
    private boolean readd;

    @Option(names = "--json", description = "Print data as JSON.")
    private boolean json;

    @Option(
            names = {"-O", "--protocols"},
            paramLabel = "VERSION,...",
            description = "OpenFlow10 to OpenFlow15: dumps print the headline, flags and fields of the newest one named"
                    + " (default: OpenFlow10). Every flow may be written with any.")
    private String protocols = "";

    @Option(
            names = {"-F", "--flow-format"},
            hidden = true)
    private String flowFormat = "";

    @Option(
            names = {"-P", "--packet-in-format"},
            hidden = true)
    private String unusedFormat;

    /** Accepted for scripts: what these ask for is so anyway. */
    @Option(
            names = {"--stats", "-m", "--more", "--no-chdir", "--overwrite-pidfile"},
            hidden = true)
    private boolean ignored;

    @Option(
            names = {"--color", "--unixctl"},
            arity = "0..1",
            preprocessor = SwitchTarget.AttachedOnly.class,
            hidden = true)
    private String unusedTool;

    @Option(
            names = "--detach",
            description = "monitor: go on in the background once all is watched, printing to standard error.")
    private boolean detach;

    @Option(
            names = "--pidfile",
            arity = "0..1",
            paramLabel = "FILE",
            preprocessor = SwitchTarget.AttachedOnly.class,
            description =
                    "monitor: write the process id there once all is watched (default: ofctl.pid in the run directory).")
    private String pidFile;

    /** How a process that {@code --detach} started knows that it is that one. */
    @Option(names = "--detached", hidden = true)
    private boolean detached;

    boolean detach() {
        return detach;
    }

    boolean detached() {
        return detached;
    }

    /** As given, empty where the option is without a file, null without the option. */
    String pidFile() {
        return pidFile;
    }

    boolean strict() {
        return strict;
    }

    boolean bundle() {
        return bundle;
    }

    boolean mayCreate() {
        return mayCreate;
    }

    /** Whether ports and tables are printed by name: when asked for, and on a terminal unless forbidden. */
    boolean names() {
        return !noNames && (names || isTerminal());
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    boolean stats() {
        return !noStats;
    }

    boolean readd() {
        return readd;
    }

    boolean json() {
        return json;
    }

    /** Whether the newest protocol asked for is later than OpenFlow 1.0, which prints ports in other words. */
    boolean isLater() {
        return minorVersion() > 0;
    }

    /** How headlines name the protocol: empty for OpenFlow 1.0, else such as {@code  (OF1.3)}. */
    String version() {
        return isLater() ? " (OF1." + minorVersion() + ")" : "";
    }

    /** The newest version of OpenFlow that {@code -O} names, 0 to 5 for 1.0 to 1.5; 0 without it, as ovs-ofctl does. */
    int minorVersion() {
        int newest = 0;
        for (String version : protocols.split(",", -1)) {
            newest = Math.max(newest, version.isEmpty() ? 0 : version.charAt(version.length() - 1) - '0');
        }
        return newest;
    }

    /** The version of OpenFlow whose habits changes of flows have: that of bundles is at least 1.4, as those of ovs-ofctl are. */
    int flowModVersion() {
        return bundle ? Math.max(minorVersion(), BUNDLES) : minorVersion();
    }

    /** Whether {@code -F} asks for OpenFlow 1.0 without extensions. */
    boolean withoutExtensions() {
        return flowFormat.toLowerCase(Locale.ROOT).startsWith("openflow10");
    }

    String protocols() {
        return protocols;
    }

    /** The field to sort by; null: as the switch sends them. */
    String sortField() {
        return rsort != null ? rsort : sort;
    }

    boolean sortsFalling() {
        return rsort != null;
    }

    /** {@code --sort=FIELD} has a value, and {@code --sort WORD} has none: the word is the command. */
    static final class AttachedOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> information) {
            if (" ".equals(information.get("separator"))) {
                arguments.push("priority");
            }
            return false;
        }
    }
}
