package io.weft.flow.action;

import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Match;
import io.weft.flow.match.MatchBuilder;
import java.util.List;

/**
 * The one judge of actions, for flow text and for programs alike (ovs-actions(7)): ranges of operands, what may be read and set and only
 * where the match pins the header that holds it, {@code drop} alone, conjunctions among themselves, and instructions in the order of
 * OpenFlow: meter, actions, clear_actions, write_actions, write_metadata, goto_table. Tags that are pushed and stripped are followed along
 * the list. The {@code mod_*} actions need no header: they do nothing to packets that lack it.
 *
 * <p>Thread-safety: an instance has one owner.
 */
public final class ActionChecks {
    /** In place of a table: it is not known. */
    public static final int ANY_TABLE = -1;

    /** In place of a table: all of them, as modifications without a table mean. */
    public static final int ALL_TABLES = 255;

    /** How deep action lists may stand in each other. */
    public static final int MAX_DEPTH = 16;

    private static final int APPLIED = 1;
    private static final String[] INSTRUCTIONS = {
        "meter", "apply_actions", "clear_actions", "write_actions", "write_metadata", "goto_table"
    };

    private final Headers headers;
    private final int table;
    private final String around;
    private final int depth;
    private int instruction;
    private boolean dropped;
    private int count;
    private int conjunctions;
    private String other;

    /**
     * @param match what packets have, or null to take every header as possible
     * @param table the table of the flow, {@link #ALL_TABLES} or {@link #ANY_TABLE}
     */
    public ActionChecks(Match match, int table) {
        this(Headers.of(match), table, null, 0);
    }

    private ActionChecks(Headers headers, int table, String around, int depth) {
        this.headers = headers;
        this.table = table;
        this.around = around;
        this.depth = depth;
    }

    /**
     * Judges a whole list.
     *
     * @throws FieldException naming the action, its value and what is allowed
     */
    public static void check(List<Action> actions, Match match, int table) {
        if (ActionList.isPlain(actions)) {
            return;
        }
        ActionChecks checks = new ActionChecks(match, table);
        actions.forEach(checks::next);
    }

    /** The largest operand of a numeric {@code mod_*} action. */
    public static long largest(ModifyKind kind) {
        return OperandChecks.largest(kind);
    }

    /** The field that {@code field} means in packets that come here. */
    public Field resolve(Field field) {
        return headers.resolve(field);
    }

    /**
     * The judge of a list inside an action of this list.
     *
     * @param action {@code clone} or {@code write_actions}
     * @throws FieldException when it stands too deep
     */
    public ActionChecks inside(String action) {
        if (depth >= MAX_DEPTH) {
            throw refusal(
                    action,
                    "",
                    "at most " + MAX_DEPTH + " levels",
                    "actions stand in each other more than " + MAX_DEPTH + " levels deep");
        }
        return new ActionChecks(headers.copy(), table, action, depth + 1);
    }

    /**
     * Judges the next action of the list.
     *
     * @throws FieldException naming the action, its value and what is allowed
     */
    public void next(Action action) {
        if (around == null) {
            checkOrder(action);
        } else {
            checkNesting(action);
        }
        checkCompany(action);
        checkOperands(action);
    }

    private void checkOrder(Action action) {
        int next = instructionOf(action);
        if (next == instruction && next != APPLIED && count > 0) {
            String name = action.name();
            throw refusal(name, "", "one " + name, name + " is given twice");
        }
        if (instruction == INSTRUCTIONS.length - 1) {
            throw refusal("goto_table", "", "the last action", "goto_table must be the last action");
        }
        if (count > 0 && next < instruction) {
            String first = INSTRUCTIONS[next];
            String second = INSTRUCTIONS[instruction];
            throw refusal(
                    action.name(),
                    "",
                    first + " before " + second,
                    "invalid order: " + (next == APPLIED ? "actions" : first) + " must appear before " + second);
        }
        instruction = next;
    }

    private static int instructionOf(Action action) {
        return switch (action.name()) {
            case "meter" -> 0;
            case "clear_actions" -> 2;
            case "write_actions" -> 3;
            case "write_metadata" -> 4;
            case "goto_table" -> 5;
            default -> APPLIED;
        };
    }

    private void checkNesting(Action action) {
        boolean allowed = switch (around) {
            case "clone" -> instructionOf(action) == APPLIED;
            case "ct" -> isOfConnection(action);
            default -> isOfActionSet(action);
        };
        if (!allowed && !(action instanceof Action.Drop) || action instanceof Action.Conjunction) {
            String name = action.name();
            throw refusal(name, "", "a place outside " + around, name + " has no place inside " + around + "(...)");
        }
    }

    /** What an action set can hold. */
    private static boolean isOfActionSet(Action action) {
        return switch (action.name()) {
            case "output" -> action instanceof Action.Output;
            case "in_port",
                    "normal",
                    "flood",
                    "all",
                    "controller",
                    "group",
                    "set_queue",
                    "set_field",
                    "load",
                    "move",
                    "push_vlan",
                    "strip_vlan",
                    "dec_ttl",
                    "set_tunnel",
                    "set_tunnel64",
                    "resubmit" -> true;
            default -> action instanceof Action.Modify;
        };
    }

    /** What {@code exec} of {@code ct} can hold. */
    private static boolean isOfConnection(Action action) {
        return switch (action) {
            case Action.SetField set -> Headers.isOfConnection(set.field());
            case Action.Load load -> Headers.isOfConnection(load.target().field());
            case Action.Move move -> Headers.isOfConnection(move.target().field());
            default -> false;
        };
    }

    private void checkCompany(Action action) {
        if (dropped || action instanceof Action.Drop && count > 0) {
            throw refusal("drop", "", "no other action", "drop must not be accompanied by any other action");
        }
        count++;
        if (action instanceof Action.Conjunction) {
            conjunctions++;
        } else if (!(action instanceof Action.Note)) {
            other = action.name();
        }
        if (conjunctions > 0 && other != null) {
            throw refusal(
                    "conjunction",
                    "",
                    "conjunction and note alone",
                    "conjunction may be accompanied by other conjunctions and notes, not by " + other);
        }
    }

    private void checkOperands(Action action) {
        switch (action) {
            case Action.Output(int port) -> OperandChecks.port(port, false);
            case Action.OutputTruncated(int port, int maxLength) -> {
                OperandChecks.port(port, true);
                OperandChecks.truncation(maxLength);
            }
            case Action.OutputField(Subfield source, int maxLength) -> {
                headers.requireReadable(source.field());
                OperandChecks.range("output", "max_len", maxLength, 0, Action.Controller.WHOLE);
            }
            case Action.Controller to -> OperandChecks.controller(to);
            case Action.SetField set -> checkSetField(set);
            case Action.Load(Subfield target, long value) -> {
                requireTarget(target);
                if (target.width() > Long.SIZE) {
                    throw refusal("load", target.width() + " bits", "64 bits", "load sets at most 64 bits");
                }
                OperandChecks.fits("load", target, 0, value);
            }
            case Action.Move(Subfield source, Subfield target) -> {
                OperandChecks.sameWidth("move", source, target);
                headers.requireReadable(source.field());
                requireTarget(target);
            }
            case Action.Push(Subfield source) -> headers.requireReadable(source.field());
            case Action.Pop(Subfield target) -> requireTarget(target);
            case Action.Modify modify -> checkModify(modify);
            case Action.PushVlan(int etherType) -> {
                OperandChecks.tagType(etherType);
                headers.rememberTag();
            }
            case Action.StripVlan _ -> headers.forgetTag();
            case Action.DecTtl dec -> OperandChecks.controllerIds(dec);
            case Action.Resubmit(int port, int to) -> OperandChecks.resubmit(port, to);
            case Action.GotoTable(int to) -> checkGoto(to);
            case Action.Drop _ -> dropped = true;
            case Action.Clone(List<Action> actions) -> actions.forEach(inside("clone")::next);
            case Action.WriteActions(List<Action> actions) -> actions.forEach(inside("write_actions")::next);
            case Action.Group(long id) -> OperandChecks.group(id);
            case Action.Meter(long id) -> OperandChecks.meter(id);
            case Action.Enqueue(int port, int _) -> OperandChecks.port(port, true);
            case Action.SetTunnel set -> OperandChecks.tunnel(set);
            case Action.DeleteField(Field field) -> OperandChecks.delete(field);
            case Action.Conjunction one -> OperandChecks.conjunction(one);
            case Action.Learn(LearnSpec spec) -> checkLearn(spec);
            case Action.Ct(CtSpec spec) -> checkCt(spec);
            case Action.Bundle(BundleSpec spec) -> {
                OperandChecks.bundle(spec);
                if (spec.target() != null) {
                    requireTarget(spec.target());
                }
            }
            case Action.Multipath(MultipathSpec spec) -> {
                requireTarget(spec.target());
                OperandChecks.multipath(spec);
            }
            case Action.CheckPacketLarger(int length, Subfield target) -> {
                OperandChecks.range("check_pkt_larger", "", length, 0, 0xFFFF);
                OperandChecks.oneBit("check_pkt_larger", target);
                requireTarget(target);
            }
            case Action.FinTimeout fin -> OperandChecks.timeouts(fin);
            case Action.Sample sample -> OperandChecks.sample(sample);
            case Action.InPort _,
                    Action.Normal _,
                    Action.Flood _,
                    Action.All _,
                    Action.Exit _,
                    Action.Note _,
                    Action.Reject _,
                    Action.CtClear _,
                    Action.ClearActions _,
                    Action.WriteMetadata _,
                    Action.SetQueue _,
                    Action.PopQueue _ -> {
                return;
            }
        }
    }

    private void checkCt(CtSpec spec) {
        OperandChecks.ct(spec);
        headers.require(Prerequisite.IP, "ct(...)");
        if (spec.helper() != null) {
            headers.require(spec.helper() == CtHelper.FTP ? Prerequisite.TCP : Prerequisite.UDP, "alg");
        }
        if (spec.nat() != null && spec.nat().family() != NatSpec.Family.NONE) {
            boolean isIpv4 = spec.nat().family() == NatSpec.Family.IPV4;
            headers.require(isIpv4 ? Prerequisite.IPV4 : Prerequisite.IPV6, "a range of such addresses");
        }
        if (spec.zoneFrom() != null) {
            headers.requireReadable(spec.zoneFrom().field());
        }
        ActionChecks inner = inside("ct");
        spec.exec().forEach(inner::next);
    }

    /** Bits that an action sets. */
    private void requireTarget(Subfield target) {
        headers.requireReadable(target.field());
        requireWritable(target.field());
    }

    private void checkGoto(int to) {
        OperandChecks.table("goto_table", to);
        if (table == ALL_TABLES) {
            String text = Integer.toString(to);
            throw refusal("goto_table", text, "table=N", "goto_table leads forward, so the flow must name its table");
        }
        if (table != ANY_TABLE && to <= table) {
            String allowed = "a table after " + table;
            throw refusal("goto_table", Integer.toString(to), allowed, "goto_table must lead to " + allowed);
        }
    }

    private void checkModify(Action.Modify modify) {
        OperandChecks.modify(modify);
        if (modify.kind() == ModifyKind.MOD_VLAN_VID || modify.kind() == ModifyKind.MOD_VLAN_PCP) {
            headers.rememberTag();
        }
    }

    private void requireWritable(Field field) {
        if (!"ct".equals(around)) { // where nothing else can be set: checkNesting has seen that
            headers.requireWritable(field);
        }
    }

    private void checkSetField(Action.SetField set) {
        Field field = set.field();
        requireWritable(field);
        if ((set.maskHigh() | set.maskLow()) == 0) {
            throw refusal(field.name(), "", "a mask with some bit", "set_field with an empty mask sets nothing");
        }
        MatchBuilder.check(field, new FieldValue(set.high(), set.low(), set.maskHigh(), set.maskLow()));
        if (field.equals(Fields.VLAN_VID) && (set.low() & FlowKey.VLAN_PRESENT) == 0) {
            String right = Long.toString(set.low() | FlowKey.VLAN_PRESENT);
            throw refusal("vlan_vid", Long.toString(set.low()), right, "vlan_vid is set with 0x1000 added: " + right);
        }
        if (field.equals(Fields.VLAN_TCI) && (set.low() & FlowKey.VLAN_PRESENT) != 0) {
            headers.rememberTag();
        }
    }

    /** Sources stand in the packet, targets in the entry that is learned, whose match grows clause by clause. */
    private void checkLearn(LearnSpec spec) {
        OperandChecks.learn(spec);
        if (spec.result() != null) {
            OperandChecks.oneBit("result_dst of learn", spec.result());
            requireTarget(spec.result());
        }
        Headers learned = Headers.of(Match.ANY);
        for (Clause clause : spec.clauses()) {
            switch (clause) {
                case Clause.MatchField(Subfield target, Subfield source) -> {
                    OperandChecks.sameWidth("learn", source, target);
                    headers.requireReadable(source.field());
                    learned.requireReadable(target.field());
                }
                case Clause.MatchValue(Subfield target, long high, long low) -> {
                    OperandChecks.fits("learn", target, high, low);
                    learned.pin(target, high, low);
                    learned.requireReadable(target.field());
                }
                case Clause.LoadField(Subfield target, Subfield source) -> {
                    OperandChecks.sameWidth("learn", source, target);
                    headers.requireReadable(source.field());
                    learned.requireReadable(target.field());
                    learned.requireWritable(target.field());
                }
                case Clause.LoadValue(Subfield target, long high, long low) -> {
                    OperandChecks.fits("learn", target, high, low);
                    learned.requireReadable(target.field());
                    learned.requireWritable(target.field());
                }
                case Clause.OutputField(Subfield source) -> headers.requireReadable(source.field());
            }
        }
    }

    private static FieldException refusal(String field, String value, String allowed, String message) {
        return new FieldException(field, value, allowed, message);
    }
}
