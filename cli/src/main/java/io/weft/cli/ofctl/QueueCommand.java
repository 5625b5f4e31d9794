package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.PortView;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code queue-stats} and {@code queue-get-config}, as ovs-ofctl prints ports that no QoS was given: each has queue 0, which has no rates and
 * which nobody counts.
 */
abstract class QueueCommand implements OfctlCommand {
    /** The counters. */
    static final QueueCommand STATISTICS = new QueueCommand() {
        @Override
        public Syntax syntax() {
            return new Syntax(
                    "queue-stats",
                    "BRIDGE [PORT] [QUEUE]",
                    "Prints the queues of all ports, or of one: each has queue 0, which nobody counts.");
        }

        @Override
        void print(List<PortView> ports, OfctlCall call) {
            PrintWriter out = call.out();
            out.println(ReplyHeader.of(call, "QUEUE") + " " + ports.size() + " queues");
            ports.stream()
                    .sorted(Comparator.comparingInt(port -> port.ofport() == PortView.LOCAL ? 0 : port.ofport()))
                    .forEach(port -> out.println(
                            "  port " + name(port, call) + " queue 0: bytes=?, pkts=?, errors=?, duration=?"));
        }
    };

    /** The rates. */
    static final QueueCommand CONFIGURATION = new QueueCommand() {
        @Override
        public Syntax syntax() {
            return new Syntax(
                    "queue-get-config",
                    "BRIDGE [PORT] [QUEUE]",
                    "Prints the rates of the queues of all ports, or of one: each has queue 0, which has none.");
        }

        @Override
        void print(List<PortView> ports, OfctlCall call) {
            int minor = call.options().minorVersion();
            if (minor >= DESCRIPTIONS) {
                call.out().print(ReplyHeader.of(call, "QUEUE_DESC") + " ");
                ports.forEach(port -> call.out().println("port=" + name(port, call) + EMPTY_QUEUE));
            } else if (minor > 0) {
                boolean all = call.word(1, "").isEmpty();
                call.out()
                        .println(HEADLINE + call.options().version() + " (xid=0x2): port="
                                + (all ? "ANY" : name(ports.getFirst(), call))
                                + EMPTY_QUEUE.repeat(ports.size()));
            } else {
                printEach(ports, call);
            }
        }

        // OpenFlow 1.0 cannot ask for all ports: one request for each, behind the one for the ports, and none for the
        // bridge's own.
        private static void printEach(List<PortView> ports, OfctlCall call) {
            int request = call.word(1, "").isEmpty() ? 4 : 2;
            for (PortView port : ports) {
                if (port.ofport() != PortView.LOCAL) {
                    String headline = HEADLINE + " (xid=0x" + Integer.toHexString(request++) + "): port=";
                    call.out().println(headline + name(port, call) + EMPTY_QUEUE);
                }
            }
        }
    };

    private static final int DESCRIPTIONS = 4;
    private static final String HEADLINE = "OFPT_QUEUE_GET_CONFIG_REPLY";
    private static final String EMPTY_QUEUE = System.lineSeparator() + "queue 0:";
    private static final Set<String> QUEUES = Set.of("", "0", "all", "any");

    private QueueCommand() {}

    /** @param ports by number, the bridge's own last */
    abstract void print(List<PortView> ports, OfctlCall call);

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
        if (!QUEUES.contains(queue)) {
            throw new RefusedException("port " + wanted + " has no queue " + queue + "; allowed: 0, all");
        }
        print(ports, call);
        return 0;
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
