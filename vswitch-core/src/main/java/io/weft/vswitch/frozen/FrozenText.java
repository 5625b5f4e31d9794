package io.weft.vswitch.frozen;

import io.weft.flow.action.Action;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.Match;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.util.ArrayList;
import java.util.List;

/**
 * A frozen state as lines of text, numbers in hexadecimal:
 *
 * <pre>
 *   at BRIDGE IN_PORT TABLE MIRRORS
 *   word INDEX VALUE MASK             of the pipeline
 *   value HIGH LOW BYTES              of the stack, top first
 *   set ACTION                        of the action set
 *   list TABLE COOKIE                 innermost first; its actions follow
 *   do ACTION
 * </pre>
 *
 * Read back only what {@link #print} wrote: whoever calls {@link #parse} has checked that.
 */
final class FrozenText {
    private static final int HEX = 16;

    private FrozenText() {}

    static String print(FrozenState state) {
        StringBuilder text = new StringBuilder();
        line(text, "at", state.bridge(), state.inPort(), state.table(), state.mirrors());
        for (int i = 0; i < state.pipeline().wordCount(); i++) {
            line(
                    text,
                    "word",
                    state.pipeline().word(i),
                    state.pipeline().valueAt(i),
                    state.pipeline().maskAt(i));
        }
        state.values().forEach(value -> line(text, "value", value.high(), value.low(), value.bytes()));
        state.actionSet().forEach(action -> line(text, "set", action));
        for (FrozenList list : state.lists()) {
            line(text, "list", list.table(), list.cookie());
            list.actions().forEach(action -> line(text, "do", action));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, long... numbers) {
        text.append(what);
        for (long number : numbers) {
            text.append(' ').append(Long.toHexString(number));
        }
        text.append('\n');
    }

    private static void line(StringBuilder text, String what, Action action) {
        text.append(what)
                .append(' ')
                .append(FlowText.print(action, PortNames.NUMBERS))
                .append('\n');
    }

    static FrozenState parse(String text) {
        return new Reader().read(text);
    }

    /** What was read so far. */
    private static final class Reader {
        private final long[] key = new long[FlowKey.WORDS];
        private final long[] mask = new long[FlowKey.WORDS];
        private final List<FrozenValue> values = new ArrayList<>();
        private final List<Action> set = new ArrayList<>();
        private final List<FrozenList> lists = new ArrayList<>();
        private final List<Action> actions = new ArrayList<>();
        private long[] place = {};
        private long[] list = {};

        FrozenState read(String text) {
            for (String line : text.split("\n", -1)) {
                if (line.isEmpty()) {
                    continue;
                }
                int space = line.indexOf(' ');
                read(line.substring(0, space), line.substring(space + 1));
            }
            endList();
            return new FrozenState(
                    (int) place[0],
                    (int) place[1],
                    (int) place[2],
                    lists,
                    values,
                    set,
                    (int) place[3],
                    new Match(key, mask));
        }

        private void read(String what, String rest) {
            switch (what) {
                case "at" -> place = numbers(rest);
                case "word" -> {
                    long[] word = numbers(rest);
                    key[(int) word[0]] = word[1];
                    mask[(int) word[0]] = word[2];
                }
                case "value" -> {
                    long[] value = numbers(rest);
                    values.add(new FrozenValue(value[0], value[1], (int) value[2]));
                }
                case "set" -> set.addAll(FlowText.parseActions(rest, PortNames.NUMBERS));
                case "list" -> {
                    endList();
                    list = numbers(rest);
                }
                case "do" -> actions.addAll(FlowText.parseActions(rest, PortNames.NUMBERS));
                default -> throw new IllegalArgumentException("a line of a frozen state begins with " + what);
            }
        }

        private void endList() {
            if (list.length > 0) {
                lists.add(new FrozenList(actions, (int) list[0], list[1]));
                actions.clear();
            }
        }

        private static long[] numbers(String text) {
            String[] words = text.split(" ", -1);
            long[] numbers = new long[words.length];
            for (int i = 0; i < words.length; i++) {
                numbers[i] = Long.parseUnsignedLong(words[i], HEX);
            }
            return numbers;
        }
    }
}
