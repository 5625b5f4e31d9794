package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterBand;

/** {@code meter-features}: what every bridge can do with meters. */
final class MeterFeaturesCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("meter-features", "BRIDGE", "Prints what meters can do, and how many there may be.");
    }

    @Override
    public int run(OfctlCall call) {
        call.client().ports().list(call.bridge()); // refuses a bridge that there is not
        if (call.options().json()) {
            JsonObject object = new JsonObject();
            object.addProperty("max_meter", Meter.MAX_METERS);
            object.addProperty("max_bands", Meter.MAX_BANDS);
            JsonArray kinds = new JsonArray();
            for (MeterBand.Kind kind : MeterBand.Kind.values()) {
                kinds.add(kind.text());
            }
            object.add("band_types", kinds);
            JsonText.print(call.out(), object);
            return 0;
        }
        call.out().println(ReplyHeader.ofMeters(call, "METER_FEATURES"));
        call.out().println("max_meter:" + Meter.MAX_METERS + " max_bands:" + Meter.MAX_BANDS + " max_color:0");
        call.out().println("band_types: drop dscp_remark");
        call.out().println("capabilities: kbps pktps burst stats");
        return 0;
    }
}
