package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.flow.meter.MeterBand;
import io.weft.flow.text.MeterText;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.MeterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code dump-meters}, and {@code dump-meter}, which ovs-ofctl has as well. */
final class DumpMetersCommand implements OfctlCommand {
    private final String name;

    DumpMetersCommand(String name) {
        this.name = name;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(name, "BRIDGE [METER]", "Prints meters: all, or meter=N.");
    }

    @Override
    public int run(OfctlCall call) {
        List<MeterView> meters = list(call);
        if (call.options().json()) {
            JsonArray array = new JsonArray();
            meters.forEach(meter -> array.add(json(meter)));
            JsonText.print(call.out(), array);
            return 0;
        }
        call.out().println(ReplyHeader.ofMeters(call, "METER_CONFIG"));
        String gap = "";
        for (MeterView meter : meters) {
            call.out().print(gap);
            call.out().println(MeterText.print(meter.meter()).replace("\n", System.lineSeparator()));
            gap = System.lineSeparator();
        }
        return 0;
    }

    static List<MeterView> list(OfctlCall call) {
        List<MeterView> meters = new ArrayList<>();
        try (Stream<MeterView> stream = call.client().meters().dump(call.bridge(), MeterFilter.of(call))) {
            stream.forEachRemaining(meters::add);
        }
        return meters;
    }

    /** Definition and statistics. */
    static JsonObject json(MeterView view) {
        JsonObject object = new JsonObject();
        object.addProperty("meter", MeterText.printId(view.meter().id()));
        object.addProperty("unit", view.meter().unit().name().toLowerCase(Locale.ROOT));
        object.addProperty("burst", view.meter().burst());
        object.addProperty("stats", view.meter().stats());
        object.addProperty("flow_count", view.references());
        object.addProperty("packet_in_count", view.packets());
        object.addProperty("byte_in_count", view.bytes());
        object.addProperty("duration_s", view.durationNs() / 1e9);
        JsonArray bands = new JsonArray();
        for (int i = 0; i < view.bands().size(); i++) {
            MeterBand band = view.meter().bands().get(i);
            JsonObject one = new JsonObject();
            one.addProperty("type", band.kind().text());
            one.addProperty("rate", band.rate());
            one.addProperty("burst_size", band.burstSize());
            one.addProperty("prec_level", band.precedence());
            one.addProperty("packet_count", view.bands().get(i).packets());
            one.addProperty("byte_count", view.bands().get(i).bytes());
            bands.add(one);
        }
        object.add("bands", bands);
        return object;
    }
}
