package io.weft.cli.appctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.MacText;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.MacEntry;
import io.weft.northbound.control.PortView;
import java.util.List;

/** {@code fdb/show}. */
final class FdbShowCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("fdb/show", "BRIDGE", "Prints the MAC table of a bridge.");
    }

    @Override
    public void run(AppctlCall call) {
        List<MacEntry> entries = call.client().macs().list(call.words().getFirst());
        if (call.jsonOr(() -> json(entries))) {
            return;
        }
        call.out().println(" port  VLAN  MAC                Age");
        for (MacEntry entry : entries) {
            String port = entry.port() == PortView.LOCAL ? "LOCAL" : Integer.toString(entry.port());
            String age = entry.isStatic() ? "static" : right(Integer.toString(entry.ageS()), 3);
            call.out()
                    .println(right(port, 5) + "  " + right(Integer.toString(entry.vlan()), 4) + "  "
                            + MacText.of(entry.mac()) + "  " + age);
        }
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static JsonArray json(List<MacEntry> entries) {
        JsonArray array = new JsonArray();
        for (MacEntry entry : entries) {
            JsonObject object = new JsonObject();
            object.addProperty("port", entry.port());
            object.addProperty("port_name", entry.portName());
            object.addProperty("vlan", entry.vlan());
            object.addProperty("mac", MacText.of(entry.mac()));
            object.addProperty("age_s", entry.ageS());
            object.addProperty("static", entry.isStatic());
            array.add(object);
        }
        return array;
    }
}
