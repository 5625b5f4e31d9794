package io.weft.cli;

import io.weft.flow.table.VacancyRange;
import io.weft.northbound.control.StreamListener;
import io.weft.northbound.control.Subscription;
import io.weft.northbound.control.TableChange;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The tables of a {@link FakeSwitch} as wholes: constant statistics. */
interface FakeTables extends FakePart {
    @Override
    default List<TableStatistics> tables(String bridge) {
        return List.of(
                new TableStatistics(0, "", 2, 10, 9, OptionalInt.empty(), false, Optional.empty()),
                new TableStatistics(
                        2, "acl", 9, 0, 0, OptionalInt.of(10), true, Optional.of(new VacancyRange(20, 80))));
    }

    @Override
    default void modifyTable(String bridge, int table, TableChange change) {
        FakePart.requireBridge(bridge);
    }

    @Override
    default void setVacancy(String bridge, int table, Optional<VacancyRange> range) {
        FakePart.requireBridge(bridge);
        whole().commands.add("vacancy " + table + " " + range);
    }

    @Override
    default Subscription watchTables(String bridge, StreamListener<TableStatus> listener) {
        return () -> {};
    }
}
