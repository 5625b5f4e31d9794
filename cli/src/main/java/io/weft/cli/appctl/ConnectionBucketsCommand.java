package io.weft.cli.appctl;

import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.TrackerChange;

/** {@code dpctl/ct-bkts}: as a userspace datapath has it, all connections are in one bucket. */
final class ConnectionBucketsCommand implements AppctlCommand {
    private static final String THRESHOLD = "gt=";

    @Override
    public Syntax syntax() {
        return new Syntax(
                "dpctl/ct-bkts", "[DATAPATH] [gt=N]", "Prints the number of connections; the table has one bucket.");
    }

    @Override
    public void run(AppctlCall call) {
        TrackerWords words = TrackerWords.read(call.words());
        int threshold = 0;
        for (String word : words.others()) {
            if (word.startsWith(THRESHOLD)) {
                threshold = TrackerWords.number("gt", word.substring(THRESHOLD.length()), Integer.MAX_VALUE);
            }
        }
        words.others().removeIf(word -> word.startsWith(THRESHOLD));
        words.nothingElse("gt=N");
        int connections = call.client().tracker().settings(TrackerChange.NONE).connections();
        call.out().println("Total Buckets: 1\nCurrent Connections: " + connections + "\n");
        if (connections > threshold) {
            call.out().println("+-----------+-----------------------------------------+");
            call.out().println("|  Buckets  |         Connections per Buckets         |");
            call.out().println("+-----------+-----------------------------------------+");
            call.out().println("   0..  7   |    " + connections);
        }
    }
}
