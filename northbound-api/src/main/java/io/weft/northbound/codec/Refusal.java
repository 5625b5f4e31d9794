package io.weft.northbound.codec;

import io.weft.flow.group.GroupModException;
import io.weft.flow.match.FieldException;
import io.weft.flow.meter.MeterModException;
import io.weft.flow.table.FlowModException;
import io.weft.flow.text.FlowTextException;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import java.util.List;
import java.util.function.Supplier;

/** The refusals of {@code io.weft.flow} as {@link ControlException}s that name the field of the request. */
public final class Refusal {
    private Refusal() {}

    /** The result of {@code parse}, whose refusals are about {@code text}, given in {@code field}. */
    static <T> T locate(String field, String text, Supplier<T> parse) {
        return locate(() -> field, text, parse);
    }

    /** The same, for a field whose name only a refusal needs. */
    static <T> T locate(Supplier<String> field, String text, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (FlowTextException e) {
            TextSpan span = new TextSpan(e.text(), e.position(), Math.max(1, e.length()));
            String wrong = e.text().substring(e.position(), e.position() + e.length());
            throw refusal(new FieldViolation(field.get(), Abbreviation.of(wrong), "", e.getMessage()), span, e);
        } catch (FieldException e) {
            throw refusal(new FieldViolation(field.get(), e.value(), e.allowed(), e.getMessage()), TextSpan.NONE, e);
        }
    }

    private static ControlException refusal(FieldViolation violation, TextSpan span, RuntimeException cause) {
        return new ControlException(Kind.INVALID, violation.message(), List.of(violation), span, cause);
    }

    /** A change that the tables refused: {@code INVALID}, with the change's place in the batch. */
    public static ControlException of(FlowModException refused) {
        FieldViolation violation = new FieldViolation(
                "flow_mods[" + refused.index() + "]." + refused.field(),
                refused.value(),
                refused.allowed(),
                refused.getMessage());
        return new ControlException(Kind.INVALID, refused.getMessage(), List.of(violation), TextSpan.NONE, refused);
    }

    /** A change that the groups refused. */
    public static ControlException of(GroupModException refused) {
        String field = "group_mods[" + refused.index() + "]." + refused.field();
        return refused(field, refused.field(), refused.value(), refused.allowed(), refused);
    }

    /** A change that the meters refused. */
    public static ControlException of(MeterModException refused) {
        String field = "meter_mods." + refused.field();
        return refused(field, refused.field(), refused.value(), refused.allowed(), refused);
    }

    private static ControlException refused(
            String path, String field, String value, String allowed, RuntimeException cause) {
        String sentence = field + " " + value + ": must be " + allowed;
        FieldViolation violation = new FieldViolation(path, value, allowed, sentence);
        return new ControlException(Kind.INVALID, sentence, List.of(violation), TextSpan.NONE, cause);
    }
}
