package io.weft.cli.ofctl;

import io.weft.cli.verb.MacText;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.PortView;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Ports as {@code show} and {@code dump-ports-desc} print them: by number, the bridge's own last. */
final class PortDescriptions {
    private PortDescriptions() {}

    /** {@code live}: as OpenFlow 1.1 and later say it, which have a flag for a link that is up. */
    static void print(List<PortView> ports, boolean live, PrintWriter out) {
        ports.stream()
                .filter(port -> port.ofport() > 0)
                .sorted(Comparator.comparingInt(PortView::ofport))
                .forEach(port -> print(port, live, out));
    }

    private static void print(PortView port, boolean live, PrintWriter out) {
        boolean down = !port.linkUp() || port.flags().contains(PortFlag.PORT_DOWN);
        out.println(" " + PortNumber.text(port.ofport()) + "(" + port.config().name() + "): addr:"
                + MacText.of(port.macInUse()));
        out.println("     config:     " + config(port, live));
        out.println("     state:      " + (down ? "LINK_DOWN" : live ? "LIVE" : "0"));
        out.println("     speed: 0 Mbps now, 0 Mbps max");
    }

    /** NO_STP is a flag of OpenFlow 1.0 alone. */
    private static String config(PortView port, boolean live) {
        String flags = port.flags().stream()
                .filter(flag -> !live || flag != PortFlag.NO_STP)
                .sorted()
                .map(PortFlag::name)
                .collect(Collectors.joining(" "));
        return flags.isEmpty() ? "0" : flags;
    }
}
