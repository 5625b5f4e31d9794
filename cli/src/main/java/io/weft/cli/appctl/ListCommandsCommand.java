package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code list-commands}: those known here, and those that only the switch knows. */
final class ListCommandsCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("list-commands", "", "Prints the commands known here and to the switch.");
    }

    @Override
    public void run(AppctlCall call) {
        Map<String, String> commands = new TreeMap<>();
        call.client()
                .runCommand("", List.of())
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> commands.put(line.strip().split("\\s+", 2)[0], ""));
        call.commands().forEach(syntax -> commands.put(syntax.name(), syntax.arguments()));
        call.out().println("The available commands are:");
        commands.forEach((name, arguments) -> {
            String gap = arguments.isEmpty() ? "" : " ".repeat(Math.max(1, 32 - name.length()));
            call.out().println("  " + name + gap + arguments);
        });
    }
}
