package io.weft.cli.appctl;

import com.google.gson.JsonObject;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.SwitchVersion;

/** {@code version}: of the switch that answers. */
final class VersionCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("version", "", "Prints the version of the running switch, its process and its age.");
    }

    @Override
    public void run(AppctlCall call) {
        SwitchVersion version = call.client().version();
        if (!call.jsonOr(() -> json(version))) {
            call.out()
                    .println("weft switchd " + version.version() + " (pid " + version.pid() + ", up "
                            + version.uptimeNs() / 1_000_000_000 + " s, Java " + version.java() + ")");
        }
    }

    private static JsonObject json(SwitchVersion version) {
        JsonObject object = new JsonObject();
        object.addProperty("version", version.version());
        object.addProperty("pid", version.pid());
        object.addProperty("uptime_s", version.uptimeNs() / 1e9);
        object.addProperty("java", version.java());
        return object;
    }
}
