package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.flow.meter.Meter;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.MeterText;
import java.util.OptionalLong;

/** The word that chooses meters in a dump. */
final class MeterFilter {
    private MeterFilter() {}

    static OptionalLong of(OfctlCall call) {
        try {
            long id = MeterText.parseFilter(call.word(1, ""));
            return id == Meter.ALL ? OptionalLong.empty() : OptionalLong.of(id);
        } catch (FlowTextException e) {
            throw new RefusedException(e.render(), e);
        }
    }
}
