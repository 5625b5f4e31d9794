package io.weft.flow.text;

import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterBand;
import io.weft.flow.meter.MeterMod;

/**
 * Meters as text: the grammar of ovs-ofctl(8), "Meter Syntax". What is printed reads back as the same. Thread-safety: stateless.
 */
public final class MeterText {
    private MeterText() {}

    /**
     * A meter to add or to make, such as {@code meter=1,kbps,burst,bands=type=drop,rate=1000,burst_size=100}.
     *
     * @throws FlowTextException for text that is wrong, and nothing else
     */
    public static MeterMod parse(MeterMod.Kind kind, String text) {
        return new MeterParser(kind, text).parse();
    }

    /** The meter that a text such as {@code meter=1} chooses; {@link Meter#ALL} for blank text. */
    public static long parseFilter(String text) {
        return new MeterParser(MeterMod.Kind.DELETE, text).parse().meter().id();
    }

    /** A number, or the name of a meter of the switch itself. */
    public static String printId(long id) {
        if (id == Meter.SLOWPATH) {
            return "slowpath";
        }
        return id == Meter.CONTROLLER ? "controller" : id == Meter.ALL ? "all" : Long.toString(id);
    }

    /** As {@code dump-meters} prints it: a line, and one for each band, without a newline at the end. */
    public static String print(Meter meter) {
        StringBuilder text = new StringBuilder("meter=").append(printId(meter.id()));
        text.append(meter.unit() == Meter.Unit.KBPS ? " kbps" : " pktps");
        text.append(meter.burst() ? " burst" : "")
                .append(meter.stats() ? " stats" : "")
                .append(" bands=");
        meter.bands().forEach(band -> text.append('\n').append(print(band)));
        return text.toString();
    }

    private static String print(MeterBand band) {
        return "type=" + band.kind().text()
                + " rate=" + band.rate()
                + (band.burstSize() == 0 ? "" : " burst_size=" + band.burstSize())
                + (band.kind() == MeterBand.Kind.DSCP_REMARK ? " prec_level=" + band.precedence() : "");
    }
}
