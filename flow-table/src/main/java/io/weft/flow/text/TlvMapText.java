package io.weft.flow.text;

import io.weft.flow.match.TlvMap;
import io.weft.flow.match.TlvMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Maps of tunnel options as text: the grammar of ovs-ofctl(8), {@code add-tlv-map} and {@code dump-tlv-map}. Thread-safety: stateless. */
public final class TlvMapText {
    private static final String NUMBER = "(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,9})";
    private static final Pattern MAPPING = Pattern.compile("\\{\\s*class=" + NUMBER + "\\s*,\\s*type=" + NUMBER
            + "\\s*,\\s*len=" + NUMBER + "\\s*}\\s*->\\s*tun_metadata" + NUMBER);
    private static final String FORM = "{class=N,type=N,len=N}->tun_metadataN";

    private TlvMapText() {}

    /**
     * Mappings such as {@code {class=0xffff,type=0x80,len=4}->tun_metadata0}, with commas or white space between them. Ranges are for
     * {@link TlvMap#with} to judge.
     *
     * @throws FlowTextException for text that is none, and nothing else
     */
    public static List<TlvMapping> parse(String text) {
        List<TlvMapping> mappings = new ArrayList<>();
        Matcher matcher = MAPPING.matcher(text);
        int at = skip(text, 0);
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw new FlowTextException("a mapping is written " + FORM, text, at, text.length() - at);
            }
            mappings.add(
                    new TlvMapping(number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4)));
            at = skip(text, matcher.end());
        }
        return mappings;
    }

    /** A number too large for an option is too large for an {@code int} as well, or stays one that is refused. */
    private static int number(Matcher matcher, int group) {
        return (int) Math.min(Integer.MAX_VALUE, AddressText.number(matcher.group(group)));
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ',' || Character.isWhitespace(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    /** What {@link #parse} reads back. */
    public static String print(List<TlvMapping> mappings) {
        List<String> texts = mappings.stream().map(TlvMapText::print).toList();
        return String.join(",", texts);
    }

    private static String print(TlvMapping one) {
        return "{class=" + FieldText.hex(one.optionClass()) + ",type=" + FieldText.hex(one.type()) + ",len="
                + one.length() + "}->tun_metadata" + one.index();
    }

    /** The table as {@code dump-tlv-map} prints it, without a newline at the end. */
    public static String table(List<TlvMapping> mappings) {
        StringBuilder text = new StringBuilder("NXT_TLV_TABLE_REPLY (xid=0x2):\n");
        int space = mappings.stream().mapToInt(TlvMapping::length).sum();
        text.append(" max option space=").append(TlvMap.MAX_SPACE).append(" max fields=");
        text.append(TlvMap.MAX_FIELDS).append("\n allocated option space=").append(space);
        text.append("\n\n mapping table:\n  class  type  length  match field\n ------  ----  ------  --------------");
        for (TlvMapping one : mappings) {
            text.append(String.format(
                    Locale.ROOT,
                    "\n %6s  %4s  %6d  tun_metadata%d",
                    FieldText.hex(one.optionClass()),
                    FieldText.hex(one.type()),
                    one.length(),
                    one.index()));
        }
        return text.toString();
    }
}
