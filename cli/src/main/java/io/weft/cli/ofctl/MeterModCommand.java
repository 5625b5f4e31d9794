package io.weft.cli.ofctl;

import io.weft.cli.verb.Syntax;
import io.weft.flow.meter.MeterMod;

/** The commands that change meters. */
record MeterModCommand(MeterMod.Kind kind, Syntax syntax) implements OfctlCommand {
    static final MeterModCommand ADD =
            new MeterModCommand(MeterMod.Kind.ADD, new Syntax("add-meter", "BRIDGE METER", "Adds a meter."));
    static final MeterModCommand MODIFY = new MeterModCommand(
            MeterMod.Kind.MODIFY, new Syntax("mod-meter", "BRIDGE METER", "Makes a meter what METER says."));
    static final MeterModCommand DELETE = new MeterModCommand(
            MeterMod.Kind.DELETE,
            new Syntax("del-meter", "BRIDGE [METER]", "Removes meter=N, or all, with the flows that use it."));
    static final MeterModCommand DELETE_ALL = new MeterModCommand(
            MeterMod.Kind.DELETE,
            new Syntax(
                    "del-meters", "BRIDGE [METER]", "Removes all meters, or meter=N, with the flows that use them."));

    @Override
    public int run(OfctlCall call) {
        call.client().meters().modifyText(call.bridge(), kind, call.word(1, ""));
        return 0;
    }
}
