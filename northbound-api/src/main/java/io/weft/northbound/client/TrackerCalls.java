package io.weft.northbound.client;

import io.weft.northbound.codec.ConnectionCodec;
import io.weft.northbound.codec.TrackerCodec;
import io.weft.northbound.control.ConnectionLimits;
import io.weft.northbound.control.ConnectionStatistics;
import io.weft.northbound.control.LimitChange;
import io.weft.northbound.control.TrackedConnection;
import io.weft.northbound.control.TrackerChange;
import io.weft.northbound.control.TrackerCounters;
import io.weft.northbound.control.TrackerSettings;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The connection tracker. What chooses connections is text, as in ovs-dpctl(8). */
public final class TrackerCalls {
    private final Connection connection;

    TrackerCalls(Connection connection) {
        this.connection = connection;
    }

    /**
     * Which connections are meant; empty texts let everything through.
     *
     * @param original such as {@code ct_nw_src=10.1.1.1,ct_nw_proto=6}
     * @param reply the same of the packets that answer
     * @param mark {@code VALUE} or {@code VALUE/MASK}
     * @param labels {@code VALUE} or {@code VALUE/MASK}
     */
    public record Choice(OptionalInt zone, String original, String reply, String mark, String labels) {
        /** Every connection. */
        public static final Choice ALL = new Choice(OptionalInt.empty(), "", "", "", "");

        SwitchProto.ConnectionFilter filter() {
            var filter = SwitchProto.ConnectionFilter.newBuilder()
                    .setOriginal(original)
                    .setReply(reply)
                    .setMark(mark)
                    .setLabels(labels);
            zone.ifPresent(filter::setZone);
            return filter.build();
        }
    }

    /** Connections, each as it was at one moment. */
    public Stream<TrackedConnection> dump(Choice choice) {
        var request = SwitchProto.DumpConnectionsRequest.newBuilder().setFilter(choice.filter());
        return connection.dump(
                SwitchGrpc.getDumpConnectionsMethod(),
                request.build(),
                chunk -> chunk.getConnectionsList().stream()
                        .map(ConnectionCodec::decode)
                        .toList());
    }

    /** Ends connections and returns how many. */
    public long flush(Choice choice) {
        var request = SwitchProto.FlushConnectionsRequest.newBuilder().setFilter(choice.filter());
        return connection
                .call(SwitchGrpc.getFlushConnectionsMethod(), request.build())
                .getFlushed();
    }

    /** How many connections there are in a zone, or in all. */
    public ConnectionStatistics statistics(OptionalInt zone) {
        var request = SwitchProto.ConnectionStatisticsRequest.newBuilder();
        zone.ifPresent(request::setZone);
        return TrackerCodec.decode(connection.call(SwitchGrpc.getConnectionStatisticsMethod(), request.build()));
    }

    /** The limits of these zones; with none given, of those that have limits of their own. */
    public ConnectionLimits limits(List<Integer> zones) {
        return limits(new LimitChange(OptionalInt.empty(), Map.of(), Set.of()), zones);
    }

    /** Changes limits until the switch ends. */
    public void limits(LimitChange change) {
        limits(change, List.of());
    }

    private ConnectionLimits limits(LimitChange change, List<Integer> zones) {
        return TrackerCodec.decode(
                connection.call(SwitchGrpc.getConnectionLimitsMethod(), TrackerCodec.encode(change, zones)));
    }

    /** The settings after {@code change}, which holds until the switch ends. */
    public TrackerSettings settings(TrackerChange change) {
        return TrackerCodec.decode(connection.call(SwitchGrpc.getTrackerSettingsMethod(), TrackerCodec.encode(change)));
    }

    /** What was counted, and how many connections each zone has: cheap, however many there are. */
    public TrackerCounters counters() {
        return TrackerCodec.decode(connection.call(
                SwitchGrpc.getTrackerCountersMethod(), SwitchProto.TrackerCountersRequest.getDefaultInstance()));
    }
}
