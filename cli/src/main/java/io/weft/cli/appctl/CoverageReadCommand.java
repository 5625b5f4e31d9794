package io.weft.cli.appctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;

/** {@code coverage/read-counter}. */
final class CoverageReadCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("coverage/read-counter", "NAME", "Prints the total of one event or drop reason.");
    }

    @Override
    public void run(AppctlCall call) {
        String name = call.words().getFirst();
        for (CoverageCounter counter : call.client().datapath().coverage()) {
            if (counter.name().equals(name)) {
                call.out().println(counter.total());
                return;
            }
        }
        for (DropCount drop : call.client().datapath().drops()) {
            if (drop.reason().equals(name)) {
                call.out().println(drop.packets());
                return;
            }
        }
        throw new RefusedException("no counter named \"" + name + "\"");
    }
}
