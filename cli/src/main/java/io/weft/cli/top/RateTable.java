package io.weft.cli.top;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that fits a width: columns are left out, the least important first, until the rest fits; then the last column is cut.
 *
 * <pre>
 *   PORT  BRIDGE  RX PKT/S       words to the left, numbers to the right, two spaces apart
 *   p1    br0        1.23M
 * </pre>
 */
final class RateTable {
    private static final int GAP = 2;
    private static final int LEAST_LAST = 8;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param importance the lowest is left out first
     * @param isNumber to the right
     */
    record Column(String heading, int importance, boolean isNumber) {
        static Column words(String heading, int importance) {
            return new Column(heading, importance, false);
        }

        static Column number(String heading, int importance) {
            return new Column(heading, importance, true);
        }
    }

    /** What stands in a row of a column, and how it looks. */
    record Cell(String text, Paint paint) {
        static Cell of(String text) {
            return new Cell(text, Paint.PLAIN);
        }
    }

    RateTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** One cell a column. */
    void row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    int rowCount() {
        return rows.size();
    }

    /** The heading and at most {@code most} rows, none wider than {@code width}. */
    List<String> lines(int width, int most, boolean colours) {
        List<Integer> shown = fitting(width);
        List<String> lines = new ArrayList<>();
        List<Cell> headings = columns.stream()
                .map(column -> new Cell(column.heading(), Paint.HEADING))
                .toList();
        lines.add(line(headings, shown, width, colours));
        rows.stream().limit(most).forEach(row -> lines.add(line(row, shown, width, colours)));
        return lines;
    }

    private List<Integer> fitting(int width) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        while (shown.size() > 1 && needed(shown) > width) {
            int least = shown.getFirst();
            for (int column : shown) {
                least = columns.get(column).importance() <= columns.get(least).importance() ? column : least;
            }
            shown.remove(Integer.valueOf(least));
        }
        return shown;
    }

    /** Words at the end may be cut. */
    private int needed(List<Integer> shown) {
        int sum = -GAP;
        for (int column : shown) {
            boolean isCut = column == shown.getLast() && !columns.get(column).isNumber();
            sum += GAP + (isCut ? Math.min(LEAST_LAST, width(column)) : width(column));
        }
        return sum;
    }

    private int width(int column) {
        int widest = columns.get(column).heading().length();
        for (List<Cell> row : rows) {
            widest = Math.max(widest, row.get(column).text().length());
        }
        return widest;
    }

    private String line(List<Cell> row, List<Integer> shown, int width, boolean colours) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int column : shown) {
            boolean isFirst = column == shown.getFirst();
            boolean isLast = column == shown.getLast();
            boolean isNumber = columns.get(column).isNumber();
            int room = Math.max(0, width - used - (isFirst ? 0 : GAP));
            String text = row.get(column).text();
            String cut = text.length() > room ? text.substring(0, room) : text;
            int padding = Math.min(room, width(column)) - cut.length();
            line.repeat(' ', isFirst ? 0 : GAP).repeat(' ', isNumber ? padding : 0);
            line.append(row.get(column).paint().on(cut, colours));
            line.repeat(' ', isNumber || isLast ? 0 : padding);
            used += (isFirst ? 0 : GAP) + padding + cut.length();
        }
        return line.toString();
    }
}
