package io.weft.cli.reference;

import io.weft.flow.action.Action;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.OxmNames;
import io.weft.flow.key.Prerequisite;
import io.weft.vswitch.TrackerEvent;
import io.weft.vswitch.counters.CounterKind;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The pages of {@code docs/reference}, written from the registries. */
final class ReferencePages {
    private static final String HEADER = "<!-- Generated from the code; ReferencePagesTest says how to renew it. -->\n";

    private ReferencePages() {}

    /** Text by file name. */
    static Map<String, String> all() {
        Map<String, String> pages = new TreeMap<>();
        pages.put("fields.md", fields());
        pages.put("actions.md", actions());
        pages.put("drop-reasons.md", dropReasons());
        pages.put("counters.md", counters());
        pages.put("port-types.md", portTypes());
        return pages;
    }

    private static String fields() {
        StringBuilder page =
                page("Match fields", "In the order of the registry; the names are those of ovs-fields(7).");
        fieldRows(page, Fields.all());
        page.append(
                "\nNames for bits of the fields above: read in matches and actions, printed as what they stand for.\n\n");
        fieldRows(page, Fields.overlays());
        return page.toString();
    }

    private static void fieldRows(StringBuilder page, List<Field> fields) {
        row(page, "field", "also called", "bits", "mask", "needs", "set by actions", "written as", "defined in");
        row(page, "---", "---", "---", "---", "---", "---", "---", "---");
        for (Field field : fields) {
            if (field.name().matches(".*[a-z][1-9][0-9]*")) {
                continue; // one of a numbered family: its first stands for all
            }
            row(
                    page,
                    code(field.name()) + family(field, fields),
                    otherNames(field),
                    Integer.toString(field.width()),
                    field.maskable() ? "any" : "whole field",
                    field.prerequisite() == Prerequisite.NONE ? "" : words(field.prerequisite()),
                    field.writable() ? "yes" : "no",
                    words(field.format()),
                    field.source());
        }
    }

    /** Where the field is the first of a numbered family, the name of the last. */
    private static String family(Field first, List<Field> fields) {
        String stem = first.name().substring(0, first.name().length() - 1);
        return first.name().matches(".*[a-z]0")
                ? fields.stream()
                        .map(Field::name)
                        .filter(name -> name.matches(stem + "[0-9]+"))
                        .reduce((_, last) -> " to " + code(last))
                        .orElse("")
                : "";
    }

    private static String otherNames(Field field) {
        List<String> names = new ArrayList<>(field.aliases());
        if (!OxmNames.of(field).equals(field.name())) {
            names.add(OxmNames.of(field));
        }
        return String.join(", ", names.stream().map(ReferencePages::code).toList());
    }

    private static String actions() {
        StringBuilder page = page("Actions", "One record of `Action` each; the grammar is that of ovs-actions(7).");
        row(page, "record", "operands");
        row(page, "---", "---");
        for (Class<?> action : Action.class.getPermittedSubclasses()) {
            String operands = String.join(
                    ", ",
                    List.of(action.getRecordComponents()).stream()
                            .map(component -> code(component.getName()))
                            .toList());
            row(page, code(action.getSimpleName()), operands);
        }
        return page.toString();
    }

    private static String dropReasons() {
        StringBuilder page = page("Drop reasons", "A dropped packet is counted under exactly one of these.");
        row(page, "counter", "when");
        row(page, "---", "---");
        for (DropReason reason : DropReason.values()) {
            row(page, code(reason.counterName()), reason.text());
        }
        return page.toString();
    }

    private static String counters() {
        StringBuilder page = page("Counters", "In the counters file of the run directory; `weft stat` prints them.");
        row(page, "counter", "of each", "unit", "what");
        row(page, "---", "---", "---", "---");
        for (CounterKind kind : CounterKind.values()) {
            row(page, code(kind.counterName()), words(kind.scope()), kind.unit(), kind.text());
        }
        page.append("\n## Events of the connection tracker\n\n")
                .append(
                        "Each is a `tracker_events` of this name. `appctl coverage/show` and `weft top` show them, too.\n\n");
        row(page, "event", "what");
        row(page, "---", "---");
        TrackerEvent.ALL.forEach(event -> row(page, code(event.name()), event.text()));
        return page.toString();
    }

    private static String portTypes() {
        StringBuilder page = page("Port types", "`vsctl set interface NAME type=TYPE options:OPTION=VALUE`.");
        List<PortDriver> drivers = ServiceLoader.load(PortDriver.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(PortDriver::type))
                .toList();
        for (PortDriver driver : drivers) {
            page.append("\n## ")
                    .append(driver.type())
                    .append("\n\n")
                    .append(driver.summary())
                    .append("\n");
            if (!driver.options().isEmpty()) {
                page.append('\n');
                row(page, "option", "allowed", "default", "what");
                row(page, "---", "---", "---", "---");
                for (PortOption option : driver.options()) {
                    row(page, code(option.name()), option.allowed(), option.defaultValue(), option.summary());
                }
            }
        }
        return page.toString();
    }

    private static StringBuilder page(String title, String sentence) {
        return new StringBuilder(HEADER)
                .append("# ")
                .append(title)
                .append("\n\n")
                .append(sentence)
                .append("\n\n");
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
