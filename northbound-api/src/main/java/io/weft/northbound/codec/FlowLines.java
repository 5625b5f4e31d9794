package io.weft.northbound.codec;

import com.google.protobuf.ByteString;
import io.weft.flow.table.FlowMod;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.FlowModText;
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

    private final List<FlowMod> mods;

    /** The line of each change, from 0 among those of all parts. */
    private final int[] places;

    private FlowLines(List<FlowMod> mods, int[] places) {
        this.mods = mods;
        this.places = places;
    }

    /** How many lines there are; a last one without its end counts. */
    public static int count(ByteString lines) {
        int count = 0;
        int size = lines.size();
        for (int i = 0; i < size; i++) {
            count += lines.byteAt(i) == '\n' ? 1 : 0;
        }
        return size == 0 || lines.byteAt(size - 1) == '\n' ? count : count + 1;
    }

    /**
     * Reads lines.
     *
     * @param before how many lines were in earlier parts
     * @throws io.weft.northbound.control.ControlException for the first that is wrong: its field is {@code flow_lines[LINE].text}
     */
    public static FlowLines parse(ByteString lines, int before, PortNames ports) {
        String text = lines.toStringUtf8();
        List<FlowMod> mods = new ArrayList<>();
        SharedParts parts = new SharedParts();
        int[] places = new int[64];
        int line = before;
        for (int start = 0; start < text.length(); line++) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            String said = FlowModText.said(text.substring(start, end));
            if (!said.isEmpty()) {
                if (mods.size() == places.length) {
                    places = Arrays.copyOf(places, 2 * places.length);
                }
                places[mods.size()] = line;
                mods.add(parts.of(parse(FlowModText.of(said), line, ports)));
            }
            start = end + 1;
        }
        return new FlowLines(mods, places);
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
