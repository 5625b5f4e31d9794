package io.weft.cli.daemon;

import io.weft.flow.action.Ports;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.PortView;
import io.weft.vswitch.PmdStatistics;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.conductor.PortSettings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Commands of {@code appctl} about bridges, answered in text. Thread-safety: any thread. */
final class BridgeCommands {
    private static final int DEFAULT_PRIORITY = 32768;
    private static final long NS_PER_S = 1_000_000_000L;

    private final VirtualSwitch weft;

    BridgeCommands(VirtualSwitch weft) {
        this.weft = weft;
    }

    void register(OperatorCommands commands) {
        commands.add("dpif/show", arguments -> show());
        commands.add("ofproto/list", arguments -> list());
        commands.add("bridge/dump-flows", this::dumpFlows);
    }

    private String list() {
        return weft.snapshot().bridges().stream()
                .map(bridge -> bridge.name() + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    // ---- dpif/show

    private String show() {
        long hits = 0;
        long misses = 0;
        for (PmdStatistics pmd : weft.pmds().statistics()) {
            hits += pmd.emcHits() + pmd.smcHits() + pmd.megaflowHits();
            misses += pmd.misses();
        }
        Map<String, PortSettings> settings = new HashMap<>();
        weft.config().bridges().forEach(bridge -> bridge.ports().forEach(port -> settings.put(port.name(), port)));
        StringBuilder text =
                new StringBuilder(DatapathCommands.DATAPATH + ": hit:" + hits + " missed:" + misses + "\n");
        weft.snapshot().bridges().stream()
                .sorted(Comparator.comparing(BridgeSnapshot::name))
                .forEach(bridge -> {
                    text.append("  ").append(bridge.name()).append(":\n");
                    bridge.ports().stream()
                            .sorted(Comparator.comparing(BridgePort::name))
                            .forEach(port -> text.append("    ")
                                    .append(line(port, settings.get(port.name())))
                                    .append('\n'));
                });
        return text.toString();
    }

    /** {@code p1 1/4: (dummy: key=value)}: the number of OpenFlow, that of the datapath, type and options. */
    private static String line(BridgePort port, PortSettings settings) {
        int number = port.ofPort() == Ports.LOCAL ? PortView.LOCAL : port.ofPort();
        String type = settings == null || settings.type().isEmpty() ? "system" : settings.type();
        String options = settings == null
                ? ""
                : new TreeMap<>(settings.options())
                        .entrySet().stream()
                                .map(option -> option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining(", "));
        String datapath = port.isPatch() ? "none" : Integer.toString(port.datapathPort());
        return port.name() + " " + number + "/" + datapath + ": (" + type + (options.isEmpty() ? "" : ": " + options)
                + ")";
    }

    // ---- bridge/dump-flows

    private String dumpFlows(List<String> arguments) {
        List<String> words = arguments.stream()
                .filter(word -> !word.equals("--offload-stats"))
                .toList();
        if (words.size() != 1) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    FieldViolation.notAllowed("arguments", String.join(" ", words), "BRIDGE"));
        }
        if (weft.snapshot().bridge(words.getFirst()) == null) {
            throw Refusals.notFound("bridge", words.getFirst());
        }
        long nowNs = weft.nowNs();
        return Refusals.translate(() -> weft.flows(words.getFirst(), FlowFilter.ALL)).stream()
                .map(entry -> line(entry, nowNs))
                .collect(Collectors.joining());
    }

    private static String line(FlowEntry entry, long nowNs) {
        String match = FlowText.print(entry.match(), PortNames.NUMBERS);
        String priority = entry.priority() == DEFAULT_PRIORITY ? "" : "priority=" + entry.priority();
        return (entry.table() == 0 ? "" : "table_id=" + entry.table() + ", ")
                + "duration=" + Math.max(0, nowNs - entry.createdNs()) / NS_PER_S + "s, n_packets="
                + Long.toUnsignedString(entry.packets()) + ", n_bytes=" + Long.toUnsignedString(entry.bytes()) + ", "
                + priority + (priority.isEmpty() || match.isEmpty() ? "" : ",") + match + ",actions="
                + FlowText.print(entry.actions(), PortNames.NUMBERS) + "\n";
    }
}
