package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.FlowModText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private static final Pattern FLOW_LINE = Pattern.compile("^flow_lines\\[([0-9]{1,9})]");
    private static final Pattern FLOW_MOD = Pattern.compile("^flow_mods\\[([0-9]{1,9})]");
    /** A change and the number of its line, from 1. */
    record Line(int number, FlowModText mod) {}

    /** @throws RefusedException when it cannot be read */
    static FlowFile read(String name) {
        List<Line> lines = new ArrayList<>();
        forEachLine(name, (number, text) -> lines.add(new Line(number, FlowModText.of(text))));
        return new FlowFile(name, lines);
    }

    /** Calls {@code each} with the number and the text of every line that says something. */
    static void forEachLine(String name, BiConsumer<Integer, String> each) {
        int number = 0;
        for (String raw : text(name).split("\n", -1)) {
            number++;
            String text = FlowModText.said(raw);
            if (!text.isEmpty()) {
                each.accept(number, text);
            }
        }
    }

    private static String text(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static InputStream open(String name) throws IOException {
        return name.equals("-") ? System.in : Files.newInputStream(Path.of(name));
    }

    private static RefusedException unreadable(String name, IOException e) {
        return new RefusedException("cannot read " + name + ": " + e, e);
    }

    /** What is done with a file that the switch reads while it is sent. */
    @FunctionalInterface
    interface Sending {
        void send(InputStream lines) throws IOException;
    }

    /**
     * Sends a file as it is; a refusal has the file and the line in front.
     *
     * @throws RefusedException when it cannot be read
     */
    static void send(String name, Sending sending) {
        try (InputStream in = open(name)) {
            sending.send(in);
        } catch (IOException e) {
            throw unreadable(name, e);
        } catch (ControlException e) {
            for (FieldViolation violation : e.violations()) {
                Matcher line = FLOW_LINE.matcher(violation.field());
                if (line.find()) {
                    throw prefixed(e, name, Integer.parseInt(line.group(1)) + 1);
                }
            }
            throw e;
        }
    }

    /** @param minor the version of OpenFlow that they are meant in, 0 to 5 for 1.0 to 1.5 */
    List<FlowModText> mods(int minor) {
        return lines.stream().map(line -> line.mod().as(minor)).toList();
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
