package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import java.util.ArrayList;
import java.util.List;

/** The action set: all that was written, and how that is executed, read anew from the rules of ovs-actions(7). */
final class ReferenceActionSet {
    private static final List<String> OUTPUTS =
            List.of("output", "in_port", "normal", "flood", "all", "controller", "local");

    private ReferenceActionSet() {}

    /** What is executed at the end, in order; nothing when nothing sends. */
    static List<Action> inOrder(List<Action> written) {
        List<Action> ordered = new ArrayList<>();
        for (String alone : List.of("strip_vlan", "push_vlan", "dec_ttl")) {
            List<Action> same = written.stream()
                    .filter(action -> action.name().equals(alone))
                    .toList();
            if (!same.isEmpty()) {
                ordered.add(same.getLast());
            }
        }
        for (Action action : written) {
            String name = action.name();
            boolean sets = name.startsWith("mod_") || name.startsWith("set_") || name.equals("load");
            if (sets || name.equals("move") || name.equals("meter")) {
                ordered.add(action);
            }
        }
        Action sender = sender(written);
        if (sender == null) {
            return List.of();
        }
        ordered.add(sender);
        return ordered;
    }

    private static Action sender(List<Action> written) {
        Action group = null;
        Action output = null;
        Action resubmit = null;
        Action ct = null;
        for (Action action : written) {
            group = action.name().equals("group") ? action : group;
            output = OUTPUTS.contains(action.name()) ? action : output;
            resubmit = action.name().equals("resubmit") ? action : resubmit;
            ct = action.name().equals("ct") ? action : ct;
        }
        return group != null ? group : output != null ? output : resubmit != null ? resubmit : ct;
    }

    /** What actset_output says. */
    static int outputPort(List<Action> written) {
        Action sender = sender(written);
        return switch (sender == null ? "" : sender.name()) {
            case "output" -> sender instanceof Action.Output output ? output.port() : Ports.UNSET;
            case "in_port" -> Ports.IN_PORT;
            case "normal" -> Ports.NORMAL;
            case "flood" -> Ports.FLOOD;
            case "all" -> Ports.ALL;
            case "controller" -> Ports.CONTROLLER;
            default -> Ports.UNSET;
        };
    }
}
