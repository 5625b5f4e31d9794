package io.weft.cli.ofctl;

import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.BridgeView;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code dump-desc}: who made the switch; {@code other_config:dp-desc} and {@code dp-sn} are the user's words for it. */
final class DumpDescriptionCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-desc", "BRIDGE", "Prints what the switch says of itself.");
    }

    @Override
    public int run(OfctlCall call) {
        BridgeView bridge = call.client().bridges().list().stream()
                .filter(view -> view.name().equals(call.bridge()))
                .findFirst()
                .orElseThrow(() -> new RefusedException("no bridge named \"" + call.bridge() + "\""));
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Manufacturer", "Weft");
        lines.put("Hardware", "Weft");
        lines.put("Software", call.client().version().version());
        lines.put("Serial Num", bridge.otherConfig().getOrDefault("dp-sn", "None"));
        lines.put("DP Description", bridge.otherConfig().getOrDefault("dp-desc", "None"));
        if (call.options().json()) {
            JsonObject object = new JsonObject();
            lines.forEach((name, value) ->
                    object.addProperty(name.toLowerCase(java.util.Locale.ROOT).replace(' ', '_'), value));
            JsonText.print(call.out(), object);
        } else {
            call.out().println(ReplyHeader.of(call, "DESC"));
            lines.forEach((name, value) -> call.out().println(name + ": " + value));
        }
        return 0;
    }
}
