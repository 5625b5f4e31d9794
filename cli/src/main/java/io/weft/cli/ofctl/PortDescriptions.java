package io.weft.cli.ofctl;

import io.weft.cli.verb.MacText;
import io.weft.northbound.control.PortView;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/** Ports as {@code show} and {@code dump-ports-desc} print them: by number, the bridge's own last. */
final class PortDescriptions {
    private PortDescriptions() {}

    static void print(List<PortView> ports, PrintWriter out) {
        ports.stream()
                .filter(port -> port.ofport() > 0)
                .sorted(Comparator.comparingInt(PortView::ofport))
                .forEach(port -> print(port, out));
    }

    private static void print(PortView port, PrintWriter out) {
        out.println(" " + PortNumber.text(port.ofport()) + "(" + port.config().name() + "): addr:"
                + MacText.of(port.macInUse()));
        out.println("     config:     " + (port.adminUp() ? "0" : "PORT_DOWN"));
        out.println("     state:      " + (port.linkUp() ? "LIVE" : "LINK_DOWN"));
        out.println("     speed: 0 Mbps now, 0 Mbps max");
    }
}
