package io.weft.cli.top;

import io.weft.cli.verb.JsonText;
import io.weft.cli.verb.Refusal;
import io.weft.cli.verb.SwitchTarget;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ControlException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weft top}: the rates of a running switch, again and again: on a terminal in place, elsewhere one below the other. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a running switch does now: ports, PMDs and their caches, connections, drops, all a second.",
            "On a terminal until q is pressed (space: look now); elsewhere, or with --batch, as plain tables."
        })
public final class TopVerb implements Callable<Integer> {
    private static final double LEAST_INTERVAL_S = 0.1;
    private static final double MOST_INTERVAL_S = 3600;
    private static final int MOST_FLOWS = 1000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SwitchTarget target;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "SECONDS",
            description = "Seconds between two looks, 0.1 to 3600 (default: 1).")
    private double intervalS = 1;

    @Option(
            names = {"-b", "--batch"},
            description = "Print plain tables, as without a terminal.")
    private boolean batch;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after N looks.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--once", description = "The same as --batch --count=1.")
    private boolean once;

    @Option(
            names = "--json",
            description = "Print each look as a JSON document, in one line unless it is the only one.")
    private boolean json;

    @Option(
            names = "--flows",
            paramLabel = "N",
            description = "Show the N busiest megaflows, too, 0 to 1000 (default: 0). Reads all of them each time.")
    private int flows;

    @Option(names = "--no-color", description = "No colours on a terminal.")
    private boolean plain;

    private TopSource source;
    private TopSample before;
    private long nextNs;

    @Override
    public Integer call() throws InterruptedException {
        check();
        try (SwitchClient client = target.client()) {
            source = new TopSource(client, flows > 0);
            before = source.sample();
            nextNs = before.timeNs() + intervalNs();
            if (batch || once || json || !TopScreen.isThere()) {
                print();
            } else {
                show();
            }
            return 0;
        } catch (ControlException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.print(Refusal.of("top", e).text());
            return 1;
        }
    }

    private void check() {
        if (!(intervalS >= LEAST_INTERVAL_S && intervalS <= MOST_INTERVAL_S)) {
            throw new ParameterException(spec.commandLine(), "--interval is 0.1 to 3600 seconds");
        }
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count is 1 or more");
        }
        if (flows < 0 || flows > MOST_FLOWS) {
            throw new ParameterException(spec.commandLine(), "--flows is 0 to " + MOST_FLOWS);
        }
        count = once ? 1 : count;
    }

    private long intervalNs() {
        return (long) (intervalS * 1e9);
    }

    /** What happened since the look before. */
    private TopRates look() {
        nextNs = System.nanoTime() + intervalNs();
        TopSample now = source.sample();
        TopRates rates = TopRates.between(before, now);
        before = now;
        return rates;
    }

    private void print() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        for (long round = 0; round < count && !out.checkError(); round++) {
            TimeUnit.NANOSECONDS.sleep(nextNs - System.nanoTime());
            TopRates rates = look();
            if (json) {
                JsonText.print(out, TopJson.of(rates, flows), count == 1);
            } else {
                out.print(round == 0 ? "" : "\n");
                TopPage.endless(flows).lines(rates).forEach(out::println);
            }
            out.flush();
        }
    }

    private void show() throws InterruptedException {
        try (TopScreen screen = TopScreen.open(spec.commandLine().getOut())) {
            screen.show(List.of("weft top: looking for the first time; q quits"));
            for (long round = 0; round < count; round++) {
                char key = screen.key(nextNs - System.nanoTime());
                if (key == 'q' || key == 'Q') {
                    return;
                }
                screen.show(page(screen.size()));
            }
        }
    }

    /** A switch that does not answer may come back. */
    private List<String> page(TopScreen.Size size) {
        try {
            return new TopPage(size.width(), size.height(), flows, !plain).lines(look());
        } catch (ControlException e) {
            return Refusal.of("top", e).text().lines().toList();
        }
    }
}
