package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.PortView;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code dpif/show}. */
final class DatapathShowCommand implements AppctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("dpif/show", "", "Prints cache hits and misses, and bridges with their ports.");
    }

    @Override
    public void run(AppctlCall call) {
        long hits = 0;
        long misses = 0;
        for (PmdStatistics pmd : call.client().pmdStatistics(false)) {
            PmdNumbers numbers = new PmdNumbers(pmd);
            hits += numbers.hits();
            misses += numbers.misses();
        }
        call.out().println("netdev@ovs-netdev: hit:" + hits + " missed:" + misses);
        List<PortView> ports = call.client().ports("");
        for (BridgeView bridge : call.client().bridges()) {
            call.out().println("  " + bridge.name() + ":");
            ports.stream()
                    .filter(port -> port.bridge().equals(bridge.name()))
                    .sorted(Comparator.comparing(port -> port.config().name()))
                    .forEach(port -> call.out().println("    " + line(port)));
        }
    }

    private static String line(PortView port) {
        String type = port.config().type().isEmpty() ? "system" : port.config().type();
        String options = new TreeMap<>(port.config().options())
                .entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining(", "));
        return port.config().name() + " " + port.ofport() + "/" + port.ofport() + ": (" + type
                + (options.isEmpty() ? "" : ": " + options) + ")";
    }
}
