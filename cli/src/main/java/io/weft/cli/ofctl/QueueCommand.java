package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.PortQueue;
import io.weft.northbound.control.PortView;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code queue-stats} and {@code queue-get-config}, as ovs-ofctl prints them. A port that is not shaped has queue 0, which has no rates and which nobody counts.
 */
abstract class QueueCommand implements OfctlCommand {
    /** The counters. */
    static final QueueCommand STATISTICS = new QueueCommand() {
        @Override
        public Syntax syntax() {
            return new Syntax(
                    "queue-stats",
                    "BRIDGE [PORT] [QUEUE]",
                    "Prints what the queues of all ports, or of one, have counted.");
        }

        @Override
        void print(List<PortView> ports, List<List<PortQueue>> queues, OfctlCall call) {
            PrintWriter out = call.out();
            long count = queues.stream().mapToLong(List::size).sum();
            out.println(ReplyHeader.of(call, "QUEUE") + " " + count + " queues");
            IntStream.range(0, ports.size())
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> ports.get(i).ofport() == PortView.LOCAL
                            ? 0
                            : ports.get(i).ofport()))
                    .forEach(i -> queues.get(i)
                            .forEach(queue -> out.println("  port " + name(ports.get(i), call) + " queue "
                                    + queue.number() + ": " + counters(queue))));
        }

        private static String counters(PortQueue queue) {
            return queue.durationNs() == UNCOUNTED
                    ? "bytes=?, pkts=?, errors=?, duration=?"
                    : "bytes=" + queue.txBytes() + ", pkts=" + queue.txPackets() + ", errors=" + queue.txErrors()
                            + ", duration=" + FlowLineText.seconds(queue.durationNs()) + "s";
        }
    };

    /** The rates. */
    static final QueueCommand CONFIGURATION = new QueueCommand() {
        @Override
        public Syntax syntax() {
            return new Syntax(
                    "queue-get-config",
                    "BRIDGE [PORT] [QUEUE]",
                    "Prints the rates of the queues of all ports, or of one.");
        }

        @Override
        void print(List<PortView> ports, List<List<PortQueue>> queues, OfctlCall call) {
            int minor = call.options().minorVersion();
            PrintWriter out = call.out();
            if (minor >= DESCRIPTIONS) {
                out.print(ReplyHeader.of(call, "QUEUE_DESC") + " ");
                for (int i = 0; i < ports.size(); i++) {
                    out.println("port=" + name(ports.get(i), call) + text(queues.get(i)));
                }
            } else if (minor > 0) {
                boolean all = call.word(1, "").isEmpty();
                out.println(HEADLINE + call.options().version() + " (xid=0x2): port="
                        + (all ? "ANY" : name(ports.getFirst(), call))
                        + queues.stream().map(QueueCommand::text).collect(Collectors.joining()));
            } else {
                printEach(ports, queues, call);
            }
        }

        // OpenFlow 1.0 cannot ask for all ports: one request for each, behind the one for the ports, and none for the
        // bridge's own.
        private static void printEach(List<PortView> ports, List<List<PortQueue>> queues, OfctlCall call) {
            int request = call.word(1, "").isEmpty() ? 4 : 2;
            for (int i = 0; i < ports.size(); i++) {
                if (ports.get(i).ofport() != PortView.LOCAL) {
                    String headline = HEADLINE + " (xid=0x" + Integer.toHexString(request++) + "): port=";
                    call.out().println(headline + name(ports.get(i), call) + text(queues.get(i)));
                }
            }
        }
    };

    private static final int DESCRIPTIONS = 4;
    private static final long UNCOUNTED = -1;
    private static final String HEADLINE = "OFPT_QUEUE_GET_CONFIG_REPLY";
    private static final List<PortQueue> UNSHAPED =
            List.of(new PortQueue(0, PortQueue.NONE, PortQueue.NONE, 0, 0, 0, UNCOUNTED));
    private static final Set<String> ALL = Set.of("", "all", "any");
    private static final int TENTHS = 10;

    private QueueCommand() {}

    /**
     * @param ports by number, the bridge's own last
     * @param queues of each
     */
    abstract void print(List<PortView> ports, List<List<PortQueue>> queues, OfctlCall call);

    @Override
    public int run(OfctlCall call) {
        String wanted = call.word(1, "");
        List<PortView> ports = call.client().ports().list(call.bridge()).stream()
                .filter(port -> port.ofport() > 0 && (wanted.isEmpty() || isCalled(port, wanted)))
                .sorted(Comparator.comparingInt(PortView::ofport))
                .toList();
        if (ports.isEmpty() && !wanted.isEmpty()) {
            throw new RefusedException(call.bridge() + ": unknown port `" + wanted + "'");
        }
        String queue = call.word(2, "").toLowerCase(Locale.ROOT);
        List<List<PortQueue>> queues =
                ports.stream().map(port -> queues(port, queue)).toList();
        if (queues.stream().allMatch(List::isEmpty) && !ports.isEmpty()) {
            String known = ports.stream()
                    .flatMap(port -> queues(port, "").stream())
                    .map(one -> Integer.toString(one.number()))
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new RefusedException("port " + (wanted.isEmpty() ? "any" : wanted) + " has no queue " + queue
                    + "; allowed: " + known + ", all");
        }
        print(ports, queues, call);
        return 0;
    }

    private static List<PortQueue> queues(PortView port, String wanted) {
        List<PortQueue> all = port.queues().isEmpty() ? UNSHAPED : port.queues();
        return all.stream()
                .filter(queue -> ALL.contains(wanted) || wanted.equals(Integer.toString(queue.number())))
                .toList();
    }

    /** As ovs-ofctl prints it: a line a queue, with what is said of its rates. */
    private static String text(List<PortQueue> queues) {
        return queues.stream()
                .map(queue -> System.lineSeparator() + "queue " + queue.number() + ":"
                        + rate(" min_rate", queue.minRate())
                        + rate(" max_rate", queue.maxRate()))
                .collect(Collectors.joining());
    }

    private static String rate(String name, int tenths) {
        return tenths == PortQueue.NONE ? "" : name + ":" + tenths / TENTHS + "." + tenths % TENTHS + "%";
    }

    private static boolean isCalled(PortView port, String wanted) {
        return port.config().name().equals(wanted)
                || PortNumber.text(port.ofport()).equals(wanted)
                || wanted.equalsIgnoreCase("any")
                || wanted.equalsIgnoreCase("all");
    }

    static String name(PortView port, OfctlCall call) {
        boolean named = call.options().names() && port.ofport() != PortView.LOCAL;
        return named ? port.config().name() : PortNumber.text(port.ofport());
    }
}
