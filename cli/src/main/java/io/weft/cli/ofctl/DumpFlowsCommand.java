package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.flow.table.FlowFlag;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.FlowLine;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code dump-flows}: as they arrive, unless they are to be sorted. The headline is there when ovs-ofctl has it: not above sorted flows, nor
 * when names are printed or statistics left out.
 */
final class DumpFlowsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "dump-flows", "BRIDGE [FLOW]", "Prints flows and their counters: all, or those that FLOW covers.");
    }

    @Override
    public int run(OfctlCall call) {
        try (Stream<FlowLine> flows = call.client()
                .flows()
                .dumpLines(call.bridge(), call.word(1, ""), call.options().names())) {
            if (call.options().json()) {
                json(flows, call);
            } else if (call.options().sortField() == null) {
                if (call.options().stats() && !call.options().names()) {
                    call.out().println(ReplyHeader.ofFlows(call, "FLOW"));
                }
                flows.forEachRemaining(flow -> print(flow, call));
            } else {
                List<FlowLine> sorted = new ArrayList<>();
                flows.forEachRemaining(sorted::add);
                sorted.sort(
                        FlowOrder.by(call.options().sortField(), call.options().sortsFalling()));
                sorted.forEach(flow -> print(flow, call));
            }
        }
        return 0;
    }

    private static void print(FlowLine flow, OfctlCall call) {
        call.out()
                .println(FlowLineText.of(
                        flow, call.options().stats(), call.options().minorVersion()));
    }

    private static void json(Stream<FlowLine> flows, OfctlCall call) {
        JsonArray array = new JsonArray();
        flows.forEachRemaining(flow -> {
            JsonObject object = new JsonObject();
            object.addProperty("table", flow.table());
            object.addProperty("priority", flow.priority());
            object.addProperty("match", flow.match());
            object.addProperty("actions", flow.actions());
            object.addProperty("cookie", "0x" + Long.toHexString(flow.cookie()));
            object.addProperty("n_packets", flow.packets());
            object.addProperty("n_bytes", flow.bytes());
            object.addProperty("duration_s", flow.durationNs() / 1e9);
            object.addProperty("idle_s", flow.idleNs() / 1e9);
            object.addProperty("hard_s", flow.hardNs() / 1e9);
            object.addProperty("idle_timeout", flow.life().idleTimeoutS());
            object.addProperty("hard_timeout", flow.life().hardTimeoutS());
            object.addProperty("importance", flow.life().importance());
            object.addProperty("flags", FlowFlag.print(flow.life().flags()).strip());
            array.add(object);
        });
        JsonText.print(call.out(), array);
    }
}
