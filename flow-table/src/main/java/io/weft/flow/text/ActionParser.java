package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.Bytes;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import io.weft.flow.action.RejectAnswer;
import io.weft.flow.action.SampleDirection;
import io.weft.flow.match.FieldException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a list of actions from the items of a {@link FlowScanner}; each is judged by {@link ActionChecks} where it stands. Actions with much
 * to read are in classes by family; lists inside actions are read by a parser of their own.
 */
final class ActionParser {
    private final FlowScanner items;
    private final PortNames ports;
    private final ActionChecks checks;
    private final Operands operands;
    private final OutputActions outputs;
    private final FieldActions fields;
    private final ChoiceActions choices;

    ActionParser(FlowScanner items, PortNames ports, ActionChecks checks) {
        this.items = items;
        this.ports = ports;
        this.checks = checks;
        operands = new Operands(items, ports, checks);
        outputs = new OutputActions(operands);
        fields = new FieldActions(operands);
        choices = new ChoiceActions(operands);
    }

    /** All remaining items as actions; none at all is {@code drop}. */
    List<Action> parse() {
        List<Action> actions = new ArrayList<>();
        while (items.next()) {
            Action action = parseOne();
            try {
                checks.next(action);
            } catch (FieldException e) {
                throw items.bad(e.getMessage());
            }
            actions.add(action);
        }
        return actions.isEmpty() ? List.of(new Action.Drop()) : actions;
    }

    private Action parseOne() {
        String name = items.key().toLowerCase(Locale.ROOT);
        if (!name.equals("check_pkt_larger") && !items.tail().isBlank()) {
            throw items.badAt("nothing may follow the parenthesis", items.tail());
        }
        try {
            Action action = nested(name);
            action = action == null ? plain(name) : action;
            action = action == null ? modification(name) : action;
            return action == null ? sending(name) : action;
        } catch (FieldException e) {
            throw items.badValue(e.getMessage());
        }
    }

    /** Actions that hold others, and those of the pipeline; null when it is none. */
    private Action nested(String name) {
        return switch (name) {
            case "clone" -> new Action.Clone(inside(name));
            case "write_actions" -> new Action.WriteActions(inside(name));
            case "apply_actions" ->
                throw items.badKey("apply_actions(...) is what actions outside of it are: leave it out");
            case "clear_actions" -> operands.bare(new Action.ClearActions());
            case "write_metadata" -> fields.writeMetadata();
            case "goto_table" -> new Action.GotoTable(operands.table(operands.value("a table"), 255));
            case "resubmit" -> outputs.resubmit();
            case "learn" -> new LearnActions(operands).parse();
            case "conjunction" -> choices.conjunction();
            case "ct" -> new CtActions(operands).parse();
            case "ct_clear" -> operands.bare(new Action.CtClear());
            default -> null;
        };
    }

    /** Actions with at most a number; null when it is none. */
    private Action plain(String name) {
        return switch (name) {
            case "drop" -> operands.bare(new Action.Drop());
            case "reject" -> new Action.Reject(rejectAnswer());
            case "exit" -> operands.bare(new Action.Exit());
            case "strip_vlan", "pop_vlan" -> operands.bare(new Action.StripVlan());
            case "push_vlan" -> new Action.PushVlan((int) operands.number("0x8100 or 0x88a8", 0xFFFF));
            case "pop_queue" -> operands.bare(new Action.PopQueue());
            case "set_queue" -> new Action.SetQueue((int) operands.word(operands.value("a queue"), "a queue"));
            case "group" -> new Action.Group(operands.word(operands.value("a group"), "a group"));
            case "meter" -> new Action.Meter(operands.word(operands.value("a meter"), "a meter"));
            case "note" -> new Action.Note(items.value().isBlank() ? Bytes.EMPTY : operands.bytes(items.valuePart()));
            case "dec_ttl" -> decTtl();
            case "fin_timeout" -> finTimeout();
            case "sample" -> sample();
            default -> null;
        };
    }

    private RejectAnswer rejectAnswer() {
        if (items.delimiter() == 0 || items.value().isBlank()) {
            return RejectAnswer.ORDINARY;
        }
        Part word = items.valuePart().strip();
        RejectAnswer answer = RejectAnswer.byText(word.text());
        if (answer == null) {
            throw operands.bad(
                    word,
                    "\"" + word.text() + "\" is no answer to a rejected packet; allowed: "
                            + String.join(", ", RejectAnswer.words()));
        }
        return answer;
    }

    /** Actions that change the packet or its fields; null when it is none. */
    private Action modification(String name) {
        return switch (name) {
            case "set_field" -> fields.setField();
            case "load" -> fields.load();
            case "move" -> fields.move();
            case "push" -> fields.push();
            case "pop" -> fields.pop();
            case "delete_field" -> fields.deleteField();
            case "set_tunnel" -> fields.setTunnel(false);
            case "set_tunnel64" -> fields.setTunnel(true);
            case "check_pkt_larger" -> fields.checkPacketLarger();
            case "multipath" -> choices.multipath();
            case "set_vlan_vid" -> fields.modify(ModifyKind.MOD_VLAN_VID);
            case "set_vlan_pcp" -> fields.modify(ModifyKind.MOD_VLAN_PCP);
            default -> {
                ModifyKind kind = ModifyKind.byText(name);
                yield kind == null ? null : fields.modify(kind);
            }
        };
    }

    private Action sending(String name) {
        return switch (name) {
            case "output" -> outputs.output();
            case "controller" -> outputs.controller();
            case "enqueue" -> outputs.enqueue();
            case "bundle" -> choices.bundle(false);
            case "bundle_load" -> choices.bundle(true);
            default -> outputs.port();
        };
    }

    private List<Action> inside(String name) {
        FlowScanner inside = items.inside();
        List<Action> actions = new ActionParser(inside, ports, inner(name)).parse();
        return actions.equals(List.of(new Action.Drop())) ? List.of() : actions;
    }

    private ActionChecks inner(String name) {
        try {
            return checks.inside(name);
        } catch (FieldException e) {
            throw items.badKey(e.getMessage());
        }
    }

    private Action decTtl() {
        if (items.value().isBlank()) {
            return Action.DecTtl.PLAIN;
        }
        List<Integer> ids = new ArrayList<>();
        for (Part part : items.valuePart().split(',')) {
            ids.add((int) operands.number(part, "a controller id", 0xFFFF));
        }
        return new Action.DecTtl(ids);
    }

    private Action finTimeout() {
        int idle = 0;
        int hard = 0;
        FlowScanner inside = items.inside();
        while (inside.next()) {
            int seconds = (int) operands.number(inside.valuePart().strip(), "a number of seconds", 0xFFFF);
            switch (inside.key()) {
                case "idle_timeout" -> idle = seconds;
                case "hard_timeout" -> hard = seconds;
                default -> throw inside.badKey("fin_timeout takes idle_timeout and hard_timeout");
            }
        }
        return new Action.FinTimeout(idle, hard);
    }

    private Action sample() {
        int probability = 0;
        long set = 0;
        long domain = 0;
        long point = 0;
        int port = Ports.NONE;
        SampleDirection direction = SampleDirection.DEFAULT;
        FlowScanner inside = items.inside();
        while (inside.next()) {
            Part value = inside.valuePart().strip();
            switch (inside.key()) {
                case "probability" -> probability = (int) operands.number(value, "the probability", 0xFFFF);
                case "collector_set_id" -> set = operands.word(value, "the collector_set_id");
                case "obs_domain_id" -> domain = operands.word(value, "the obs_domain_id");
                case "obs_point_id" -> point = operands.word(value, "the obs_point_id");
                case "sampling_port" -> port = operands.port(value);
                case "ingress" -> direction = SampleDirection.INGRESS;
                case "egress" -> direction = SampleDirection.EGRESS;
                default ->
                    throw inside.badKey("sample takes probability, collector_set_id, obs_domain_id, obs_point_id, "
                            + "sampling_port, ingress and egress, not " + inside.key());
            }
        }
        return new Action.Sample(probability, set, domain, point, port, direction);
    }
}
