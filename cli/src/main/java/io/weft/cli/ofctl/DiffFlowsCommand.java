package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code diff-flows}: flows that only the first source has ({@code -}), and only the second ({@code +}). */
final class DiffFlowsCommand implements OfctlCommand {
    private static final int DIFFERENT = 2;

    @Override
    public Syntax syntax() {
        return new Syntax(
                "diff-flows",
                "SOURCE SOURCE",
                "Compares the flows of two sources, each a bridge or a file. Exit status 0: same; 2: different.");
    }

    @Override
    public int run(OfctlCall call) {
        String first = call.words().get(0);
        String second = call.words().get(1);
        PortNames ports = ports(call, isFile(first) ? second : first);
        FlowSet left = flows(call, first, ports);
        FlowSet right = flows(call, second, ports);
        PortNames printed = call.options().names() ? ports : PortNames.NUMBERS;
        Map<FlowSet.Identity, FlowSet.Content> removed = left.without(right);
        Map<FlowSet.Identity, FlowSet.Content> added = right.without(left);
        print(call.out(), '-', removed, printed);
        print(call.out(), '+', added, printed);
        return removed.isEmpty() && added.isEmpty() ? 0 : DIFFERENT;
    }

    private static boolean isFile(String source) {
        return source.equals("-") || source.contains("/") || Files.isRegularFile(Path.of(source));
    }

    private static PortNames ports(OfctlCall call, String source) {
        return isFile(source) ? PortNames.NUMBERS : FlowSet.portNames(call.client(), source);
    }

    private static FlowSet flows(OfctlCall call, String source, PortNames ports) {
        return isFile(source) ? FlowSet.of(FlowFile.read(source), ports) : FlowSet.of(call.client(), source);
    }

    private static void append(StringBuilder line, String name, int value) {
        if (value != 0) {
            line.append(name).append('=').append(value).append(' ');
        }
    }

    private static void print(
            PrintWriter out, char sign, Map<FlowSet.Identity, FlowSet.Content> flows, PortNames ports) {
        flows.forEach((identity, content) -> {
            StringBuilder line = new StringBuilder().append(sign);
            if (identity.table() != 0) {
                line.append("table=").append(identity.table()).append(' ');
            }
            String match = FlowLineText.match(identity.priority(), FlowText.print(identity.match(), ports));
            line.append(match).append(match.isEmpty() ? "" : " ");
            if (content.cookie() != 0) {
                line.append("cookie=0x")
                        .append(Long.toHexString(content.cookie()))
                        .append(' ');
            }
            append(line, "idle_timeout", content.life().idleTimeoutS());
            append(line, "hard_timeout", content.life().hardTimeoutS());
            append(line, "importance", content.life().importance());
            out.println(line.append("actions=").append(FlowText.print(content.actions(), ports)));
        });
    }
}
