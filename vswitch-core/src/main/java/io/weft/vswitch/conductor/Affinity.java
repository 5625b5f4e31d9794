package io.weft.vswitch.conductor;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code pmd-rxq-affinity} of an interface: {@code QUEUE:PMD,...}. */
final class Affinity {
    static final String KEY = "pmd-rxq-affinity";
    static final String ALLOWED = "a list of QUEUE:PMD with numbers from 0, such as 0:3,1:7, each queue once";
    private static final Pattern PAIR = Pattern.compile("\\s*([0-9]{1,4}):([0-9]{1,4})\\s*");

    private Affinity() {}

    /** The PMD of each pinned queue; null when the text is no such list. */
    static Map<Integer, Integer> parse(String text) {
        Map<Integer, Integer> pmds = new TreeMap<>();
        if (text.isBlank()) {
            return pmds;
        }
        for (String part : text.split(",", -1)) {
            Matcher pair = PAIR.matcher(part);
            if (!pair.matches() || pmds.put(Integer.valueOf(pair.group(1)), Integer.valueOf(pair.group(2))) != null) {
                return null;
            }
        }
        return pmds;
    }

    /** Of a port whose configuration was accepted. */
    static Map<Integer, Integer> of(Map<String, String> otherConfig) {
        String text = otherConfig.get(KEY);
        return text == null ? Map.of() : parse(text);
    }
}
