package io.weft.perf.pods;

import io.weft.perf.report.Rounds;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Two lanes, measured in turn. */
final class Duel {
    private final Rounds first = new Rounds();
    private final Rounds second = new Rounds();
    private final Rounds ratio = new Rounds();
    private final Supplier<Lane> makeFirst;
    private final Supplier<Lane> makeSecond;
    private String firstName = "";
    private String secondName = "";
    private long firstRetransmits;
    private long secondRetransmits;

    Duel(Supplier<Lane> makeFirst, Supplier<Lane> makeSecond) {
        this.makeFirst = makeFirst;
        this.makeSecond = makeSecond;
    }

    /** Starts both, warms both up, measures A B A B, and takes everything away again, also when the JVM is told to end. */
    void run(int rounds, int seconds, int warmUpSeconds, PrintWriter progress) {
        try (Lane a = closedAtExit(makeFirst.get());
                Lane b = closedAtExit(makeSecond.get())) {
            firstName = a.name();
            secondName = b.name();
            for (Lane lane : new Lane[] {a, b}) {
                lane.startAndConnect();
                if (warmUpSeconds > 0) {
                    turn(lane, warmUpSeconds);
                }
            }
            for (int round = 1; round <= rounds; round++) {
                Iperf.Outcome x = turn(a, seconds);
                Iperf.Outcome y = turn(b, seconds);
                first.add(x.gbps());
                second.add(y.gbps());
                ratio.add(x.gbps() / y.gbps());
                firstRetransmits += x.retransmits();
                secondRetransmits += y.retransmits();
                progress.printf(
                        Locale.ROOT,
                        "  round %d: %s %.2f Gbit/s (%d retransmits), %s %.2f Gbit/s (%d retransmits)%n",
                        round,
                        firstName,
                        x.gbps(),
                        x.retransmits(),
                        secondName,
                        y.gbps(),
                        y.retransmits());
                progress.flush();
            }
        }
    }

    private static Iperf.Outcome turn(Lane lane, int seconds) {
        lane.resume();
        try {
            return Iperf.run(lane, seconds);
        } finally {
            lane.pause();
        }
    }

    private static Lane closedAtExit(Lane lane) {
        Runtime.getRuntime().addShutdownHook(new Thread(lane::close, "clean up " + lane.name()));
        return lane;
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s %s Gbit/s, %s %s Gbit/s: ratio %s; A/A spread %.2fx and %.2fx; retransmits %d and %d%n",
                firstName,
                first.text(),
                secondName,
                second.text(),
                ratio.text(),
                first.spread(),
                second.spread(),
                firstRetransmits,
                secondRetransmits);
        out.flush();
    }

    Map<String, Object> result() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("first", firstName);
        result.put("firstGbps", first);
        result.put("firstRetransmits", firstRetransmits);
        result.put("second", secondName);
        result.put("secondGbps", second);
        result.put("secondRetransmits", secondRetransmits);
        result.put("ratio", ratio);
        return result;
    }
}
