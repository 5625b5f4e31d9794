package io.weft.northbound.control;

import io.weft.flow.table.TableSettings;
import io.weft.flow.table.VacancyRange;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A flow table.
 *
 * @param name empty when it has none
 * @param active flows in it
 * @param lookups packets that were looked up
 * @param matched packets that matched
 * @param flowLimit the most flows that it takes; empty for no limit
 * @param evicts whether a full table evicts flows, rather than refuse new ones
 * @param vacancy when it tells that it gets full; empty: never
 */
public record TableStatistics(
        int table,
        String name,
        long active,
        long lookups,
        long matched,
        OptionalInt flowLimit,
        boolean evicts,
        Optional<VacancyRange> vacancy) {
    /** How much of it is free, in percent, rounded down. */
    public int freePercent() {
        return VacancyRange.free((int) active, flowLimit.orElse(TableSettings.UNLIMITED));
    }
}
