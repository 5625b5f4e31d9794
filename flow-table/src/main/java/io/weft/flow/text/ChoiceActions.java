package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.HashFields;
import io.weft.flow.action.MultipathSpec;
import io.weft.flow.key.Subfield;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the actions whose operands are lists by place: {@code bundle}, {@code bundle_load}, {@code multipath}, {@code conjunction}. */
final class ChoiceActions {
    private static final String MEMBERS = "members:";
    private static final String OLD_MEMBERS = "slaves:";

    private final Operands operands;
    private final FlowScanner items;

    ChoiceActions(Operands operands) {
        this.operands = operands;
        items = operands.items();
    }

    /** {@code bundle(FIELDS,BASIS,ALGORITHM,ofport,members:P,P,...)}; {@code bundle_load} has {@code BITS} before the members. */
    Action bundle(boolean load) {
        String form = items.key() + "(FIELDS,BASIS,ALGORITHM,ofport," + (load ? "BITS," : "") + "members:PORT,...)";
        Part value = operands.value(form);
        int colon = Math.max(value.text().indexOf(MEMBERS), value.text().indexOf(OLD_MEMBERS));
        if (colon < 0) {
            throw operands.bad(value, "the members are missing; the form is " + form);
        }
        List<Part> parts = value.sub(0, colon).split(',');
        if (parts.size() != (load ? 6 : 5) || !parts.getLast().isBlank()) {
            throw operands.bad(value, "the form is " + form);
        }
        if (!parts.get(3).text().equals("ofport")) {
            throw operands.bad(parts.get(3), "members are of the kind ofport");
        }
        Subfield target = load ? operands.subfield(parts.get(4)) : null;
        return new Action.Bundle(new BundleSpec(
                fields(parts.get(0)),
                operands.integer(parts.get(1), "the basis"),
                constant(BundleSpec.Algorithm.values(), parts.get(2)),
                members(value.from(value.text().indexOf(':', colon) + 1)),
                target));
    }

    private List<Integer> members(Part list) {
        List<Integer> members = new ArrayList<>();
        for (Part one : list.split(',')) {
            for (Part word : one.split(' ')) {
                if (!word.isBlank()) {
                    members.add(operands.port(word));
                }
            }
        }
        return members;
    }

    /** {@code multipath(FIELDS,BASIS,ALGORITHM,LINKS,ARGUMENT,BITS)}. */
    Action multipath() {
        String form = "multipath(FIELDS,BASIS,ALGORITHM,LINKS,ARGUMENT,BITS)";
        Part value = operands.value(form);
        List<Part> parts = value.split(',');
        if (parts.size() != 6) {
            throw operands.bad(value, "the form is " + form);
        }
        return new Action.Multipath(new MultipathSpec(
                fields(parts.get(0)),
                operands.integer(parts.get(1), "the basis"),
                constant(MultipathSpec.Algorithm.values(), parts.get(2)),
                operands.integer(parts.get(3), "the number of links"),
                operands.word(parts.get(4), "the argument"),
                operands.subfield(parts.get(5))));
    }

    private HashFields fields(Part part) {
        for (HashFields fields : HashFields.values()) {
            if (fields.text().equals(part.text())) {
                return fields;
            }
        }
        List<String> all =
                Arrays.stream(HashFields.values()).map(HashFields::text).toList();
        throw operands.bad(part, "\"" + part.text() + "\" are not fields to hash; allowed: " + String.join(", ", all));
    }

    private <E extends Enum<E>> E constant(E[] constants, Part part) {
        List<String> all = new ArrayList<>();
        for (E constant : constants) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(part.text())) {
                return constant;
            }
            all.add(name);
        }
        throw operands.bad(part, "\"" + part.text() + "\" is not an algorithm; allowed: " + String.join(", ", all));
    }

    /** {@code conjunction(ID,CLAUSE/CLAUSES)}. */
    Action conjunction() {
        String form = "conjunction(ID,CLAUSE/CLAUSES)";
        Part value = operands.value(form);
        List<Part> parts = value.split(',');
        List<Part> clause = parts.getLast().split('/');
        if (parts.size() != 2 || clause.size() != 2) {
            throw operands.bad(value, "the form is " + form);
        }
        return new Action.Conjunction(
                operands.word(parts.getFirst(), "the id"),
                operands.integer(clause.getFirst(), "the clause"),
                operands.integer(clause.getLast(), "the number of clauses"));
    }
}
