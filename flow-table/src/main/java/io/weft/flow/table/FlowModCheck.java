package io.weft.flow.table;

import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.ActionList;
import io.weft.flow.action.Ports;
import io.weft.flow.match.FieldException;

/** What a {@link FlowMod} must satisfy before anything is changed. */
final class FlowModCheck {
    private final int index;
    private final FlowMod mod;

    private FlowModCheck(int index, FlowMod mod) {
        this.index = index;
        this.mod = mod;
    }

    /** @throws FlowModException naming what is wrong */
    static void check(int index, FlowMod mod) {
        if (isPlainAddition(mod)) {
            return;
        }
        FlowModCheck check = new FlowModCheck(index, mod);
        check.checkTarget();
        check.checkCookie();
        if (!mod.kind().isDelete()) {
            check.checkLife(mod.life());
            check.checkActions();
        }
    }

    /** Whether there is nothing to refuse; false says nothing. Most changes of a large batch are such. */
    private static boolean isPlainAddition(FlowMod mod) {
        return mod.kind() == FlowMod.Kind.ADD
                && isTable(mod.table())
                && mod.priority() >= 0
                && mod.priority() <= FlowMod.MAX_PRIORITY
                && mod.outPort() == Ports.NONE
                && mod.outGroup() == FlowMod.ANY_GROUP
                && mod.cookieMask() == 0
                && mod.cookie() != FlowMod.KEEP_COOKIE
                && mod.life().equals(FlowLife.FOREVER)
                && ActionList.isPlain(mod.actions());
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

    private void checkActions() {
        try {
            ActionChecks.check(mod.actions(), mod.match(), mod.table());
        } catch (FieldException e) {
            throw new FlowModException(index, e);
        }
    }

    private static boolean isTable(int id) {
        return id >= 0 && id <= FlowTables.LAST;
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
