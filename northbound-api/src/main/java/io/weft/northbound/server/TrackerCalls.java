package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.northbound.codec.ConnectionCodec;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.codec.TrackerCodec;
import io.weft.northbound.control.ConnectionControl;
import io.weft.northbound.control.ConnectionFilter;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.LimitChange;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.OptionalInt;

/** Calls about connections. */
final class TrackerCalls {
    private final ConnectionControl control;

    TrackerCalls(SwitchControl control) {
        this.control = control.connections();
    }

    void dump(SwitchProto.DumpConnectionsRequest request, StreamObserver<SwitchProto.ConnectionChunk> out) {
        ConnectionFilter filter = ConnectionCodec.decode(request.getFilter());
        ChunkedDump.start(out, control.connections(filter), connections -> {
            SwitchProto.ConnectionChunk.Builder chunk = SwitchProto.ConnectionChunk.newBuilder();
            connections.forEach(connection -> chunk.addConnections(ConnectionCodec.encode(connection)));
            return chunk.build();
        });
    }

    SwitchProto.FlushConnectionsResponse flush(SwitchProto.FlushConnectionsRequest request) {
        ConnectionFilter filter = ConnectionCodec.decode(request.getFilter());
        boolean isOne = filter.isOne();
        long flushed = control.flushConnections(isOne && filter.zone().isEmpty() ? filter.ofZone(0) : filter);
        if (isOne && flushed == 0) {
            throw new ControlException(
                    ControlException.Kind.NOT_FOUND, "failed to flush conntrack: there is no such connection");
        }
        return SwitchProto.FlushConnectionsResponse.newBuilder()
                .setFlushed(flushed)
                .build();
    }

    SwitchProto.ConnectionStatisticsResponse statistics(SwitchProto.ConnectionStatisticsRequest request) {
        RequestCheck check = new RequestCheck();
        OptionalInt zone =
                request.hasZone() ? OptionalInt.of(TrackerCodec.zone(check, request.getZone())) : OptionalInt.empty();
        check.done();
        return TrackerCodec.encode(control.connectionStatistics(zone));
    }

    SwitchProto.ConnectionLimitsResponse limits(SwitchProto.ConnectionLimitsRequest request) {
        LimitChange change = TrackerCodec.decodeChange(request);
        List<Integer> zones = TrackerCodec.decodeZones(request);
        if (request.hasSetDefault() || request.getSetCount() + request.getDeleteCount() > 0) {
            control.changeConnectionLimits(change);
        }
        return TrackerCodec.encode(control.connectionLimits(zones));
    }

    SwitchProto.TrackerCountersResponse counters() {
        return TrackerCodec.encode(control.trackerCounters());
    }

    SwitchProto.TrackerSettingsResponse settings(SwitchProto.TrackerSettingsRequest request) {
        return TrackerCodec.encode(control.trackerSettings(TrackerCodec.decode(request)));
    }
}
