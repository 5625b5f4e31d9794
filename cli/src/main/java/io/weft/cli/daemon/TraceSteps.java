package io.weft.cli.daemon;

import io.weft.flow.action.Action;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.MissPolicy;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.TraceResult.Step;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.translate.TraceListener;
import java.util.ArrayList;
import java.util.List;

/** The tables a packet visits, for programs. One trace each. */
final class TraceSteps implements TraceListener {
    private final PortNames ports;
    private final List<Step> steps = new ArrayList<>();
    private String bridge = "";
    private int depth;

    TraceSteps(PortNames ports) {
        this.ports = ports;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void bridge(BridgeSnapshot entered) {
        bridge = entered.name();
    }

    @Override
    public void table(int table, FlowEntry entry, MissPolicy miss) {
        steps.add(
                entry == null
                        ? new Step(bridge, table, depth, false, 0, 0, "", "")
                        : new Step(
                                bridge,
                                table,
                                depth,
                                true,
                                entry.priority(),
                                entry.cookie(),
                                FlowText.print(entry.match(), ports),
                                FlowText.print(entry.actions(), ports)));
        depth++;
    }

    @Override
    public void bucket(long id) {
        depth++;
    }

    @Override
    public void leave() {
        depth--;
    }

    @Override
    public void action(Action action) {
        // The steps carry the whole list.
    }

    @Override
    public void decision(String text) {
        // For people: in the text.
    }

    @Override
    public void warning(String text) {
        // For people: in the text.
    }

    @Override
    public void error(String text) {
        // For people: in the text.
    }
}
