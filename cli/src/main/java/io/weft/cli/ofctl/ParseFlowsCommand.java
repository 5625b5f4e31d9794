package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.table.FlowFlag;
import io.weft.flow.table.FlowLife;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.TextSpan;
import java.util.List;

/** {@code parse-flow} and {@code parse-flows}: whether flows are written well, and what they mean. No switch is asked. */
final class ParseFlowsCommand implements OfctlCommand {
    static final ParseFlowsCommand LINE = new ParseFlowsCommand(false);
    static final ParseFlowsCommand FILE = new ParseFlowsCommand(true);

    private final boolean ofFile;

    private ParseFlowsCommand(boolean ofFile) {
        this.ofFile = ofFile;
    }

    @Override
    public Syntax syntax() {
        return ofFile
                ? new Syntax(
                        "parse-flows",
                        "FILE",
                        "Prints the flows of a file, or of standard input (-), as they are understood.")
                : new Syntax("parse-flow", "FLOW", "Prints a flow as it is understood.");
    }

    @Override
    public int run(OfctlCall call) {
        String word = call.words().getFirst();
        if (ofFile) {
            FlowSet.forEachFlow(FlowFile.read(word), PortNames.NUMBERS, flow -> print(call, flow));
            return 0;
        }
        try {
            print(call, FlowText.parseAdd(word, PortNames.NUMBERS));
        } catch (FlowTextException e) {
            TextSpan span = new TextSpan(e.text(), e.position(), Math.max(1, e.length()));
            throw new ControlException(ControlException.Kind.INVALID, e.getMessage(), List.of(), span, e);
        }
        return 0;
    }

    /** {@code OFPT_FLOW_MOD (xid=0x1): ADD table:1 priority=10,ip cookie:0x12 idle:3 actions=output:1}. */
    private static void print(OfctlCall call, FlowSpec flow) {
        StringBuilder line = new StringBuilder("OFPT_FLOW_MOD")
                .append(call.options().version())
                .append(" (xid=0x1): ADD");
        FlowLife life = flow.life();
        int table = flow.table() == FlowSpec.ALL_TABLES ? 0 : flow.table();
        append(line, "table:", table == 0 ? "" : Integer.toString(table));
        append(line, "", FlowLineText.match(flow.priority(), FlowText.print(flow.match(), PortNames.NUMBERS)));
        append(line, "cookie:0x", flow.cookie() == 0 ? "" : Long.toHexString(flow.cookie()));
        append(line, "idle:", number(life.idleTimeoutS()));
        append(line, "hard:", number(life.hardTimeoutS()));
        append(line, "importance:", number(life.importance()));
        append(line, "", FlowFlag.print(life.flags()).strip());
        append(line, "actions=", FlowText.print(flow.actions(), PortNames.NUMBERS));
        call.out().println(line);
    }

    private static String number(int value) {
        return value == 0 ? "" : Integer.toString(value);
    }

    private static void append(StringBuilder line, String name, String value) {
        if (!value.isEmpty()) {
            line.append(' ').append(name).append(value);
        }
    }
}
