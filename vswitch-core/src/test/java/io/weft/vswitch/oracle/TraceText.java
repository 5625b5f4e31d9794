package io.weft.vswitch.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an {@code ofproto/trace}, taken apart.
 *
 * @param flow the packet
 * @param visits tables and what matched in each, as printed: {@code " 0. ip, priority 5"}
 * @param body every line between the flow and the final flow
 * @param finalFlow the packet's fields at the end
 * @param actions the datapath actions; the number under which Open vSwitch froze the packet for the controller, which counts up from
 *     trace to trace, is 0
 */
record TraceText(
        String flow, List<String> visits, List<String> body, String finalFlow, String megaflow, String actions) {
    private static final Pattern VISIT = Pattern.compile(" *([0-9]+\\. .*)");

    static TraceText parse(String text) {
        List<String> visits = new ArrayList<>();
        List<String> body = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            inside |= line.startsWith("bridge(");
            inside &= !line.startsWith("Final flow:");
            if (inside) {
                body.add(line);
                Matcher visit = VISIT.matcher(line);
                if (visit.matches()) {
                    visits.add(visit.group(1));
                }
            }
        }
        String flow = after(text, "Flow: ");
        String finalFlow = after(text, "Final flow: ");
        return new TraceText(
                flow,
                List.copyOf(visits),
                List.copyOf(body),
                finalFlow.equals("unchanged") ? flow : finalFlow,
                after(text, "Megaflow: "),
                after(text, "Datapath actions: ").replaceAll("recirc_id=[0-9]+", "recirc_id=0"));
    }

    private static String after(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst()
                .orElse("");
    }

    /** Whether some action sent the packet to many ports, whose order nobody promises. */
    boolean flooded() {
        return body.stream()
                .map(String::strip)
                .anyMatch(line -> line.equals("FLOOD") || line.equals("ALL") || line.endsWith("flooding"));
    }
}
