package io.weft.cli.ofctl;

import java.util.Comparator;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Stream;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of the family; each command heeds those that concern it, as in OVS. */
final class OfctlOptions {
    @Option(names = "--strict", description = "mod-flows, del-flows: only flows with exactly this match and priority.")
    private boolean strict;

    @Option(names = "--bundle", description = "Change flows all together or not at all.")
    private boolean bundle;

    @Option(names = "--may-create", description = "mod-group: add the group if there is none.")
    private boolean mayCreate;

    @Option(names = "--names", description = "Print ports by name.")
    private boolean names;

    @Option(names = "--no-names", description = "Print ports by number (the default).")
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
            description = "Accepted for scripts: OpenFlow10 to OpenFlow15. What is printed is the same for all.")
    private String protocols = "";

    @Option(
            names = {"-F", "--flow-format", "-P", "--packet-in-format"},
            hidden = true)
    private String unusedFormat;

    @Option(
            names = {"--stats", "-m", "--more"},
            hidden = true)
    private boolean ignored;

    boolean strict() {
        return strict;
    }

    boolean bundle() {
        return bundle;
    }

    boolean mayCreate() {
        return mayCreate;
    }

    /** Whether ports are printed by name. */
    boolean names() {
        return names && !noNames;
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
        return protocols.matches("(?i).*OpenFlow1[1-5].*");
    }

    /** How headlines name the protocol: empty for OpenFlow 1.0, else such as {@code  (OF1.3)}. */
    String version() {
        return isLater()
                ? Stream.of(protocols.split(",", -1)).max(Comparator.naturalOrder()).stream()
                        .map(name -> " (OF1." + name.charAt(name.length() - 1) + ")")
                        .findFirst()
                        .orElse("")
                : "";
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
