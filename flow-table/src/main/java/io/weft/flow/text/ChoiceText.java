package io.weft.flow.text;

import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.MultipathSpec;
import java.util.Locale;
import java.util.StringJoiner;

/** Prints what {@link ChoiceActions} reads. Thread-safety: stateless. */
final class ChoiceText {
    private ChoiceText() {}

    static String print(String name, BundleSpec spec, PortNames ports) {
        StringJoiner text = new StringJoiner(",", name + "(", ")");
        text.add(spec.fields().text())
                .add(Integer.toString(spec.basis()))
                .add(lower(spec.algorithm()))
                .add("ofport");
        if (spec.target() != null) {
            text.add(SubfieldText.print(spec.target()));
        }
        StringJoiner members = new StringJoiner(",", "members:", "");
        spec.members().forEach(member -> members.add(PortText.print(member, ports)));
        return text.add(members.toString()).toString();
    }

    static String print(MultipathSpec spec) {
        return new StringJoiner(",", "multipath(", ")")
                .add(spec.fields().text())
                .add(Integer.toString(spec.basis()))
                .add(lower(spec.algorithm()))
                .add(Integer.toString(spec.links()))
                .add(Long.toString(spec.argument()))
                .add(SubfieldText.print(spec.target()))
                .toString();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
