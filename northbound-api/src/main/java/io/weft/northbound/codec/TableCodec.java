package io.weft.northbound.codec;

import io.weft.flow.table.VacancyRange;
import io.weft.northbound.control.TableStatistics;
import io.weft.northbound.control.TableStatus;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.Optional;
import java.util.OptionalInt;

/** Flow tables, both ways. */
public final class TableCodec {
    private TableCodec() {}

    public static SwitchProto.TableStatistics encode(TableStatistics table) {
        SwitchProto.TableStatistics.Builder to = SwitchProto.TableStatistics.newBuilder()
                .setTable(table.table())
                .setName(table.name())
                .setActive(table.active())
                .setLookups(table.lookups())
                .setMatched(table.matched())
                .setEvicts(table.evicts());
        table.flowLimit().ifPresent(to::setFlowLimit);
        table.vacancy().ifPresent(range -> to.setVacancy(encode(range)));
        return to.build();
    }

    public static TableStatistics decode(SwitchProto.TableStatistics from) {
        return new TableStatistics(
                from.getTable(),
                from.getName(),
                from.getActive(),
                from.getLookups(),
                from.getMatched(),
                from.hasFlowLimit() ? OptionalInt.of(from.getFlowLimit()) : OptionalInt.empty(),
                from.getEvicts(),
                from.hasVacancy() ? Optional.of(decode(from.getVacancy())) : Optional.empty());
    }

    private static SwitchProto.VacancyRange encode(VacancyRange range) {
        return SwitchProto.VacancyRange.newBuilder()
                .setDownPercent(range.downPercent())
                .setUpPercent(range.upPercent())
                .build();
    }

    private static VacancyRange decode(SwitchProto.VacancyRange from) {
        return new VacancyRange(from.getDownPercent(), from.getUpPercent());
    }

    /** A change of what a table (number, name or "all") tells; empty {@code range}: nothing. */
    public static SwitchProto.ModifyTableRequest encode(String bridge, String table, Optional<VacancyRange> range) {
        SwitchProto.ModifyTableRequest.Builder to = SwitchProto.ModifyTableRequest.newBuilder()
                .setBridge(bridge)
                .setTable(table)
                .setChange(SwitchProto.ModifyTableRequest.Change.NOVACANCY);
        range.ifPresent(
                wanted -> to.setVacancy(encode(wanted)).setChange(SwitchProto.ModifyTableRequest.Change.VACANCY));
        return to.build();
    }

    public static SwitchProto.TableStatus encode(TableStatus status) {
        return SwitchProto.TableStatus.newBuilder()
                .setReason(
                        SwitchProto.TableStatus.Reason.valueOf(status.reason().name()))
                .setTable(encode(status.table()))
                .setLost(status.lost())
                .build();
    }

    public static TableStatus decode(SwitchProto.TableStatus from) {
        return new TableStatus(
                EnumCodec.decode(TableStatus.Reason.values(), from.getReasonValue(), TableStatus.Reason.VACANCY_DOWN),
                decode(from.getTable()),
                from.getLost());
    }
}
