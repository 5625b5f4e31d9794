package io.weft.cli.top;

import io.weft.cli.top.RateTable.Cell;
import io.weft.cli.top.RateTable.Column;
import io.weft.northbound.control.ConnectionLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@link TopRates} as lines: what there is, PMDs, connections, drops, flows and ports, in the order in which they are cut when there is no room.
 *
 * @param width columns of a line, 20 and above
 * @param height lines at most
 * @param flows rows of the table of flows
 */
record TopPage(int width, int height, int flows, boolean colours) {
    private static final int MOST_DROPS = 8;
    private static final int LEAST_PORTS = 4;
    private static final double BUSY_PERCENT = 90;
    private static final int LABEL_WIDTH = 12;

    /** A page as long as there is something to say. */
    static TopPage endless(int flows) {
        return new TopPage(Integer.MAX_VALUE, Integer.MAX_VALUE, flows, false);
    }

    List<String> lines(TopRates rates) {
        List<String> lines = new ArrayList<>(head(rates));
        List<String> rest = new ArrayList<>();
        section(rest, pmds(rates).lines(width, Integer.MAX_VALUE, colours));
        section(rest, connections(rates));
        section(rest, drops(rates));
        section(rest, flows(rates));
        RateTable ports = ports(rates);
        int room = Math.max(LEAST_PORTS, height - lines.size() - rest.size() - 2);
        section(lines, ports.lines(width, ports.rowCount() <= room ? room : room - 1, colours));
        if (ports.rowCount() > room) {
            lines.add(cut("... and " + (ports.rowCount() - room + 1) + " more ports", Paint.FAINT));
        }
        lines.addAll(rest);
        return lines.size() > height ? lines.subList(0, height) : lines;
    }

    private static void section(List<String> page, List<String> lines) {
        if (!lines.isEmpty()) {
            page.add("");
            page.addAll(lines);
        }
    }

    private String cut(String text, Paint paint) {
        return paint.on(text.length() > width ? text.substring(0, width) : text, colours);
    }

    private List<String> head(TopRates rates) {
        String who = "weft " + rates.version().version() + ", pid "
                + rates.version().pid() + ", up "
                + Figures.duration(rates.version().uptimeNs()) + ", last " + Figures.percent(rates.seconds()) + " s";
        String what = "flows " + Figures.count(rates.flowCount()) + ", megaflows " + Figures.count(rates.megaflows())
                + ", connections " + Figures.count(rates.tracker().connections()) + ", ports "
                + rates.ports().size();
        return List.of(cut(who, Paint.HEADING), cut(what, Paint.PLAIN));
    }

    // ---- ports and PMDs

    private static RateTable ports(TopRates rates) {
        RateTable table = new RateTable(List.of(
                Column.words("PORT", 9),
                Column.words("BRIDGE", 3),
                Column.number("RX PKT/S", 8),
                Column.number("RX BYTE/S", 5),
                Column.number("RX DROP/S", 4),
                Column.number("TX PKT/S", 7),
                Column.number("TX BYTE/S", 5),
                Column.number("TX DROP/S", 4)));
        for (TopRates.Port port : rates.ports()) {
            table.row(
                    new Cell(port.up() ? port.name() : port.name() + " (down)", port.up() ? Paint.PLAIN : Paint.FAINT),
                    Cell.of(port.bridge()),
                    Cell.of(Figures.rate(port.rxPackets())),
                    Cell.of(Figures.rate(port.rxBytes())),
                    loss(port.rxDrops()),
                    Cell.of(Figures.rate(port.txPackets())),
                    Cell.of(Figures.rate(port.txBytes())),
                    loss(port.txDrops()));
        }
        return table;
    }

    private static Cell loss(double rate) {
        return new Cell(Figures.rate(rate), rate > 0 ? Paint.WARNING : Paint.PLAIN);
    }

    private static RateTable pmds(TopRates rates) {
        RateTable table = new RateTable(List.of(
                Column.words("PMD", 9),
                Column.number("BUSY %", 8),
                Column.number("PKT/S", 7),
                Column.number("NS/PKT", 6),
                Column.number("EMC %", 5),
                Column.number("SMC %", 3),
                Column.number("MEGAFLOW %", 4),
                Column.number("MISS %", 5),
                Column.number("CT AGAIN/S", 2),
                Column.number("CT KNOWN %", 2),
                Column.number("MEGAFLOWS", 1)));
        for (TopRates.Pmd pmd : rates.pmds()) {
            table.row(
                    Cell.of(Integer.toString(pmd.pmd())),
                    new Cell(
                            Figures.percent(pmd.busyPercent()),
                            pmd.busyPercent() >= BUSY_PERCENT ? Paint.ALARM : Paint.PLAIN),
                    Cell.of(Figures.rate(pmd.packets())),
                    Cell.of(pmd.nsPerPacket() == 0 ? "-" : Figures.percent(pmd.nsPerPacket())),
                    Cell.of(Figures.percent(pmd.share().get("emc"))),
                    Cell.of(Figures.percent(pmd.share().get("smc"))),
                    Cell.of(Figures.percent(pmd.share().get("megaflow"))),
                    Cell.of(Figures.percent(pmd.share().get("miss"))),
                    Cell.of(Figures.rate(pmd.recirculations())),
                    Cell.of(Figures.percent(pmd.known())),
                    Cell.of(Figures.count(pmd.megaflows())));
        }
        return table;
    }

    // ---- connections

    private List<String> connections(TopRates rates) {
        List<String> lines = new ArrayList<>();
        lines.add(cut(
                "CONNECTIONS " + Figures.count(rates.tracker().connections()) + " of "
                        + Figures.count(rates.tracker().most()) + " there may be",
                Paint.HEADING));
        wrap(
                lines,
                "a second",
                ConnectionEvents.headline(rates).entrySet().stream()
                        .map(one -> one.getKey() + " " + Figures.rate(one.getValue())));
        wrap(lines, "refused", nonZero(ConnectionEvents.refused(rates)));
        wrap(lines, "invalid", nonZero(ConnectionEvents.invalid(rates)));
        wrap(lines, "fragments", nonZero(ConnectionEvents.fragments(rates)));
        wrap(
                lines,
                "by zone",
                rates.tracker().zones().stream()
                        .sorted(Comparator.comparingInt((ConnectionLimits.Zone zone) -> -zone.count())
                                .thenComparingInt(ConnectionLimits.Zone::zone))
                        .map(zone -> zone.zone() + ": " + Figures.count(zone.count())
                                + (zone.limit() == 0 ? "" : " of " + Figures.count(zone.limit()))));
        wrap(
                lines,
                "TCP",
                rates.census().byTcpState().entrySet().stream()
                        .map(state -> state.getKey() + " " + Figures.count(state.getValue())));
        return lines;
    }

    private static Stream<String> nonZero(Map<String, Double> rates) {
        return rates.entrySet().stream()
                .filter(one -> one.getValue() > 0)
                .map(one -> one.getKey() + " " + Figures.rate(one.getValue()));
    }

    /** The items in one line behind a label, as many as fit; nothing without items. */
    private void wrap(List<String> lines, String label, Stream<String> items) {
        StringBuilder line = new StringBuilder("  " + label);
        line.repeat(' ', Math.max(0, LABEL_WIDTH - line.length()));
        int begin = line.length();
        for (String item : (Iterable<String>) items::iterator) {
            if ((long) line.length() + 2 + item.length() + " ...".length() > width) {
                line.append(" ...");
                break;
            }
            line.append(line.length() == begin ? " " : ", ").append(item);
        }
        if (line.length() > begin) {
            lines.add(cut(line.toString(), Paint.PLAIN));
        }
    }

    // ---- drops and flows

    private List<String> drops(TopRates rates) {
        RateTable table = new RateTable(List.of(
                Column.number("DROPS/S", 9),
                Column.number("TOTAL", 5),
                Column.words("REASON", 8),
                Column.words("MEANING", 1)));
        for (TopRates.Drop drop : rates.drops()) {
            if (table.rowCount() < MOST_DROPS) {
                table.row(
                        loss(drop.packets()),
                        Cell.of(Figures.count(drop.total())),
                        Cell.of(drop.reason()),
                        new Cell(drop.description(), Paint.FAINT));
            }
        }
        return table.rowCount() == 0 ? List.of() : table.lines(width, MOST_DROPS, colours);
    }

    private List<String> flows(TopRates rates) {
        if (flows == 0) {
            return List.of();
        }
        RateTable table = new RateTable(
                List.of(Column.number("PKT/S", 9), Column.number("BYTE/S", 5), Column.words("MEGAFLOW", 8)));
        rates.flows().stream()
                .limit(flows)
                .forEach(flow -> table.row(
                        Cell.of(Figures.rate(flow.packets())),
                        Cell.of(Figures.rate(flow.bytes())),
                        Cell.of(flow.text())));
        return table.lines(width, flows, colours);
    }
}
