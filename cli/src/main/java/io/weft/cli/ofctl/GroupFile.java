package io.weft.cli.ofctl;

import io.weft.flow.group.GroupMod;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.GroupModText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of groups: one a line, {@code #} begins a comment. A line may begin with a word of {@link GroupMod.Kind}.
 *
 * @param name as the user wrote it; {@code -} is standard input
 */
record GroupFile(String name, List<Line> lines) {
    private static final Pattern PLACE = Pattern.compile("^group_mods\\[([0-9]{1,9})]");

    /** A change and the number of its line, from 1. */
    record Line(int number, GroupModText mod) {}

    /** @throws io.weft.cli.verb.RefusedException when it cannot be read */
    static GroupFile read(String name) {
        List<Line> lines = new ArrayList<>();
        FlowFile.forEachLine(name, (number, text) -> lines.add(new Line(number, mod(text))));
        return new GroupFile(name, lines);
    }

    /** One line of a file. */
    static GroupModText mod(String text) {
        int space = text.indexOf(' ');
        GroupMod.Kind kind = GroupMod.Kind.byText(space < 0 ? text : text.substring(0, space));
        return kind == null
                ? new GroupModText(GroupMod.Kind.ADD, text)
                : new GroupModText(
                        kind, space < 0 ? "" : text.substring(space + 1).strip());
    }

    List<GroupModText> mods() {
        return lines.stream().map(Line::mod).toList();
    }

    /** The same refusal with the file and the line in front. */
    ControlException locate(ControlException refusal) {
        for (FieldViolation violation : refusal.violations()) {
            Matcher place = PLACE.matcher(violation.field());
            if (place.find() && Integer.parseInt(place.group(1)) < lines.size()) {
                int line = lines.get(Integer.parseInt(place.group(1))).number();
                return FlowFile.prefixed(refusal, name, line);
            }
        }
        return refusal;
    }
}
