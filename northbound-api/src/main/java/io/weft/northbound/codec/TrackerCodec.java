package io.weft.northbound.codec;

import io.weft.northbound.control.ConnectionLimits;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.EventCount;
import io.weft.northbound.control.LimitChange;
import io.weft.northbound.control.TrackerChange;
import io.weft.northbound.control.TrackerCounters;
import io.weft.northbound.control.TrackerSettings;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Numbers, limits and settings of the connection tracker, both ways. */
public final class TrackerCodec {
    /** The highest number of a zone. */
    public static final int LAST_ZONE = 65_535;

    private TrackerCodec() {}

    /** A zone of a request. */
    public static int zone(RequestCheck check, int zone) {
        return check.unsigned("zone", zone, 0, LAST_ZONE);
    }

    public static SwitchProto.ConnectionStatisticsResponse encode(ConnectionStatistics from) {
        SwitchProto.ConnectionStatisticsResponse.Builder to =
                SwitchProto.ConnectionStatisticsResponse.newBuilder().setTotal(from.total());
        to.putAllByProtocol(from.byProtocol());
        from.byTcpState()
                .forEach((state, count) -> to.addTcpStates(
                        SwitchProto.StateCount.newBuilder().setState(state).setConnections(count)));
        return to.build();
    }

    public static ConnectionStatistics decode(SwitchProto.ConnectionStatisticsResponse from) {
        Map<String, Long> states = new LinkedHashMap<>();
        from.getTcpStatesList().forEach(state -> states.put(state.getState(), state.getConnections()));
        return new ConnectionStatistics(from.getTotal(), from.getByProtocolMap(), states);
    }

    public static SwitchProto.ConnectionLimitsRequest encode(LimitChange change, List<Integer> zones) {
        SwitchProto.ConnectionLimitsRequest.Builder to =
                SwitchProto.ConnectionLimitsRequest.newBuilder().addAllZones(zones);
        change.defaultLimit().ifPresent(to::setSetDefault);
        change.set()
                .forEach((zone, limit) -> to.addSet(
                        SwitchProto.ZoneLimit.newBuilder().setZone(zone).setLimit(limit)));
        change.delete().forEach(to::addDelete);
        return to.build();
    }

    /** What a request changes. */
    public static LimitChange decodeChange(SwitchProto.ConnectionLimitsRequest from) {
        RequestCheck check = new RequestCheck();
        check.size("set", from.getSetCount(), 0, LAST_ZONE + 1);
        check.size("delete", from.getDeleteCount(), 0, LAST_ZONE + 1);
        OptionalInt ofAll = from.hasSetDefault()
                ? OptionalInt.of(check.unsigned("set_default", from.getSetDefault(), 0, Integer.MAX_VALUE))
                : OptionalInt.empty();
        Map<Integer, Integer> set = new HashMap<>();
        from.getSetList()
                .forEach(limit -> set.put(
                        zone(check, limit.getZone()), check.unsigned("limit", limit.getLimit(), 0, Integer.MAX_VALUE)));
        Set<Integer> delete = new HashSet<>();
        from.getDeleteList().forEach(zone -> delete.add(zone(check, zone)));
        check.done();
        return new LimitChange(ofAll, set, delete);
    }

    /** The zones that a request asks for. */
    public static List<Integer> decodeZones(SwitchProto.ConnectionLimitsRequest from) {
        RequestCheck check = new RequestCheck();
        check.size("zones", from.getZonesCount(), 0, LAST_ZONE + 1);
        from.getZonesList().forEach(zone -> zone(check, zone));
        check.done();
        return from.getZonesList();
    }

    public static SwitchProto.ConnectionLimitsResponse encode(ConnectionLimits from) {
        SwitchProto.ConnectionLimitsResponse.Builder to =
                SwitchProto.ConnectionLimitsResponse.newBuilder().setDefaultLimit(from.defaultLimit());
        from.zones().forEach(zone -> to.addZones(encode(zone)));
        return to.build();
    }

    private static SwitchProto.ZoneLimit encode(ConnectionLimits.Zone zone) {
        return SwitchProto.ZoneLimit.newBuilder()
                .setZone(zone.zone())
                .setLimit(zone.limit())
                .setCount(zone.count())
                .build();
    }

    private static List<ConnectionLimits.Zone> decode(List<SwitchProto.ZoneLimit> from) {
        return from.stream()
                .map(zone -> new ConnectionLimits.Zone(zone.getZone(), zone.getLimit(), zone.getCount()))
                .toList();
    }

    public static ConnectionLimits decode(SwitchProto.ConnectionLimitsResponse from) {
        return new ConnectionLimits(from.getDefaultLimit(), decode(from.getZonesList()));
    }

    public static SwitchProto.TrackerSettingsRequest encode(TrackerChange change) {
        SwitchProto.TrackerSettingsRequest.Builder to = SwitchProto.TrackerSettingsRequest.newBuilder();
        change.most().ifPresent(to::setMost);
        change.checksSequence().ifPresent(to::setChecksSequence);
        change.sweepIntervalMs().ifPresent(to::setSweepIntervalMs);
        return to.build();
    }

    /** What a request changes; the switch knows which numbers it takes. */
    public static TrackerChange decode(SwitchProto.TrackerSettingsRequest from) {
        return new TrackerChange(
                from.hasMost() ? OptionalInt.of(clamped(from.getMost())) : OptionalInt.empty(),
                from.hasChecksSequence() ? Optional.of(from.getChecksSequence()) : Optional.empty(),
                from.hasSweepIntervalMs() ? OptionalInt.of(clamped(from.getSweepIntervalMs())) : OptionalInt.empty());
    }

    private static int clamped(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }

    public static SwitchProto.TrackerSettingsResponse encode(TrackerSettings from) {
        return SwitchProto.TrackerSettingsResponse.newBuilder()
                .setConnections(from.connections())
                .setMost(from.most())
                .setCapacity(from.capacity())
                .setChecksSequence(from.checksSequence())
                .setSweepIntervalMs(from.sweepIntervalMs())
                .build();
    }

    public static TrackerSettings decode(SwitchProto.TrackerSettingsResponse from) {
        return new TrackerSettings(
                from.getConnections(),
                from.getMost(),
                from.getCapacity(),
                from.getChecksSequence(),
                from.getSweepIntervalMs());
    }

    public static SwitchProto.TrackerCountersResponse encode(TrackerCounters from) {
        SwitchProto.TrackerCountersResponse.Builder to = SwitchProto.TrackerCountersResponse.newBuilder()
                .setConnections(from.connections())
                .setMost(from.most());
        from.zones().forEach(zone -> to.addZones(encode(zone)));
        from.events()
                .forEach(event -> to.addEvents(SwitchProto.EventCount.newBuilder()
                        .setName(event.name())
                        .setDescription(event.description())
                        .setCount(event.count())));
        return to.build();
    }

    public static TrackerCounters decode(SwitchProto.TrackerCountersResponse from) {
        return new TrackerCounters(
                from.getConnections(),
                from.getMost(),
                decode(from.getZonesList()),
                from.getEventsList().stream()
                        .map(event -> new EventCount(event.getName(), event.getDescription(), event.getCount()))
                        .toList());
    }
}
