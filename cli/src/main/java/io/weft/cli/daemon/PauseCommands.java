package io.weft.cli.daemon;

import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.datapath.PmdPause;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** {@code dpif-netdev/pmd-pauses}: when and why packet threads did not get on. Thread-safety: any thread. */
final class PauseCommands {
    private final VirtualSwitch weft;

    PauseCommands(VirtualSwitch weft) {
        this.weft = weft;
    }

    void register(OperatorCommands commands) {
        commands.add("dpif-netdev/pmd-pauses", this::pauses);
    }

    /** Sums; with {@code -v} a line for each pause, figures in the order of its title. */
    private String pauses(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        List<List<PmdPause>> all = weft.pmds().pauses();
        for (int pmd = 0; pmd < all.size(); pmd++) {
            List<PmdPause> pauses = all.get(pmd);
            text.append("pmd thread numa_id 0 core_id ").append(pmd).append(":\n");
            text.append("  pauses of 100 us or more: ").append(pauses.size()).append('\n');
            sum(text, "together:", pauses, PmdPause::lengthNs);
            sum(text, "others on its processor:", pauses, PmdPause::waitedNs);
            sum(text, "stopped or locked out:", pauses, PmdPause::blockedNs);
            sum(text, "at work:", pauses, PmdPause::workNs);
            sum(text, "elsewhere:", pauses, PmdPause::elsewhereNs);
            if (arguments.contains("-v")) {
                text.append("  end_ns length_ns others_ns stopped_ns work_ns packets translations removals\n");
                pauses.forEach(pause -> line(text, pause));
            }
        }
        return text.toString();
    }

    private static void sum(StringBuilder text, String label, List<PmdPause> pauses, ToLongFunction<PmdPause> part) {
        double ms = pauses.stream().mapToLong(part).sum() / 1e6;
        text.append(String.format(Locale.ROOT, "    %-26s %10.3f ms%n", label, ms));
    }

    private static void line(StringBuilder text, PmdPause pause) {
        text.append("  ")
                .append(pause.endNs())
                .append(' ')
                .append(pause.lengthNs())
                .append(' ')
                .append(pause.waitedNs())
                .append(' ')
                .append(pause.blockedNs())
                .append(' ')
                .append(pause.workNs())
                .append(' ')
                .append(pause.packets())
                .append(' ')
                .append(pause.translations())
                .append(' ')
                .append(pause.removals())
                .append('\n');
    }
}
