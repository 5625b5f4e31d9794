package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.match.Match;
import io.weft.flow.table.FlowFilter;
import io.weft.flow.table.FlowLife;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.FlowTextException;
import io.weft.flow.text.PortNames;
import io.weft.northbound.client.Stream;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.PortView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Flows by what makes them one flow, for comparison: from a bridge or from a file. */
final class FlowSet {
    /** Two flows with the same identity cannot be in one table. */
    record Identity(int table, int priority, Match match) {}

    /** What a flow does, and what comes with it. */
    record Content(long cookie, FlowLife life, List<Action> actions) {
        /** Whether ovs-ofctl takes both for the same: it does not compare flags. */
        boolean isSame(Content other) {
            return other != null
                    && cookie == other.cookie
                    && life.idleTimeoutS() == other.life.idleTimeoutS()
                    && life.hardTimeoutS() == other.life.hardTimeoutS()
                    && life.importance() == other.life.importance()
                    && actions.equals(other.actions);
        }
    }

    private final Map<Identity, Content> flows = new LinkedHashMap<>();

    private FlowSet() {}

    /** The flows of a bridge as they are now. */
    static FlowSet of(SwitchClient client, String bridge) {
        FlowSet set = new FlowSet();
        try (Stream<FlowView> all = client.flows().dump(bridge, FlowFilter.ALL)) {
            all.forEachRemaining(flow -> set.flows.put(
                    new Identity(flow.table(), flow.priority(), flow.match()),
                    new Content(flow.cookie(), flow.life(), flow.actions())));
        }
        return set;
    }

    /** The flows of a file, a later one in place of an earlier one with its identity. */
    static FlowSet of(FlowFile file, PortNames ports) {
        FlowSet set = new FlowSet();
        forEachFlow(file, ports, flow -> {
            int table = flow.table() == FlowSpec.ALL_TABLES ? 0 : flow.table();
            set.flows.put(
                    new Identity(table, flow.priority(), flow.match()),
                    new Content(flow.cookie(), flow.life(), flow.actions()));
        });
        return set;
    }

    /** Calls {@code each} with every flow of a file; a refusal names its line. */
    static void forEachFlow(FlowFile file, PortNames ports, Consumer<FlowSpec> each) {
        for (FlowFile.Line line : file.lines()) {
            each.accept(parse(file, line, ports));
        }
    }

    private static FlowSpec parse(FlowFile file, FlowFile.Line line, PortNames ports) {
        if (line.mod().kind() != io.weft.flow.table.FlowMod.Kind.ADD) {
            throw new RefusedException(file.name() + ":" + line.number() + ": only flows to add can be compared");
        }
        try {
            return FlowText.parseAdd(line.mod().text(), ports);
        } catch (FlowTextException e) {
            TextSpan span = new TextSpan(e.text(), e.position(), Math.max(1, e.length()));
            String message = file.name() + ":" + line.number() + ": " + e.getMessage();
            throw new ControlException(ControlException.Kind.INVALID, message, List.of(), span, e);
        }
    }

    /** The names of a bridge's ports, for the files that belong to it. */
    static PortNames portNames(SwitchClient client, String bridge) {
        Map<String, Integer> numbers = new HashMap<>();
        Map<Integer, String> names = new HashMap<>();
        for (PortView port : client.ports().list(bridge)) {
            int number = port.ofport() == PortView.LOCAL ? Ports.LOCAL : port.ofport();
            numbers.put(port.config().name(), number);
            names.put(number, port.config().name());
        }
        return new PortNames() {
            @Override
            public int number(String name) {
                return numbers.getOrDefault(name, Ports.NONE);
            }

            @Override
            public String name(int number) {
                return names.get(number);
            }
        };
    }

    Map<Identity, Content> flows() {
        return flows;
    }

    /** The flows of this set that {@code other} does not have, or not so. */
    Map<Identity, Content> without(FlowSet other) {
        Map<Identity, Content> rest = new LinkedHashMap<>();
        flows.forEach((identity, content) -> {
            if (!content.isSame(other.flows.get(identity))) {
                rest.put(identity, content);
            }
        });
        return rest;
    }
}
