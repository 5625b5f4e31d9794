package io.weft.cli.daemon;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.port.dummy.DummyDriver;
import io.weft.vswitch.port.dummy.DummyPort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Commands of {@code appctl} that have no call of their own in the API: those of simulations, and the end. One line a command. */
final class OperatorCommands {
    private static final long MAX_WARP_MS = 1_000_000_000L;

    private final Map<String, Function<List<String>, String>> commands = new TreeMap<>();
    private final WarpClock clock;
    private final DummyDriver dummies;
    private final Runnable changed;

    /**
     * @param changed run after the clock or a link was moved by hand: whoever looks at them from time to time looks now
     * @param end asks the process to end
     */
    OperatorCommands(WarpClock clock, DummyDriver dummies, Runnable changed, Runnable end) {
        this.clock = clock;
        this.dummies = dummies;
        this.changed = changed;
        commands.put("exit", arguments -> {
            end.run();
            return "";
        });
        commands.put("time/stop", this::stop);
        commands.put("time/warp", this::warp);
        commands.put("netdev-dummy/set-admin-state", this::setAdminState);
        commands.put("netdev-dummy/conn-state", this::connectionState);
    }

    /** Adds a command that gets its arguments and answers with text. */
    void add(String name, Function<List<String>, String> command) {
        commands.put(name, command);
    }

    String run(String name, List<String> arguments) {
        if (name.isEmpty()) {
            return String.join("\n", commands.keySet()) + "\n";
        }
        Function<List<String>, String> command = commands.get(name);
        if (command == null) {
            throw Refusals.notFound("command", name);
        }
        return command.apply(arguments);
    }

    /** The dummy port of that name. */
    DummyPort dummy(String name) {
        return dummies.port(name).orElseThrow(() -> Refusals.notFound("dummy port", name));
    }

    private String stop(List<String> arguments) {
        require(arguments, 0, "no arguments");
        clock.stop();
        return "";
    }

    /** {@code time/warp MS} or, as a script may have it, {@code time/warp LARGE_MS STEP_MS}: the step is not needed here. */
    private String warp(List<String> arguments) {
        if (arguments.size() != 1 && arguments.size() != 2) {
            require(arguments, 1, "MS");
        }
        clock.warp(milliseconds(arguments.getFirst()) * 1_000_000L);
        changed.run();
        return "warped\n";
    }

    private String setAdminState(List<String> arguments) {
        require(arguments, 2, "PORT up|down");
        String state = arguments.get(1);
        if (!state.equals("up") && !state.equals("down")) {
            throw new ControlException(Kind.INVALID, FieldViolation.notAllowed("state", state, "up, down"));
        }
        dummy(arguments.getFirst()).setAdminState(state.equals("up"));
        changed.run();
        return "OK\n";
    }

    /** {@code netdev-dummy/conn-state [PORT]}: ports with a wire, and whether they are connected. */
    private String connectionState(List<String> arguments) {
        if (arguments.size() > 1) {
            require(arguments, 1, "[PORT]");
        }
        StringBuilder text = new StringBuilder();
        if (arguments.isEmpty()) {
            dummies.ports().stream()
                    .filter(port -> !port.connection().isEmpty())
                    .forEach(port -> text.append(port.name())
                            .append(": ")
                            .append(port.connection())
                            .append('\n'));
        } else {
            String state = dummies.port(arguments.getFirst())
                    .map(DummyPort::connection)
                    .orElse("");
            text.append(arguments.getFirst())
                    .append(": ")
                    .append(state.isEmpty() ? "unknown" : state)
                    .append('\n');
        }
        return text.toString();
    }

    private static void require(List<String> arguments, int count, String allowed) {
        if (arguments.size() != count) {
            throw new ControlException(
                    Kind.INVALID, FieldViolation.notAllowed("arguments", String.join(" ", arguments), allowed));
        }
    }

    private static long milliseconds(String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && value <= MAX_WARP_MS) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the sentence below
        }
        throw new ControlException(
                Kind.INVALID, FieldViolation.notAllowed("MS", text, "0 to " + MAX_WARP_MS + " milliseconds"));
    }
}
