package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import io.weft.flow.wire.VlanHeader;
import java.util.List;
import java.util.Locale;

/**
 * Judges the actions of a flow against its match and table (ovs-actions(7)): ranges, what may be set and only where the match pins the
 * header that holds it, {@code goto_table} last and forward, {@code drop} alone. Pushing and stripping tags is followed along the list. The
 * {@code mod_*} actions need no header: they do nothing to packets that lack it.
 *
 * <p>Thread-safety: an instance has one owner.
 */
public final class ActionChecks {
    private static final int VLAN_WORD = 1;

    private final Match match;
    private long[] value;
    private long[] mask;
    private final boolean matchKnown;
    private final int table;
    private boolean finished;
    private boolean dropped;
    private int count;

    /**
     * @param match what packets have, or null to take every header as possible
     * @param table the table of the flow, or {@link FlowSpec#ALL_TABLES} where it is not known
     */
    ActionChecks(Match match, int table) {
        this.table = table;
        matchKnown = match != null;
        this.match = match;
    }

    /** What is known of packets here, where an action asks for it: few do. */
    private void know() {
        if (value != null) {
            return;
        }
        value = new long[FlowKey.WORDS];
        mask = new long[FlowKey.WORDS];
        for (int i = 0; matchKnown && i < match.wordCount(); i++) {
            value[match.word(i)] = match.valueAt(i);
            mask[match.word(i)] = match.maskAt(i);
        }
    }

    /**
     * Judges a whole list.
     *
     * @throws FieldException naming the action, its value and what is allowed
     */
    public static void check(List<Action> actions, Match match, int table) {
        ActionChecks checks = new ActionChecks(match, table);
        actions.forEach(checks::next);
    }

    /** The largest operand of a numeric {@code mod_*} action. */
    static long largest(ModifyKind kind) {
        return switch (kind) {
            case MOD_VLAN_VID -> 0xFFF;
            case MOD_VLAN_PCP -> 7;
            case MOD_NW_TOS, MOD_NW_TTL -> 0xFF;
            case MOD_NW_ECN -> 3;
            case MOD_TP_SRC, MOD_TP_DST -> 0xFFFF;
            case MOD_NW_SRC, MOD_NW_DST -> 0xFFFF_FFFFL;
            case MOD_DL_SRC, MOD_DL_DST -> 0xFFFF_FFFF_FFFFL;
        };
    }

    /** The field that {@code field} means in packets of the match. */
    Field resolve(Field field) {
        MatchBuilder meaning = new MatchBuilder();
        if (matchKnown) {
            meaning.assume(match);
        }
        return meaning.resolve(field);
    }

    /** Judges the next action of the list. */
    void next(Action action) {
        if (finished) {
            throw refusal("goto_table", "", "the last action", "goto_table must be the last action");
        }
        if (dropped || action instanceof Action.Drop && count > 0) {
            throw refusal("drop", "", "no other action", "drop must not be accompanied by any other action");
        }
        count++;
        switch (action) {
            case Action.Output(int port) -> checkOutput(port);
            case Action.Controller to -> checkRange(action, to.maxLength(), 0, Action.Controller.WHOLE);
            case Action.SetField set -> checkSetField(set);
            case Action.Modify modify -> checkModify(modify);
            case Action.PushVlan(int etherType) -> checkPush(etherType);
            case Action.Resubmit(int port, int to) -> checkResubmit(port, to);
            case Action.GotoTable(int to) -> checkGoto(to);
            case Action.Drop _ -> dropped = true;
            case Action.StripVlan _ -> forgetTag();
            case Action.InPort _, Action.Normal _, Action.Flood _, Action.All _, Action.DecTtl _ -> {
                return;
            }
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
                    Action.Conjunction _,
                    Action.Learn _,
                    Action.Bundle _,
                    Action.Multipath _,
                    Action.CheckPacketLarger _,
                    Action.FinTimeout _,
                    Action.Sample _ -> {
                return;
            }
        }
    }

    private void checkOutput(int port) {
        if (port != Ports.LOCAL && (port < 1 || port > Ports.MAX)) {
            String allowed = "1 to " + Ports.MAX + ", LOCAL, or the name of a port";
            String text = PortText.print(port, PortNames.NUMBERS);
            throw refusal("output", text, allowed, "packets cannot be sent to port " + text + "; allowed: " + allowed);
        }
    }

    private void checkResubmit(int port, int to) {
        if (port != Ports.UNSET && port != Ports.LOCAL && (port < 0 || port > Ports.MAX)) {
            String text = PortText.print(port, PortNames.NUMBERS);
            throw refusal("resubmit", text, "a port", "packets cannot come from port " + text);
        }
        if (to != Action.Resubmit.THIS_TABLE) {
            checkTable("resubmit", to);
        }
    }

    private void checkGoto(int to) {
        checkTable("goto_table", to);
        if (table != FlowSpec.ALL_TABLES && to <= table) {
            String allowed = "a table after " + table;
            throw refusal("goto_table", Integer.toString(to), allowed, "goto_table must lead to " + allowed);
        }
        finished = true;
    }

    private static void checkTable(String action, int to) {
        if (to < 0 || to > FlowSpec.MAX_TABLE) {
            String allowed = "0 to " + FlowSpec.MAX_TABLE;
            throw refusal(action, Integer.toString(to), allowed, "there is no table " + to + "; allowed: " + allowed);
        }
    }

    private void checkPush(int etherType) {
        if (!VlanHeader.isTpid(etherType)) {
            String text = "0x" + Integer.toHexString(etherType);
            throw refusal(
                    "push_vlan", text, "0x8100, 0x88a8", text + " is not the type of a tag; allowed: 0x8100, 0x88a8");
        }
        rememberTag();
    }

    private void checkModify(Action.Modify modify) {
        checkRange(modify, modify.value(), 0, largest(modify.kind()));
        if (modify.kind() == ModifyKind.MOD_NW_TOS && (modify.value() & 3) != 0) {
            String text = Long.toString(modify.value());
            throw refusal("mod_nw_tos", text, "a multiple of 4", "mod_nw_tos sets the DSCP in place: a multiple of 4");
        }
        if (modify.kind() == ModifyKind.MOD_VLAN_VID || modify.kind() == ModifyKind.MOD_VLAN_PCP) {
            rememberTag();
        }
    }

    private void checkSetField(Action.SetField set) {
        Field field = set.field();
        FieldValue wanted = new FieldValue(set.high(), set.low(), set.maskHigh(), set.maskLow());
        if (!field.writable()) {
            throw refusal(field.name(), "", "a field that can be set", field + " cannot be set");
        }
        if ((set.maskHigh() | set.maskLow()) == 0) {
            throw refusal(field.name(), "", "a mask with some bit", "set_field with an empty mask sets nothing");
        }
        MatchBuilder.check(field, wanted);
        if (field.equals(Fields.VLAN_VID) && (set.low() & FlowKey.VLAN_PRESENT) == 0) {
            String right = Long.toString(set.low() | FlowKey.VLAN_PRESENT);
            throw refusal("vlan_vid", Long.toString(set.low()), right, "vlan_vid is set with 0x1000 added: " + right);
        }
        know();
        if (matchKnown && !Prerequisites.isPinned(field.prerequisite(), value, mask) || isTagMissing(field)) {
            String needed = field.equals(Fields.VLAN_VID)
                    ? "a VLAN tag (match on one, or push_vlan first)"
                    : Prerequisites.describe(field.prerequisite());
            throw refusal(field.name(), "", needed, "setting " + field + " needs a match on " + needed);
        }
        if (field.equals(Fields.VLAN_TCI) && (set.low() & FlowKey.VLAN_PRESENT) != 0) {
            rememberTag();
        }
    }

    private boolean isTagMissing(Field field) {
        return matchKnown
                && field.equals(Fields.VLAN_VID)
                && (value[VLAN_WORD] & mask[VLAN_WORD] & FlowKey.VLAN_PRESENT) == 0;
    }

    private void rememberTag() {
        know();
        value[VLAN_WORD] |= FlowKey.VLAN_PRESENT;
        mask[VLAN_WORD] |= FlowKey.VLAN_PRESENT;
    }

    private void forgetTag() {
        know();
        value[VLAN_WORD] &= ~0xFFFFL;
        mask[VLAN_WORD] &= ~0xFFFFL;
    }

    private static void checkRange(Action action, long value, long smallest, long largest) {
        if (value < smallest || value > largest) {
            String allowed = String.format(Locale.ROOT, "%d to %d", smallest, largest);
            throw refusal(action.name(), Long.toString(value), allowed, action.name() + " takes " + allowed);
        }
    }

    private static FieldException refusal(String field, String value, String allowed, String message) {
        return new FieldException(field, value, allowed, message);
    }
}
