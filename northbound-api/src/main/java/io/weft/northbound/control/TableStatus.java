package io.weft.northbound.control;

/**
 * A table that is watched got full, or has room again.
 *
 * @param table as it was then; its lookups are not counted for this
 * @param lost such news that this receiver was not told before this one because it was slow; set by the API, 0 from a switch
 */
public record TableStatus(Reason reason, TableStatistics table, long lost) implements Lossy<TableStatus> {
    /** What happened, by the numbers of {@code switch.proto}. */
    public enum Reason {
        VACANCY_DOWN,
        VACANCY_UP
    }

    @Override
    public TableStatus withLost(long news) {
        return new TableStatus(reason, table, news);
    }
}
