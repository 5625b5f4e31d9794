package io.weft.northbound.client;

import io.weft.northbound.codec.ViewCodec;
import io.weft.northbound.control.MacEntry;
import io.weft.northbound.control.MacStatistics;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;

/** What bridges learned about where MAC addresses are. */
public final class MacCalls {
    private final Connection connection;

    MacCalls(Connection connection) {
        this.connection = connection;
    }

    public List<MacEntry> list(String bridge) {
        var request = SwitchProto.ListMacsRequest.newBuilder().setBridge(bridge).build();
        return connection.call(SwitchGrpc.getListMacsMethod(), request).getMacsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Forgets what was learned and returns how many entries. Empty {@code bridge}: everywhere; empty {@code port}: at every port. */
    public long flush(String bridge, String port) {
        var request = SwitchProto.FlushMacsRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .build();
        return connection.call(SwitchGrpc.getFlushMacsMethod(), request).getFlushed();
    }

    /** Adds an entry that does not age. */
    public void addStatic(String bridge, String port, int vlan, long mac) {
        var request = SwitchProto.AddStaticMacRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .setVlan(vlan)
                .setMac(mac)
                .build();
        connection.call(SwitchGrpc.getAddStaticMacMethod(), request);
    }

    public void deleteStatic(String bridge, int vlan, long mac) {
        var request = SwitchProto.DeleteStaticMacRequest.newBuilder()
                .setBridge(bridge)
                .setVlan(vlan)
                .setMac(mac)
                .build();
        connection.call(SwitchGrpc.getDeleteStaticMacMethod(), request);
    }

    public MacStatistics statistics(String bridge) {
        var request =
                SwitchProto.MacStatisticsRequest.newBuilder().setBridge(bridge).build();
        return ViewCodec.decode(connection.call(SwitchGrpc.getMacStatisticsMethod(), request));
    }
}
