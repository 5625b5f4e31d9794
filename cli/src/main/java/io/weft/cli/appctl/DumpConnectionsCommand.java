package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.Stream;
import io.weft.northbound.control.TrackedConnection;
import java.util.Set;

/** {@code dpctl/dump-conntrack}: one connection a line, streamed. */
final class DumpConnectionsCommand implements AppctlCommand {
    private static final Set<String> STATISTICS = Set.of("-s", "--statistics");
    private static final Set<String> MORE = Set.of("-m", "--more");

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpctl/dump-conntrack",
                "[-m] [-s] [DATAPATH] [zone=N] [mark=V[/M]] [labels=V[/M]] [TUPLE] [REPLY_TUPLE]",
                "Prints connections, -s with the time they have left, -m with more of their state. TUPLE: ct_nw_src=, ct_nw_proto=, ct_tp_dst=, ...");
    }

    @Override
    public void run(AppctlCall call) {
        TrackerWords words = TrackerWords.read(call.words());
        boolean statistics = words.others().removeIf(STATISTICS::contains);
        boolean more = words.others().removeIf(MORE::contains);
        words.nothingElse("-m, -s, zone=N, mark=V[/M], labels=V[/M], tuples such as ct_nw_src=10.0.0.1,ct_nw_proto=6");
        try (Stream<TrackedConnection> all = call.client().tracker().dump(words.choice())) {
            if (call.json()) {
                json(call, all);
            } else {
                all.forEachRemaining(connection -> call.out().println(ConnectionLine.of(connection, statistics, more)));
            }
        }
    }

    /** One object a line: a document of all of them would be in memory whole. */
    private static void json(AppctlCall call, Stream<TrackedConnection> all) {
        call.out().print("[");
        String separator = "\n";
        while (all.hasNext()) {
            call.out().print(separator + ConnectionLine.json(all.next()));
            separator = ",\n";
        }
        call.out().println("\n]");
    }
}
