package io.weft.cli.ofctl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many names in few words, as ovs-ofctl writes sets of fields: neighbours that begin alike up to an underscore share that beginning, and
 * neighbours with successive numbers are a range.
 *
 * <pre>
 *   tun_id tun_ipv6_src tun_ipv6_dst reg0 reg1 reg2  --&gt;  tun_{id,ipv6_{src,dst}} reg0...reg2
 * </pre>
 */
final class NameGroups {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]+)");
    private static final int SHORTEST_RANGE = 3;

    private NameGroups() {}

    static String print(List<String> names) {
        return String.join(" ", words(names));
    }

    private static List<String> words(List<String> names) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < names.size()) {
            int alike = alike(names, at);
            int range = range(names, at);
            if (range - at >= SHORTEST_RANGE && range >= alike) {
                words.add(names.get(at) + "..." + names.get(range - 1));
                at = range;
            } else if (alike - at > 1) {
                String prefix = prefix(names.get(at));
                List<String> rests = names.subList(at, alike).stream()
                        .map(name -> name.substring(prefix.length()))
                        .toList();
                words.add(prefix + "{" + String.join(",", words(rests)) + "}");
                at = alike;
            } else {
                words.add(names.get(at++));
            }
        }
        return words;
    }

    /** The end of the names from {@code at} on that begin like the first. */
    private static int alike(List<String> names, int at) {
        String prefix = prefix(names.get(at));
        int end = at + 1;
        while (!prefix.isEmpty() && end < names.size() && names.get(end).startsWith(prefix)) {
            end++;
        }
        return end;
    }

    /** Up to the first underscore; empty without one. */
    private static String prefix(String name) {
        return name.substring(0, name.indexOf('_') + 1);
    }

    /** The end of the names from {@code at} on that differ by numbers, one more each time. */
    private static int range(List<String> names, int at) {
        Matcher first = NUMBERED.matcher(names.get(at));
        if (!first.matches() || first.group(2).length() > 3) {
            return at + 1;
        }
        int number = Integer.parseInt(first.group(2));
        int end = at + 1;
        while (end < names.size() && names.get(end).equals(first.group(1) + (number + end - at))) {
            end++;
        }
        return end;
    }
}
