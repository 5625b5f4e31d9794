package io.weft.perf.updates;

import io.weft.cli.verb.RefusedException;
import io.weft.perf.report.Rounds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One file of flows, brought into both switches again and again, in turn. */
final class Contest {
    /** What is timed, in this order; each leaves all flows in the table, or none. */
    enum Step {
        ADD_IN_BUNDLE("add in a bundle", true),
        MODIFY("modify all", true),
        REPLACE("replace in a bundle, 1/10 differs", true),
        DELETE("delete all", false),
        ADD("add one by one", true);

        private final String text;
        private final boolean fills;

        Step(String text, boolean fills) {
            this.text = text;
            this.fills = fills;
        }

        String text() {
            return text;
        }
    }

    /** Flows a second of both, and one by the other. */
    private record Race(Rounds weft, Rounds ovs, Rounds ratio) {
        Race() {
            this(new Rounds(), new Rounds(), new Rounds());
        }
    }

    private final FlowFiles.Shape shape;
    private final int flows;
    private final List<Path> files;
    private final Map<Step, Race> races = new EnumMap<>(Step.class);

    /** @param files the flows, and the same flows of which a tenth has other actions */
    Contest(FlowFiles.Shape shape, int flows, List<Path> files) {
        this.shape = shape;
        this.flows = flows;
        this.files = files;
    }

    /** @param progress hears of each step as soon as it is done */
    void round(Target weft, Target ovs, List<Step> steps, PrintWriter progress) {
        for (Step step : steps) {
            fill(weft, step);
            fill(ovs, step);
            double weftRate = flows / time(weft, step);
            double ovsRate = flows / time(ovs, step);
            Race race = races.computeIfAbsent(step, any -> new Race());
            race.weft().add(weftRate);
            race.ovs().add(ovsRate);
            race.ratio().add(weftRate / ovsRate);
            progress.printf(
                    Locale.ROOT,
                    "  %s %d, %s: weft %.2f s, ovs %.2f s%n",
                    shape.text(),
                    flows,
                    step.text(),
                    flows / weftRate,
                    flows / ovsRate);
            progress.flush();
        }
        clear(weft);
        clear(ovs);
    }

    /** Brings the table to where a step begins: without flows for additions, else with those of the first file, whatever was timed before. */
    private void fill(Target target, Step step) {
        boolean adds = step == Step.ADD || step == Step.ADD_IN_BUNDLE;
        if (adds || step == Step.REPLACE || target.flowCount() != flows) {
            clear(target);
            if (!adds) {
                target.run("--bundle", "add-flows", Target.BRIDGE, files.get(0).toString());
            }
        }
    }

    private static void clear(Target target) {
        target.run("del-flows", Target.BRIDGE);
    }

    private double time(Target target, Step step) {
        double seconds = switch (step) {
            case ADD_IN_BUNDLE ->
                target.run("--bundle", "add-flows", Target.BRIDGE, files.get(0).toString());
            case ADD -> target.run("add-flows", Target.BRIDGE, files.get(0).toString());
            case MODIFY -> target.run("mod-flows", Target.BRIDGE, "actions=output:3");
            case REPLACE ->
                target.run(
                        "--bundle", "replace-flows", Target.BRIDGE, files.get(1).toString());
            case DELETE -> target.run("del-flows", Target.BRIDGE);
        };
        long expected = step.fills ? flows : 0;
        long found = target.flowCount();
        if (found != expected) {
            throw new RefusedException(target.name() + ": " + found + " flows after \"" + step.text() + "\", not "
                    + expected + ": nothing is compared");
        }
        return seconds;
    }

    void print(PrintWriter out) {
        races.forEach((step, race) -> out.printf(
                Locale.ROOT,
                "%-4s %7d  %-34s %9.0f %9.0f  %s%n",
                shape.text(),
                flows,
                step.text(),
                race.weft().median(),
                race.ovs().median(),
                race.ratio().text()));
        out.flush();
    }

    List<Map<String, Object>> results() {
        return races.entrySet().stream()
                .map(race -> result(race.getKey(), race.getValue()))
                .toList();
    }

    private Map<String, Object> result(Step step, Race race) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("shape", shape.text());
        result.put("flows", flows);
        result.put("step", step.text());
        result.put("weftFlowsPerSecond", race.weft());
        result.put("ovsFlowsPerSecond", race.ovs());
        result.put("ratio", race.ratio());
        return result;
    }
}
