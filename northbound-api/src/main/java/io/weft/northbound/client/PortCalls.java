package io.weft.northbound.client;

import io.weft.northbound.codec.ViewCodec;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.PortStatistics;
import io.weft.northbound.control.PortView;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.Set;

/** Ports: what they are, what they counted, their flags. */
public final class PortCalls {
    private final Connection connection;

    PortCalls(Connection connection) {
        this.connection = connection;
    }

    /** Ports by bridge and name; an empty {@code bridge} means all bridges. */
    public List<PortView> list(String bridge) {
        var request =
                SwitchProto.ListPortsRequest.newBuilder().setBridge(bridge).build();
        return connection.call(SwitchGrpc.getListPortsMethod(), request).getPortsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Counters of one port (name or number) or, when empty, of all, by number. */
    public List<PortStatistics> statistics(String bridge, String port) {
        var request = SwitchProto.DumpPortsRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .build();
        return connection.call(SwitchGrpc.getDumpPortsMethod(), request).getPortsList().stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Sets and clears flags of a port, a name or a number. */
    public void modify(String bridge, String port, Set<PortFlag> set, Set<PortFlag> clear) {
        var request = SwitchProto.ModifyPortRequest.newBuilder()
                .setBridge(bridge)
                .setPort(port)
                .addAllSet(ViewCodec.encode(set))
                .addAllClear(ViewCodec.encode(clear))
                .build();
        connection.call(SwitchGrpc.getModifyPortMethod(), request);
    }
}
