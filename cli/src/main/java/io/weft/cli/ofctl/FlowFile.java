package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.flow.table.FlowMod;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowModText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of flows: one a line, {@code #} begins a comment, blank lines count for nothing. A line may begin with {@code add},
 * {@code modify}, {@code modify_strict}, {@code delete} or {@code delete_strict}.
 *
 * @param name as the user wrote it; {@code -} is standard input
 */
record FlowFile(String name, List<Line> lines) {
    private static final Pattern FLOW_MOD = Pattern.compile("^flow_mods\\[([0-9]{1,9})]");
    private static final Map<String, FlowMod.Kind> KINDS = Map.of(
            "add", FlowMod.Kind.ADD,
            "modify", FlowMod.Kind.MODIFY,
            "modify_strict", FlowMod.Kind.MODIFY_STRICT,
            "delete", FlowMod.Kind.DELETE,
            "delete_strict", FlowMod.Kind.DELETE_STRICT);

    /** A change and the number of its line, from 1. */
    record Line(int number, FlowModText mod) {}

    /** @throws RefusedException when it cannot be read */
    static FlowFile read(String name) {
        List<Line> lines = new ArrayList<>();
        forEachLine(name, (number, text) -> lines.add(new Line(number, mod(text))));
        return new FlowFile(name, lines);
    }

    /** Calls {@code each} with the number and the text of every line that says something. */
    static void forEachLine(String name, BiConsumer<Integer, String> each) {
        int number = 0;
        for (String raw : text(name).split("\n", -1)) {
            number++;
            int comment = raw.indexOf('#');
            String text = (comment < 0 ? raw : raw.substring(0, comment)).strip();
            if (!text.isEmpty()) {
                each.accept(number, text);
            }
        }
    }

    private static String text(String name) {
        try {
            byte[] bytes = name.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(name));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RefusedException("cannot read " + name + ": " + e, e);
        }
    }

    /** One line of a file. */
    static FlowModText mod(String text) {
        int space = text.indexOf(' ');
        FlowMod.Kind kind = KINDS.get(space < 0 ? text : text.substring(0, space));
        return kind == null
                ? new FlowModText(FlowMod.Kind.ADD, text)
                : new FlowModText(
                        kind, space < 0 ? "" : text.substring(space + 1).strip());
    }

    List<FlowModText> mods() {
        return lines.stream().map(Line::mod).toList();
    }

    /** The same refusal with the file and the line in front. */
    ControlException locate(ControlException refusal) {
        for (FieldViolation violation : refusal.violations()) {
            Matcher mod = FLOW_MOD.matcher(violation.field());
            if (mod.find()) {
                return prefixed(
                        refusal,
                        name,
                        line(Integer.parseInt(mod.group(1)), refusal.span().text()));
            }
        }
        return refusal;
    }

    /** Large files are sent in parts, whose indices begin anew: the text decides. */
    private int line(int index, String text) {
        for (Line line : lines) {
            if (!text.isEmpty() && line.mod().text().equals(text)) {
                return line.number();
            }
        }
        return index < lines.size() ? lines.get(index).number() : 0;
    }

    /** The same refusal with a place in front. */
    static ControlException prefixed(ControlException refusal, String name, int line) {
        String place = (name.equals("-") ? "standard input" : name) + ":" + line + ": ";
        return new ControlException(refusal.kind(), place + refusal.getMessage(), List.of(), refusal.span(), refusal);
    }
}
