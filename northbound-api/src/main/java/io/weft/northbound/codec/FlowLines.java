package io.weft.northbound.codec;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowLineReader;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.FlowModText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes of flows read from some lines of a file, and where they stood.
 *
 * <p>Thread-safety: immutable; any thread may read lines, several at a time.
 */
public final class FlowLines {
    private static final String FIELD = "flow_lines[";

    /** Of longer lines the grammar judges even their length. */
    private static final int LONGEST_PLAIN = 512;

    private final List<FlowMod> mods;

    /** The line of each change, from 0 among those of all parts. */
    private final int[] places;

    private FlowLines(List<FlowMod> mods, int[] places) {
        this.mods = mods;
        this.places = places;
    }

    /** How many lines there are; a last one without its end counts. */
    public static int count(byte[] lines) {
        int count = 0;
        for (byte c : lines) {
            count += c == '\n' ? 1 : 0;
        }
        return lines.length == 0 || lines[lines.length - 1] == '\n' ? count : count + 1;
    }

    /**
     * Reads lines.
     *
     * @param before how many lines were in earlier parts
     * @param ports as for all lines that {@code reader} has read
     * @throws io.weft.northbound.control.ControlException for the first that is wrong: its field is {@code flow_lines[LINE].text}
     */
    public static FlowLines parse(byte[] lines, int before, PortNames ports, FlowLineReader reader) {
        List<FlowMod> mods = new ArrayList<>();
        SharedParts parts = new SharedParts();
        int[] places = new int[64];
        int line = before;
        for (int start = 0; start < lines.length; line++) {
            int end = endOfLine(lines, start);
            FlowMod mod = end - start > LONGEST_PLAIN ? null : reader.read(lines, start, end);
            if (mod == null) {
                String said = FlowModText.said(new String(lines, start, end - start, StandardCharsets.UTF_8));
                mod = said.isEmpty() ? null : parts.of(parse(FlowModText.of(said), line, ports));
                if (mod != null) {
                    reader.learn(mod);
                }
            }
            if (mod != null) {
                if (mods.size() == places.length) {
                    places = Arrays.copyOf(places, 2 * places.length);
                }
                places[mods.size()] = line;
                mods.add(mod);
            }
            start = end + 1;
        }
        return new FlowLines(mods, places);
    }

    private static int endOfLine(byte[] lines, int start) {
        int end = start;
        while (end < lines.length && lines[end] != '\n') {
            end++;
        }
        return end;
    }

    private static FlowMod parse(FlowModText mod, int line, PortNames ports) {
        if (mod.text().length() > Limits.TEXT / 3) {
            RequestCheck check = new RequestCheck();
            check.text(FIELD + line + "].text", mod.text());
            check.done();
        }
        return Refusal.locate(
                () -> FIELD + line + "].text", mod.text(), () -> FlowCodec.parse(mod.kind(), mod.text(), ports));
    }

    /** In the order of the lines. */
    public List<FlowMod> mods() {
        return mods;
    }

    /** What refusals call the change with this index in {@link #mods}: {@code flow_lines[LINE]}. */
    public String field(int index) {
        return FIELD + places[index] + "]";
    }
}
