package io.weft.cli.appctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.HexText;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.TraceResult;
import java.util.ArrayList;
import java.util.List;

/** {@code ofproto/trace}: run and written by the switch; with {@code --json} put together here from its steps. */
final class TraceCommand implements AppctlCommand {
    private static final Syntax SYNTAX = new Syntax(
            "ofproto/trace",
            "[BRIDGE|DATAPATH] FLOW [--names|--no-names] [-generate|PACKET] [OPTION]...",
            "Says what would happen to a packet, given by fields, as dpctl/dump-flows prints them, or by bytes; -generate: with side effects.");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(AppctlCall call) {
        if (!call.json()) {
            call.text(call.client().runCommand(SYNTAX.name(), call.words()));
            return;
        }
        List<String> words = new ArrayList<>(call.words());
        boolean names = words.remove("--names");
        words.remove("--no-names");
        if (words.size() != 2 && words.size() != 3) {
            throw new UsageException("with --json takes BRIDGE FLOW [PACKET]");
        }
        byte[] frame = words.size() == 3 ? HexText.frame(words.get(2)) : new byte[0];
        TraceResult result = call.client().packets().trace(words.get(0), words.get(1), frame, "", names);
        call.jsonOr(() -> json(result));
    }

    private static JsonObject json(TraceResult result) {
        JsonObject object = new JsonObject();
        JsonArray steps = new JsonArray();
        for (TraceResult.Step step : result.steps()) {
            JsonObject one = new JsonObject();
            one.addProperty("bridge", step.bridge());
            one.addProperty("table", step.table());
            one.addProperty("depth", step.depth());
            one.addProperty("hit", step.hit());
            one.addProperty("priority", step.priority());
            one.addProperty("cookie", "0x" + Long.toHexString(step.cookie()));
            one.addProperty("match", step.match());
            one.addProperty("actions", step.actions());
            steps.add(one);
        }
        object.add("steps", steps);
        object.addProperty("final_flow", result.finalFlow());
        object.addProperty("megaflow", result.megaflow());
        object.addProperty("datapath_actions", result.datapathActions());
        object.addProperty("drop_reason", result.dropReason());
        return object;
    }
}
