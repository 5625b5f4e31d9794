package io.weft.cli.ofctl;

import io.weft.flow.table.FlowLife;
import io.weft.flow.text.LifeText;
import io.weft.northbound.control.FlowLine;

/** A flow as a line of {@code dump-flows}. */
final class FlowLineText {
    private static final int DEFAULT_PRIORITY = 32768;

    private static final int FLAGS = 3;
    private static final int IMPORTANCE = 4;

    /** OpenFlow 1.0 tells ages as an extension, 1.5 as a field; those between do not. */
    private static final int AGES_AGAIN = 5;

    private FlowLineText() {}

    /**
     * {@code  cookie=0x0, duration=1.2s, table=0, n_packets=0, n_bytes=0, idle_age=0, priority=10,ip actions=output:2}, with a leading space.
     *
     * @param stats whether duration and counters are printed; without them, a cookie and a table of 0 are left out as well
     * @param minor the version of OpenFlow, 0 to 5, which decides what there is to print
     */
    static String of(FlowLine flow, boolean stats, int minor) {
        StringBuilder line = new StringBuilder(" ");
        if (stats || flow.cookie() != 0) {
            line.append("cookie=0x").append(Long.toHexString(flow.cookie())).append(", ");
        }
        if (stats) {
            line.append("duration=").append(seconds(flow.durationNs())).append("s, ");
        }
        if (stats || flow.table() != 0) {
            String table = flow.tableName().isEmpty() ? Integer.toString(flow.table()) : flow.tableName();
            line.append("table=").append(table).append(", ");
        }
        if (stats) {
            line.append("n_packets=")
                    .append(Long.toUnsignedString(flow.packets()))
                    .append(", ");
            line.append("n_bytes=").append(Long.toUnsignedString(flow.bytes())).append(", ");
        }
        line.append(life(flow.life(), minor));
        if (stats && (minor == 0 || minor >= AGES_AGAIN)) {
            line.append(LifeText.ages(flow.durationNs(), flow.idleNs(), flow.hardNs()));
        }
        String match = match(flow);
        return line.append(match)
                .append(match.isEmpty() ? "" : " ")
                .append("actions=")
                .append(flow.actions())
                .toString();
    }

    /** Flags are told by OpenFlow 1.3 and later, importance by 1.4 and later. */
    private static String life(FlowLife life, int minor) {
        return LifeText.print(FlowLife.of(
                life.idleTimeoutS(),
                life.hardTimeoutS(),
                minor >= IMPORTANCE ? life.importance() : 0,
                minor >= FLAGS ? life.flags() : 0));
    }

    /** {@code priority=10,ip}; the default priority is left out. */
    static String match(FlowLine flow) {
        return match(flow.priority(), flow.match());
    }

    static String match(int priority, String match) {
        if (priority == DEFAULT_PRIORITY) {
            return match;
        }
        return "priority=" + priority + (match.isEmpty() ? "" : "," + match);
    }

    /** Seconds, with milliseconds unless they are 0: {@code 1.200}. */
    static String seconds(long ns) {
        long ms = ns / 1_000_000;
        String fraction =
                ms % 1000 == 0 ? "" : "." + String.valueOf(1000 + ms % 1000).substring(1);
        return ms / 1000 + fraction;
    }
}
