package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import java.util.List;

/** What a {@link FlowMod} must satisfy before anything is changed. */
final class FlowModCheck {
    private static final int MAX_CONTROLLER_BYTES = 65535;
    private static final int TPID_8021Q = 0x8100;
    private static final int TPID_8021AD = 0x88a8;

    private final int index;
    private final FlowMod mod;

    private FlowModCheck(int index, FlowMod mod) {
        this.index = index;
        this.mod = mod;
    }

    /** @throws FlowModException naming what is wrong */
    static void check(int index, FlowMod mod) {
        FlowModCheck check = new FlowModCheck(index, mod);
        check.checkTarget();
        check.checkCookie();
        if (!mod.kind().isDelete()) {
            check.checkLife(mod.life());
            check.checkActions(mod.actions());
        }
    }

    private void checkTarget() {
        boolean allTables = mod.table() == FlowMod.ALL_TABLES && mod.kind() != FlowMod.Kind.ADD;
        require(
                allTables || isTable(mod.table()),
                "table",
                mod.table(),
                mod.kind() == FlowMod.Kind.ADD ? "0 to 253" : "0 to 253, or 255 for all tables");
        require(
                mod.priority() >= 0 && mod.priority() <= FlowMod.MAX_PRIORITY,
                "priority",
                mod.priority(),
                "0 to 65535");
        if (!mod.kind().isDelete() && mod.outPort() != Ports.NONE) {
            throw refuse("out_port", portText(mod.outPort()), "absent unless flows are deleted");
        }
        if (!mod.kind().isDelete() && mod.outGroup() != FlowMod.ANY_GROUP) {
            throw refuse("out_group", portText(mod.outGroup()), "absent unless flows are deleted");
        }
    }

    private void checkCookie() {
        if (mod.kind() == FlowMod.Kind.ADD) {
            require(mod.cookieMask() == 0, "cookie mask", hex(mod.cookieMask()), "absent when a flow is added");
            require(
                    mod.cookie() != FlowMod.KEEP_COOKIE,
                    "cookie",
                    hex(mod.cookie()),
                    "another value: this one is reserved");
        }
    }

    private void checkLife(FlowLife life) {
        checkAttribute("idle_timeout", life.idleTimeoutS());
        checkAttribute("hard_timeout", life.hardTimeoutS());
        checkAttribute("importance", life.importance());
        require((life.flags() & ~FlowFlag.all()) == 0, "flags", hex(life.flags()), "bits of " + hex(FlowFlag.all()));
    }

    private void checkAttribute(String name, int value) {
        require(value >= 0 && value <= FlowLife.MAX, name, value, "0 to 65535");
    }

    private void checkActions(List<Action> actions) {
        for (int position = 0; position < actions.size(); position++) {
            check(actions.get(position), position == actions.size() - 1);
        }
    }

    private void check(Action action, boolean last) {
        switch (action) {
            case Action.Output output ->
                require(isPort(output.port()), "output", portText(output.port()), "1 to 65279, or LOCAL");
            case Action.Controller controller ->
                require(
                        controller.maxLength() >= 0 && controller.maxLength() <= MAX_CONTROLLER_BYTES,
                        "controller max_len",
                        controller.maxLength(),
                        "0 to 65535 bytes");
            case Action.Resubmit resubmit -> checkResubmit(resubmit);
            case Action.GotoTable jump -> checkGoto(jump.table(), last);
            case Action.PushVlan push ->
                require(
                        push.etherType() == TPID_8021Q || push.etherType() == TPID_8021AD,
                        "push_vlan",
                        "0x" + Integer.toHexString(push.etherType()),
                        "0x8100 or 0x88a8");
            case Action.SetField set -> checkSet(set);
            case Action.Conjunction conjunction -> checkConjunction(conjunction);
            case Action.Modify _,
                    Action.InPort _,
                    Action.Normal _,
                    Action.Flood _,
                    Action.All _,
                    Action.Drop _,
                    Action.StripVlan _,
                    Action.DecTtl _ -> {}
            case Action.OutputTruncated _,
                    Action.OutputField _,
                    Action.Load _,
                    Action.Move _,
                    Action.Push _,
                    Action.Pop _,
                    Action.Clone _,
                    Action.Exit _,
                    Action.Note _,
                    Action.WriteActions _,
                    Action.ClearActions _,
                    Action.WriteMetadata _,
                    Action.Group _,
                    Action.Meter _,
                    Action.SetQueue _,
                    Action.PopQueue _,
                    Action.Enqueue _,
                    Action.SetTunnel _,
                    Action.DeleteField _,
                    Action.Learn _,
                    Action.Bundle _,
                    Action.Multipath _,
                    Action.CheckPacketLarger _,
                    Action.FinTimeout _,
                    Action.Sample _ -> {}
        }
    }

    private void checkConjunction(Action.Conjunction conjunction) {
        require(
                conjunction.clauses() >= 1 && conjunction.clauses() <= Long.SIZE,
                "conjunction clauses",
                conjunction.clauses(),
                "1 to 64");
        require(
                conjunction.clause() >= 1 && conjunction.clause() <= conjunction.clauses(),
                "conjunction clause",
                conjunction.clause(),
                "1 to " + conjunction.clauses());
        for (Action other : mod.actions()) {
            if (!(other instanceof Action.Conjunction) && !(other instanceof Action.Note)) {
                throw refuse("conjunction", other.name(), "no other action beside it but note");
            }
        }
    }

    private void checkResubmit(Action.Resubmit resubmit) {
        int port = resubmit.port();
        require(
                port == Ports.UNSET || port == Ports.IN_PORT || isPort(port),
                "resubmit port",
                portText(port),
                "1 to 65279, LOCAL or IN_PORT");
        require(
                isTable(resubmit.table()) || resubmit.table() == Action.Resubmit.THIS_TABLE,
                "resubmit table",
                resubmit.table(),
                "0 to 253, or 255 for the present table");
    }

    private void checkGoto(int target, boolean last) {
        require(mod.table() != FlowMod.ALL_TABLES, "goto_table", target, "absent when all tables are modified");
        require(mod.table() < FlowTables.LAST, "goto_table", target, "absent in the last table");
        require(
                target > mod.table() && target <= FlowTables.LAST,
                "goto_table",
                target,
                (mod.table() + 1) + " to 253 in table " + mod.table());
        require(last, "goto_table", target, "the last action");
    }

    private void checkSet(Action.SetField set) {
        Field field = set.field();
        require(field.writable(), "set_field", field.name(), "a writable field");
        long outside = field.isWide() ? 0 : set.high() | set.low() & ~field.ones();
        require(outside == 0, "set_field " + field.name(), hex(set.low()), "a value of " + field.width() + " bits");
    }

    private static boolean isTable(int id) {
        return id >= 0 && id <= FlowTables.LAST;
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= Ports.MAX || port == Ports.LOCAL;
    }

    private static String portText(int port) {
        return Integer.toUnsignedString(port);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private void require(boolean satisfied, String field, Object value, String allowed) {
        if (!satisfied) {
            throw refuse(field, value, allowed);
        }
    }

    private FlowModException refuse(String field, Object value, String allowed) {
        return new FlowModException(index, field, String.valueOf(value), allowed);
    }
}
