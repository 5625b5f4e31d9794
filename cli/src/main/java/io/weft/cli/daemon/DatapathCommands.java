package io.weft.cli.daemon;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.text.DatapathFlowText;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.MegaflowView;
import io.weft.vswitch.PmdStatistics;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.conductor.PortSettings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Commands of {@code appctl} about the datapath as a whole, answered in text. Thread-safety: any thread. */
final class DatapathCommands {
    static final String DATAPATH = "netdev@ovs-netdev";
    private static final String UFID = "ufid:";

    private final VirtualSwitch weft;

    DatapathCommands(VirtualSwitch weft) {
        this.weft = weft;
    }

    void register(OperatorCommands commands) {
        commands.add("dpctl/show", this::show);
        commands.add("dpctl/dump-dps", arguments -> DATAPATH + "\n");
        commands.add("dpif/dump-dps", arguments -> DATAPATH + "\n");
        commands.add("dpctl/del-flows", this::deleteFlows);
        commands.add("revalidator/purge", this::deleteFlows);
        commands.add("revalidator/wait", arguments -> {
            weft.megaflows();
            return "";
        });
        commands.add("ofproto/detrace", this::detrace);
    }

    // ---- dpctl/show

    private String show(List<String> arguments) {
        boolean statistics = arguments.contains("-s");
        long hits = 0;
        long misses = 0;
        long flows = 0;
        for (PmdStatistics pmd : weft.pmds().statistics()) {
            hits += pmd.emcHits() + pmd.smcHits() + pmd.megaflowHits();
            misses += pmd.misses();
            flows += pmd.megaflows();
        }
        StringBuilder text = new StringBuilder(
                DATAPATH + ":\n  lookups: hit:" + hits + " missed:" + misses + " lost:0\n  flows: " + flows + "\n");
        weft.snapshot().bridges().stream()
                .flatMap(bridge -> bridge.ports().stream())
                .sorted(Comparator.comparingInt(BridgePort::datapathPort))
                .forEach(port -> text.append("  port " + port.datapathPort() + ": " + port.name() + type(port) + "\n")
                        .append(statistics ? traffic(port) : ""));
        return text.toString();
    }

    private String type(BridgePort port) {
        return weft.config().bridges().stream()
                .flatMap(bridge -> bridge.ports().stream())
                .filter(settings -> settings.name().equals(port.name()))
                .map(PortSettings::type)
                .filter(type -> !type.isEmpty() && !type.equals("system"))
                .map(type -> " (" + type + ")")
                .findFirst()
                .orElse("");
    }

    private String traffic(BridgePort port) {
        return weft.ports().stream()
                .filter(view -> view.name().equals(port.name()))
                .map(view -> view.totals())
                .map(totals -> "    RX packets:" + totals.rxPackets() + " errors:? dropped:" + totals.rxDropped()
                        + " overruns:? frame:?\n    TX packets:" + totals.txPackets() + " errors:? dropped:"
                        + totals.txDropped() + " aborted:? carrier:?\n    collisions:?\n    RX bytes:"
                        + totals.rxBytes()
                        + "  TX bytes:" + totals.txBytes() + "\n")
                .collect(Collectors.joining());
    }

    // ---- flows

    private String deleteFlows(List<String> arguments) {
        weft.deleteMegaflows();
        return "";
    }

    /** The flow entries that the packets of a megaflow pass, each as {@code dump-flows} prints it. */
    private String detrace(List<String> arguments) {
        List<String> words =
                arguments.stream().filter(word -> !word.startsWith("pmd=")).toList();
        if (words.isEmpty()) {
            throw new ControlException(
                    Kind.INVALID,
                    FieldViolation.notAllowed("arguments", "", "UFID, or a flow as dpctl/dump-flows prints it"));
        }
        MegaflowView megaflow = find(String.join(" ", words));
        long nowNs = weft.nowNs();
        String bridge = "";
        StringBuilder text = new StringBuilder();
        for (MegaflowView.Visit visit : megaflow.visits()) {
            if (!visit.bridge().equals(bridge)) {
                bridge = visit.bridge();
                text.append("bridge(\"").append(bridge).append("\")\n");
            }
            text.append(line(visit, nowNs)).append('\n');
        }
        return text.toString();
    }

    private static String line(MegaflowView.Visit visit, long nowNs) {
        FlowEntry entry = visit.entry();
        return entry == null
                ? " table=" + visit.table() + ", no match"
                : " " + FlowText.print(entry, nowNs, PortNames.NUMBERS);
    }

    private MegaflowView find(String wanted) {
        String name = wanted.startsWith(UFID) ? wanted.substring(UFID.length()) : wanted;
        List<MegaflowView> all = Refusals.translate(weft::megaflows);
        String ufid = name.indexOf(',') < 0 ? name : name.substring(0, name.indexOf(','));
        for (MegaflowView megaflow : all) {
            if (megaflow.ufid().toString().equals(ufid.strip())) {
                return megaflow;
            }
        }
        if (!DatapathFlowText.isMeant(wanted)) {
            throw Refusals.notFound("datapath flow", wanted);
        }
        long[] key = packet(wanted);
        return all.stream()
                .filter(megaflow -> megaflow.matches(key))
                .findFirst()
                .orElseThrow(() -> Refusals.notFound("datapath flow", wanted));
    }

    private long[] packet(String flow) {
        SwitchSnapshot snapshot = weft.snapshot();
        try {
            return DatapathFlowText.parse(flow, name -> TraceCommands.datapathPort(snapshot, name));
        } catch (FlowTextException e) {
            throw new ControlException(
                    Kind.INVALID,
                    e.getMessage(),
                    List.of(),
                    new ControlException.TextSpan(e.text(), e.position(), Math.max(1, e.length())),
                    e);
        }
    }
}
