package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import java.util.List;

/** {@code dump-group-features}: what every bridge can do with groups. */
final class DumpGroupFeaturesCommand implements OfctlCommand {
    private static final List<String> TYPES = List.of("all", "select", "indirect", "fast failover");
    private static final List<String> ACTIONS =
            List.of("output", "group", "set_field", "strip_vlan", "push_vlan", "mod_nw_ttl", "dec_ttl", "set_queue");

    @Override
    public Syntax syntax() {
        return new Syntax("dump-group-features", "BRIDGE", "Prints which types of groups there are, and how many.");
    }

    @Override
    public int run(OfctlCall call) {
        call.client().ports().list(call.bridge()); // refuses a bridge that there is not
        if (call.options().json()) {
            json(call);
            return 0;
        }
        call.out().println(ReplyHeader.ofGroups(call, "GROUP_FEATURES"));
        call.out().println(" Group table:");
        call.out().println("    Types:  0xf");
        call.out().println("    Capabilities:  0x7");
        for (String type : TYPES) {
            call.out().println("    " + type + " group:");
            call.out().println("       max_groups=0xffffff00");
            call.out().println("       actions: " + String.join(" ", ACTIONS));
        }
        return 0;
    }

    private static void json(OfctlCall call) {
        JsonObject object = new JsonObject();
        JsonArray types = new JsonArray();
        TYPES.forEach(types::add);
        object.add("types", types);
        object.addProperty("max_groups", 0xffff_ff00L);
        JsonArray actions = new JsonArray();
        ACTIONS.forEach(actions::add);
        object.add("actions", actions);
        JsonText.print(call.out(), object);
    }
}
