package io.weft.northbound.client;

import io.weft.flow.match.TlvMapping;
import io.weft.northbound.codec.TlvCodec;
import io.weft.northbound.codec.ViewCodec;
import io.weft.northbound.control.BridgeView;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;

/** Bridges and what is set for a whole bridge. */
public final class BridgeCalls {
    private final Connection connection;

    BridgeCalls(Connection connection) {
        this.connection = connection;
    }

    /** All bridges, by name. */
    public List<BridgeView> list() {
        return connection
                .call(SwitchGrpc.getListBridgesMethod(), SwitchProto.ListBridgesRequest.getDefaultInstance())
                .getBridgesList()
                .stream()
                .map(ViewCodec::decode)
                .toList();
    }

    /** Changes what the tables of a bridge see of IP fragments. */
    public void setFragmentMode(String bridge, FragmentMode mode) {
        var request = SwitchProto.SetFragmentModeRequest.newBuilder()
                .setBridge(bridge)
                .setMode(SwitchProto.FragmentMode.valueOf(mode.name()))
                .build();
        connection.call(SwitchGrpc.getSetFragmentModeMethod(), request);
    }

    /** Adds mappings of tunnel options, written as {@code {class=0xffff,type=0x80,len=4}->tun_metadata0}; returns all by field. */
    public List<TlvMapping> addTlvMappings(String bridge, String text) {
        return tlvMap(bridge, SwitchProto.TlvMapRequest.Command.ADD, text);
    }

    /** Removes mappings of tunnel options, all for blank {@code text}; returns those that are left. */
    public List<TlvMapping> removeTlvMappings(String bridge, String text) {
        return tlvMap(bridge, SwitchProto.TlvMapRequest.Command.REMOVE, text);
    }

    /** The mappings of tunnel options, by field. */
    public List<TlvMapping> tlvMappings(String bridge) {
        return tlvMap(bridge, SwitchProto.TlvMapRequest.Command.LIST, "");
    }

    private List<TlvMapping> tlvMap(String bridge, SwitchProto.TlvMapRequest.Command command, String text) {
        var request = SwitchProto.TlvMapRequest.newBuilder()
                .setBridge(bridge)
                .setCommand(command)
                .setText(text)
                .build();
        return TlvCodec.decode(connection.call(SwitchGrpc.getTlvMapMethod(), request));
    }
}
