package io.weft.cli.appctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.HexText;
import io.weft.cli.verb.Syntax;
import io.weft.cli.verb.UsageException;
import io.weft.northbound.control.TraceResult;
import java.util.ArrayList;
import java.util.List;

/** {@code ofproto/trace}. */
final class TraceCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax(
                "ofproto/trace",
                "BRIDGE FLOW [--names|--no-names] [-generate|PACKET]",
                "Says what would happen to a packet, given by fields or as FLOW and hexadecimal bytes; changes nothing.");
    }

    @Override
    public void run(AppctlCall call) {
        boolean names = false;
        byte[] frame = {};
        List<String> words = new ArrayList<>();
        for (String word : call.words()) {
            switch (word) {
                case "--names" -> names = true;
                case "--no-names", "-generate", "--generate" -> {}
                default -> {
                    if (word.startsWith("-")) {
                        throw new UsageException("unknown option " + word);
                    }
                    words.add(word);
                }
            }
        }
        if (words.size() == 3) {
            frame = HexText.frame(words.get(2));
        } else if (words.size() != 2) {
            throw new UsageException("takes BRIDGE FLOW [PACKET]");
        }
        TraceResult result = call.client().trace(words.get(0), words.get(1), frame, "", names);
        if (!call.jsonOr(() -> json(result))) {
            call.text(result.text());
        }
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
