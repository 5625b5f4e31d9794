package io.weft.cli.demo;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demo proved: checks in order, each with its figure, told to people while it runs or to programs as JSON at the end. */
final class DemoReport {
    /**
     * One claim.
     *
     * @param name stable, for programs
     * @param passed whether it held
     * @param figure the number behind it, with its unit in {@code unit}
     * @param sentence for people
     */
    record Check(String name, boolean passed, double figure, String unit, String sentence) {}

    private final PrintWriter out;
    private final boolean json;
    private final List<Check> checks = new ArrayList<>();

    DemoReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** A heading of the story. */
    void chapter(String title) {
        say("\n" + title);
    }

    /** A command about to be run, as a user would type it. */
    void command(String line) {
        say("  $ " + line);
    }

    /** Output of a command. */
    void output(String text) {
        text.lines().forEach(line -> say("    " + line));
    }

    void check(String name, boolean passed, double figure, String unit, String sentence) {
        checks.add(new Check(name, passed, figure, unit, sentence));
        say("  " + (passed ? "ok    " : "FAILED") + " " + sentence);
    }

    boolean passed() {
        return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
    }

    /** The end of the story. */
    void finish(double seconds) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("passed", passed());
            all.put("seconds", seconds);
            all.put("checks", checks);
            out.println(new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(all));
        } else {
            long failed = checks.stream().filter(check -> !check.passed()).count();
            out.printf("%n%d checks, %d failed, %.1f s%n", checks.size(), failed, seconds);
        }
        out.flush();
    }

    private void say(String line) {
        if (!json) {
            out.println(line);
            out.flush();
        }
    }
}
