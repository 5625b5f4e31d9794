package io.weft.cli.ofctl;

import com.google.gson.JsonArray;
import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Syntax;
import io.weft.flow.text.MeterText;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.control.MeterView;

/** {@code meter-stats}. */
final class MeterStatisticsCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("meter-stats", "BRIDGE [METER]", "Prints the counters of meters: all, or meter=N.");
    }

    @Override
    public int run(OfctlCall call) {
        if (call.options().json()) {
            JsonArray array = new JsonArray();
            DumpMetersCommand.list(call).forEach(meter -> array.add(DumpMetersCommand.json(meter)));
            JsonText.print(call.out(), array);
            return 0;
        }
        call.out().println(ReplyHeader.ofMeters(call, "METER"));
        String gap = "";
        for (MeterView meter : DumpMetersCommand.list(call)) {
            call.out().print(gap);
            print(meter, call);
            gap = System.lineSeparator();
        }
        return 0;
    }

    private static void print(MeterView view, OfctlCall call) {
        call.out()
                .println("meter:" + MeterText.printId(view.meter().id()) + " flow_count:" + view.references()
                        + " packet_in_count:" + Long.toUnsignedString(view.packets())
                        + " byte_in_count:" + Long.toUnsignedString(view.bytes())
                        + " duration:" + GroupLineText.fixedSeconds(view.durationNs()) + "s bands:");
        int number = 0;
        for (GroupView.Traffic band : view.bands()) {
            call.out()
                    .println(number++ + ": packet_count:" + Long.toUnsignedString(band.packets()) + " byte_count:"
                            + Long.toUnsignedString(band.bytes()));
        }
    }
}
