package io.weft.cli.appctl;

import com.google.gson.JsonObject;
import io.weft.cli.verb.Syntax;
import io.weft.flow.wire.IpProtocol;
import io.weft.northbound.control.ConnectionStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code dpctl/ct-stats-show}: how many connections there are of which protocol. */
final class ConnectionStatisticsCommand implements AppctlCommand {
    private static final Set<String> MORE = Set.of("-m", "--more", "verbose");

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpctl/ct-stats-show",
                "[-m] [DATAPATH] [zone=N] [verbose]",
                "Prints the number of connections by protocol; verbose: those of TCP by state.");
    }

    @Override
    public void run(AppctlCall call) {
        TrackerWords words = TrackerWords.read(call.words());
        boolean more = words.others().removeIf(MORE::contains);
        words.nothingElse("zone=N, verbose, -m");
        ConnectionStatistics statistics = call.client().tracker().statistics(words.zone());
        if (call.jsonOr(() -> json(statistics))) {
            return;
        }
        call.out().println("Connections Stats:\n    Total: " + statistics.total());
        groups(statistics).forEach((name, count) -> {
            call.out().println("  " + name + ": " + count);
            if (more && name.equals("TCP")) {
                call.out().println("    Conn per TCP states:");
                statistics
                        .byTcpState()
                        .forEach((state, ofState) -> call.out().println("\t  [" + state + "]=" + ofState));
            }
        });
    }

    /** In the order of the print; those without connections are left out. */
    private static Map<String, Long> groups(ConnectionStatistics statistics) {
        Map<Integer, String> names = new LinkedHashMap<>();
        names.put(IpProtocol.TCP, "TCP");
        names.put(IpProtocol.UDP, "UDP");
        names.put(IpProtocol.SCTP, "SCTP");
        names.put(IpProtocol.ICMP, "ICMP");
        names.put(IpProtocol.ICMPV6, "ICMPv6");
        Map<String, Long> groups = new LinkedHashMap<>();
        long named = 0;
        for (Map.Entry<Integer, String> name : names.entrySet()) {
            long count = statistics.byProtocol().getOrDefault(name.getKey(), 0L);
            named += count;
            if (count > 0) {
                groups.put(name.getValue(), count);
            }
        }
        if (statistics.total() > named) {
            groups.put("Other", statistics.total() - named);
        }
        return groups;
    }

    private static JsonObject json(ConnectionStatistics statistics) {
        JsonObject object = new JsonObject();
        object.addProperty("total", statistics.total());
        JsonObject protocols = new JsonObject();
        groups(statistics).forEach(protocols::addProperty);
        object.add("protocols", protocols);
        JsonObject states = new JsonObject();
        statistics.byTcpState().forEach(states::addProperty);
        object.add("tcp_states", states);
        return object;
    }
}
