package io.weft.cli.daemon;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.VirtualSwitch;
import io.weft.vswitch.conductor.RxQueueView;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Commands about packet threads and what they poll, in the shapes of ovs-vswitchd's. Thread-safety: any thread. */
final class PmdCommands {
    private static final String ONE_PMD = "-pmd";

    private final VirtualSwitch weft;

    PmdCommands(VirtualSwitch weft) {
        this.weft = weft;
    }

    void register(OperatorCommands commands) {
        commands.add("dpif-netdev/pmd-rxq-show", this::queues);
        commands.add("dpif-netdev/pmd-rxq-rebalance", arguments -> {
            Refusals.translate(() -> {
                weft.pmds().rebalance();
                return true;
            });
            return "pmd rxq rebalance requested.\n";
        });
        commands.add("dpif-netdev/pmd-sleep-show", this::sleeps);
    }

    private String queues(List<String> arguments) {
        IntPredicate wanted = wanted(arguments);
        List<RxQueueView> queues = Refusals.translate(weft.pmds()::rxQueues);
        boolean[] isolated = weft.pmds().isolated();
        double[] overheads = weft.pmds().overheads();
        StringBuilder text = new StringBuilder("Displaying last 60 seconds pmd usage %\n");
        for (int pmd = 0; pmd < isolated.length; pmd++) {
            if (wanted.test(pmd)) {
                text.append(title(pmd))
                        .append("  isolated : ")
                        .append(isolated[pmd])
                        .append('\n');
                for (RxQueueView queue : queues) {
                    text.append(queue.pmd() == pmd ? line(queue) : "");
                }
                text.append("  overhead: ").append(percent(overheads[pmd])).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(RxQueueView queue) {
        double usage = queue.spanNs() == 0 ? -1 : 100.0 * queue.busyNs() / queue.spanNs();
        return String.format(
                Locale.ROOT,
                "  port: %-16s  queue-id: %2d (enabled)   pmd usage: %s%n",
                queue.port(),
                queue.queue(),
                percent(usage));
    }

    private static String percent(double value) {
        return value < 0 ? "NOT AVAIL" : String.format(Locale.ROOT, "%2d %%", Math.round(Math.min(100, value)));
    }

    private static String title(int pmd) {
        return "pmd thread numa_id 0 core_id " + pmd + ":\n";
    }

    private String sleeps(List<String> arguments) {
        IntPredicate wanted = wanted(arguments);
        int us = Refusals.translate(weft.pmds()::sleepMaxUs);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "Default max sleep: %4d us%n", us));
        for (int pmd = 0; pmd < weft.pmds().statistics().size(); pmd++) {
            if (wanted.test(pmd)) {
                text.append(title(pmd)).append(String.format(Locale.ROOT, "  max sleep: %4d us%n", us));
            }
        }
        return text.toString();
    }

    /** {@code -pmd N}: that one alone. Other words, such as the datapath's name, mean nothing here. */
    private IntPredicate wanted(List<String> arguments) {
        int at = arguments.indexOf(ONE_PMD);
        if (at < 0) {
            return pmd -> true;
        }
        String number = at + 1 < arguments.size() ? arguments.get(at + 1) : "";
        int last = weft.pmds().statistics().size() - 1;
        for (int pmd = 0; pmd <= last; pmd++) {
            if (number.equals(Integer.toString(pmd))) {
                int only = pmd;
                return one -> one == only;
            }
        }
        throw new ControlException(Kind.INVALID, FieldViolation.notAllowed(ONE_PMD, number, "0 to " + last));
    }
}
