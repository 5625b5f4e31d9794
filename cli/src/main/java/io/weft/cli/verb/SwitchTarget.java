package io.weft.cli.verb;

import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.transport.SwitchAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say which switch to talk to, and for how long to wait. */
public final class SwitchTarget {
    @Mixin
    private RunDirectory runDirectory;

    @Option(
            names = {"--target", "--db"},
            paramLabel = "ADDRESS",
            description = "Switch to talk to instead of the one of the run directory: unix:PATH or tcp:HOST:PORT.")
    private String target;

    @Option(
            names = {"-T", "--timeout"},
            paramLabel = "SECONDS",
            description = "Give up when the switch does not answer in time (default: 10).")
    private int timeoutS;

    /** Accepted for scripts: what these say about the log of an OVS tool means nothing here. */
    @Option(
            names = {"-v", "--verbose", "--log-file", "--syslog-target", "--syslog-method"},
            arity = "0..1",
            preprocessor = AttachedOnly.class,
            hidden = true)
    private List<String> unusedLogging = List.of();

    /** An option's value counts only where it is attached: {@code -vwarn}, {@code --verbose=warn}; the next word is another word. */
    public static final class AttachedOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> information) {
            if (" ".equals(information.get("separator"))) {
                arguments.push("");
            }
            return false;
        }
    }

    /** For the families that call it {@code -t}. */
    public void timeout(int seconds) {
        timeoutS = seconds;
    }

    /** How long to wait at the most; 0 where the user did not say. */
    public long timeoutNs() {
        return timeoutS * 1_000_000_000L;
    }

    /** For the families that call it {@code -t}. */
    public void address(String text) {
        target = text;
    }

    /** The directory of the switch's files and sockets. */
    public Path runDirectory() {
        return runDirectory.path();
    }

    /** A client; nothing is connected before its first call. */
    public SwitchClient client() {
        SwitchAddress address =
                target == null ? SwitchAddress.inRunDirectory(runDirectory.path()) : SwitchAddress.parse(target, null);
        Duration deadline = timeoutS > 0 ? Duration.ofSeconds(timeoutS) : SwitchClient.DEFAULT_DEADLINE;
        return new SwitchClient(address, deadline);
    }
}
