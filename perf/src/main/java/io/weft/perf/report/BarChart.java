package io.weft.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as an SVG document: a figure each, with its smallest and largest round, what it must hold and what it aims at. Its axis is logarithmic, so that half as
 * fast and twice as fast are as far from even. Not thread-safe.
 */
public final class BarChart {
    private static final int WIDTH = 1000;
    private static final int LEFT = 330;
    private static final int RIGHT = 170;
    private static final int ROW = 22;
    private static final int BAR = 13;
    private static final int TOP = 70;
    private static final int BOTTOM = 50;
    private static final double[] TICKS = {0.1, 0.2, 0.35, 0.5, 1, 2, 3, 5, 10, 20, 50, 100};
    private static final String HOLDS = "#2f7d4f";
    private static final String MISSES = "#b5483a";
    private static final String FREE = "#4a6785";

    private final String title;
    private final String subtitle;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * One bar.
     *
     * @param value above 0, as are {@code low} and {@code high}
     * @param text beside it
     * @param hold what it must hold, 0 if nothing was asked
     * @param aim what it aims at, 0 if nothing
     */
    public record Bar(String label, double value, double low, double high, String text, double hold, double aim) {}

    public BarChart(String title, String subtitle) {
        this.title = title;
        this.subtitle = subtitle;
    }

    public void add(Bar bar) {
        bars.add(bar);
    }

    public boolean isEmpty() {
        return bars.isEmpty();
    }

    /** The whole document. */
    public String svg() {
        int height = TOP + ROW * bars.size() + BOTTOM;
        StringBuilder svg = new StringBuilder();
        svg.append(("<svg xmlns='http://www.w3.org/2000/svg' width='%1$s' height='%2$s' viewBox='0 0 %1$s %2$s'"
                        + " font-family='DejaVu Sans, Verdana, sans-serif' font-size='12'>\n")
                .formatted(WIDTH, height));
        svg.append("<rect width='%s' height='%s' fill='#ffffff'/>\n".formatted(WIDTH, height));
        svg.append("<text x='16' y='26' font-size='17' font-weight='bold'>%s</text>\n".formatted(escape(title)));
        svg.append("<text x='16' y='46' fill='#555555'>%s</text>\n".formatted(escape(subtitle)));
        axis(svg, height);
        for (int i = 0; i < bars.size(); i++) {
            bar(svg, bars.get(i), TOP + ROW * i);
        }
        svg.append("<text x='16' y='%s' fill='#555555'>%s</text>\n"
                .formatted(height - 14, "dark mark: must hold; light mark: aim; thin line: smallest to largest round"));
        return svg.append("</svg>\n").toString();
    }

    private void axis(StringBuilder svg, int height) {
        for (double tick : TICKS) {
            if (tick >= least() && tick <= most()) {
                String x = number(x(tick));
                svg.append("<line x1='%1$s' y1='%2$s' x2='%1$s' y2='%3$s' stroke='%4$s'/>\n"
                        .formatted(x, TOP - 6, height - BOTTOM, tick == 1 ? "#000000" : "#d8d8d8"));
                String text = tick == Math.rint(tick) ? Long.toString((long) tick) : Double.toString(tick);
                svg.append("<text x='%s' y='%s' text-anchor='middle' fill='#555555'>%s</text>\n"
                        .formatted(x, height - BOTTOM + 15, text));
            }
        }
    }

    private void bar(StringBuilder svg, Bar bar, int y) {
        boolean isAsked = bar.hold > 0;
        String colour = !isAsked ? FREE : bar.value >= bar.hold ? HOLDS : MISSES;
        double start = Math.min(x(1), x(bar.value));
        double length = Math.max(1, Math.abs(x(bar.value) - x(1)));
        svg.append("<text x='%s' y='%s' text-anchor='end'>%s</text>\n"
                .formatted(LEFT - 10, y + BAR - 2, escape(bar.label)));
        svg.append("<rect x='%s' y='%s' width='%s' height='%s' fill='%s'/>\n"
                .formatted(number(start), y, number(length), BAR, colour));
        svg.append("<line x1='%1$s' y1='%2$s' x2='%3$s' y2='%2$s' stroke='#000000'/>\n"
                .formatted(number(x(bar.low)), y + BAR / 2, number(x(bar.high))));
        if (isAsked) {
            mark(svg, bar.hold, y, "#000000");
            mark(svg, bar.aim, y, "#b9b9b9");
        }
        svg.append("<text x='%s' y='%s'>%s</text>\n".formatted(WIDTH - RIGHT + 12, y + BAR - 2, escape(bar.text)));
    }

    private void mark(StringBuilder svg, double value, int y, String colour) {
        if (value > 0) {
            svg.append("<rect x='%s' y='%s' width='3' height='%s' fill='%s'/>\n"
                    .formatted(number(x(value) - 1.5), y - 3, BAR + 6, colour));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private double least() {
        return Math.min(
                        0.5,
                        bars.stream()
                                .mapToDouble(bar -> Math.min(bar.low, bar.hold > 0 ? bar.hold : bar.low))
                                .min()
                                .orElse(1))
                * 0.9;
    }

    private double most() {
        return Math.max(
                        2,
                        bars.stream()
                                .mapToDouble(bar -> Math.max(bar.high, bar.aim))
                                .max()
                                .orElse(1))
                * 1.1;
    }

    private double x(double value) {
        double share = Math.log(value / least()) / Math.log(most() / least());
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;");
    }
}
