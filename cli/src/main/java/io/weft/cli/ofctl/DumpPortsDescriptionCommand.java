package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.PortView;
import java.util.List;

/** {@code dump-ports-desc}. */
final class DumpPortsDescriptionCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dump-ports-desc", "BRIDGE [PORT]", "Prints ports with number, address and link state.");
    }

    @Override
    public int run(OfctlCall call) {
        String wanted = call.word(1, "");
        List<PortView> ports = call.client().ports().list(call.bridge()).stream()
                .filter(port -> wanted.isEmpty()
                        || port.config().name().equals(wanted)
                        || PortNumber.text(port.ofport()).equals(wanted))
                .toList();
        if (ports.isEmpty() && !wanted.isEmpty()) {
            throw new RefusedException(call.bridge() + ": couldn't find port `" + wanted + "'");
        }
        call.out().println("OFPST_PORT_DESC reply" + call.options().version() + " (xid=0x2):");
        PortDescriptions.print(ports, call.options().isLater(), call.out());
        return 0;
    }
}
