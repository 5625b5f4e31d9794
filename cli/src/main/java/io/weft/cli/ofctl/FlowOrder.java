package io.weft.cli.ofctl;

import io.weft.northbound.control.FlowLine;
import java.util.Comparator;
import java.util.Locale;

/** The orders of {@code dump-flows --sort}. */
final class FlowOrder {
    private FlowOrder() {}

    /**
     * @param field {@code priority}, {@code table}, {@code cookie}, {@code n_packets}, {@code n_bytes}, {@code duration}, {@code idle_timeout}, {@code hard_timeout}, {@code importance}, or a field of
     *     the match, whose values are compared as text; flows without it come first
     */
    static Comparator<FlowLine> by(String field, boolean falling) {
        Comparator<FlowLine> order = switch (field.toLowerCase(Locale.ROOT)) {
            case "priority" -> Comparator.comparingInt(FlowLine::priority);
            case "table" -> Comparator.comparingInt(FlowLine::table);
            case "cookie" -> (left, right) -> Long.compareUnsigned(left.cookie(), right.cookie());
            case "n_packets" -> (left, right) -> Long.compareUnsigned(left.packets(), right.packets());
            case "n_bytes" -> (left, right) -> Long.compareUnsigned(left.bytes(), right.bytes());
            case "idle_timeout" -> Comparator.comparingInt(flow -> flow.life().idleTimeoutS());
            case "hard_timeout" -> Comparator.comparingInt(flow -> flow.life().hardTimeoutS());
            case "importance" -> Comparator.comparingInt(flow -> flow.life().importance());
            case "duration" -> Comparator.comparingLong(FlowLine::durationNs);
            default -> Comparator.comparing(flow -> value(flow.match(), field));
        };
        return falling ? order.reversed() : order;
    }

    private static String value(String match, String field) {
        for (String part : match.split(",", -1)) {
            if (part.startsWith(field + "=")) {
                return part.substring(field.length() + 1);
            }
        }
        return "";
    }
}
