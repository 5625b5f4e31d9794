package io.weft.flow.text;

import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldValue;
import java.util.StringJoiner;

/** Prints what {@link LearnActions} reads, in the order of ovs-ofctl. Thread-safety: stateless. */
final class LearnText {
    private LearnText() {}

    static String print(LearnSpec spec, PortNames ports) {
        StringJoiner text = new StringJoiner(",", "learn(", ")");
        text.add("table=" + TableNames.print(spec.table(), ports));
        add(text, "idle_timeout", spec.timeouts().idle());
        add(text, "hard_timeout", spec.timeouts().hard());
        add(text, "fin_idle_timeout", spec.timeouts().finIdle());
        add(text, "fin_hard_timeout", spec.timeouts().finHard());
        if (spec.priority() != FlowSpec.DEFAULT_PRIORITY) {
            text.add("priority=" + spec.priority());
        }
        if (spec.flags().sendRemoved()) {
            text.add("send_flow_rem");
        }
        if (spec.flags().deleteLearned()) {
            text.add("delete_learned");
        }
        if (spec.cookie() != 0) {
            text.add("cookie=" + FieldText.hex(spec.cookie()));
        }
        add(text, "limit", spec.limit());
        if (spec.result() != null) {
            text.add("result_dst=" + SubfieldText.print(spec.result()));
        }
        spec.clauses().forEach(clause -> text.add(print(clause, ports)));
        return text.toString();
    }

    private static void add(StringJoiner text, String name, int value) {
        if (value != 0) {
            text.add(name + "=" + value);
        }
    }

    private static String print(Clause clause, PortNames ports) {
        return switch (clause) {
            case Clause.MatchField(Subfield target, Subfield source) ->
                target.equals(source)
                        ? SubfieldText.print(target)
                        : SubfieldText.print(target) + "=" + SubfieldText.print(source);
            case Clause.MatchValue(Subfield target, long high, long low) -> print(target, high, low, ports);
            case Clause.LoadField(Subfield target, Subfield source) ->
                "load:" + SubfieldText.print(source) + "->" + SubfieldText.print(target);
            case Clause.LoadValue(Subfield target, long high, long low) ->
                "load:" + FieldText.hex(high, low) + "->" + SubfieldText.print(target);
            case Clause.OutputField(Subfield source) -> "output:" + SubfieldText.print(source);
        };
    }

    /** A whole field in its own format, some bits as a number. */
    private static String print(Subfield target, long high, long low, PortNames ports) {
        if (!target.isWhole()) {
            return SubfieldText.print(target) + "=" + FieldText.hex(high, low);
        }
        boolean port = target.field().equals(Fields.IN_PORT_16);
        Field field = port ? Fields.IN_PORT : target.field();
        FieldValue value = FieldValue.exact(field, high, port ? PortText.widened(low) : low);
        String name = target.field().equals(Fields.IN_PORT) ? "in_port_oxm" : ActionText.nameOf(field);
        return name + "=" + FieldText.printValue(field, value, ports);
    }
}
