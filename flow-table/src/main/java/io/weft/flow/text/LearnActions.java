package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import io.weft.flow.match.Overlay;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code learn(...)}. One instance reads one action. */
final class LearnActions {
    private static final int DEFAULT_TABLE = 1;
    private static final int MAX_SECONDS = 0xFFFF;

    private final Operands operands;
    private final FlowScanner inside;
    private final FieldActions fields;
    private final List<Clause> clauses = new ArrayList<>();

    /** What the learned entry matches so far: names of OpenFlow 1.0 mean fields of that. */
    private final long[] learnedValue = new long[FlowKey.WORDS];

    private final long[] learnedMask = new long[FlowKey.WORDS];

    private int table = DEFAULT_TABLE;
    private int priority = FlowSpec.DEFAULT_PRIORITY;
    private long cookie;
    private int idle;
    private int hard;
    private int finIdle;
    private int finHard;
    private boolean sendRemoved;
    private boolean deleteLearned;
    private int limit;
    private Subfield result;

    LearnActions(Operands outer) {
        inside = outer.items().inside();
        operands = new Operands(inside, outer.ports(), outer.checks());
        fields = new FieldActions(operands);
    }

    Action parse() {
        while (inside.next()) {
            if (!parseSetting(inside.key())) {
                clauses.add(clause(inside.key()));
            }
        }
        return new Action.Learn(new LearnSpec(
                table,
                priority,
                cookie,
                new LearnSpec.Timeouts(idle, hard, finIdle, finHard),
                new LearnSpec.Flags(sendRemoved, deleteLearned),
                limit,
                result,
                clauses));
    }

    private boolean parseSetting(String key) {
        switch (key) {
            case "table" -> table = operands.table(operands.value("a table"), FlowSpec.MAX_TABLE);
            case "priority" -> priority = (int) operands.number("a priority", 0xFFFF);
            case "cookie" -> cookie = operands.number("a cookie", -1L);
            case "idle_timeout" -> idle = seconds();
            case "hard_timeout" -> hard = seconds();
            case "fin_idle_timeout" -> finIdle = seconds();
            case "fin_hard_timeout" -> finHard = seconds();
            case "send_flow_rem" -> sendRemoved = operands.bare(true);
            case "delete_learned" -> deleteLearned = operands.bare(true);
            case "limit" -> limit = operands.integer(operands.value("a limit"), "a limit");
            case "result_dst" -> result = operands.subfield(operands.value("a bit"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private int seconds() {
        return (int) operands.number("a number of seconds", MAX_SECONDS);
    }

    private Clause clause(String key) {
        return switch (key) {
            case "load" -> load();
            case "output" -> new Clause.OutputField(operands.subfield(operands.value("a field")));
            default -> match();
        };
    }

    private Clause load() {
        List<Part> sides = operands.arrow(operands.value("VALUE->FIELD"), "VALUE->FIELD");
        Subfield target = target(sides.getLast());
        Part value = sides.getFirst();
        if (isSubfield(value)) {
            return new Clause.LoadField(target, operands.subfield(value));
        }
        long[] number = fields.wide(value, target);
        return new Clause.LoadValue(target, number[0], number[1]);
    }

    /** {@code FIELD}, {@code FIELD=VALUE} or {@code FIELD=FIELD}, of bits or whole. */
    private Clause match() {
        Part name = inside.keyPart();
        if (inside.delimiter() == ':' || inside.delimiter() == '(' || !isSubfield(name)) {
            throw inside.badKey("learn takes settings, FIELD, FIELD=VALUE, FIELD=FIELD, load:... and output:..., not "
                    + name.text());
        }
        Subfield target = target(name);
        if (inside.delimiter() == 0) {
            return new Clause.MatchField(target, target);
        }
        Part value = operands.value("a value or a field");
        if (isSubfield(value)) {
            return new Clause.MatchField(target, operands.subfield(value));
        }
        Clause.MatchValue constant = constant(target, value);
        remember(constant);
        return constant;
    }

    private Subfield target(Part name) {
        return operands.subfield(name, field -> Overlay.resolve(field, learnedValue, learnedMask));
    }

    private void remember(Clause.MatchValue constant) {
        Subfield bits = constant.target();
        long maskHigh = bits.fieldMaskHigh();
        long maskLow = bits.fieldMaskLow();
        long high = bits.placedHigh(constant.high(), constant.low());
        bits.field().setMasked(learnedValue, high, bits.placedLow(constant.low()), maskHigh, maskLow);
        bits.field().setMasked(learnedMask, -1L, -1L, maskHigh, maskLow);
    }

    private Clause.MatchValue constant(Subfield target, Part value) {
        boolean whole = target.isWhole() || target.field().equals(Fields.VLAN_VID) && target.offset() == 0;
        if (!whole) {
            long[] number = fields.wide(value, target);
            return new Clause.MatchValue(target, number[0], number[1]);
        }
        Field field = target.field().equals(Fields.IN_PORT_16) ? Fields.IN_PORT : target.field();
        FieldValue parsed;
        try {
            parsed = FieldText.parse(field, value.text(), operands.ports());
        } catch (FieldException e) {
            throw operands.bad(value, e);
        }
        if (!parsed.isExact(field)) {
            throw operands.bad(value, "a mask has no place here");
        }
        return target.field().equals(Fields.IN_PORT_16)
                ? new Clause.MatchValue(target, 0, parsed.low() & 0xFFFF)
                : new Clause.MatchValue(Subfield.of(field), parsed.high(), parsed.low());
    }

    private static boolean isSubfield(Part part) {
        int bracket = part.text().indexOf('[');
        return SubfieldText.fieldOf(bracket < 0 ? part.text() : part.text().substring(0, bracket)) != null;
    }
}
