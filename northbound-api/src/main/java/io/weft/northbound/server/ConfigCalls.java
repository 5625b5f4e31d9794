package io.weft.northbound.server;

import io.weft.northbound.codec.ConfigCodec;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.codec.TlvCodec;
import io.weft.northbound.codec.ViewCodec;
import io.weft.northbound.control.FragmentMode;
import io.weft.northbound.control.PortFlag;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.Set;

/** Calls about configuration, ports and addresses. */
final class ConfigCalls {
    private static final int LAST_VLAN = 4095;

    private final SwitchControl control;

    ConfigCalls(SwitchControl control) {
        this.control = control;
    }

    SwitchProto.TransactResponse transact(SwitchProto.TransactRequest request) {
        return ConfigCodec.encodeResults(control.transact(ConfigCodec.decode(request)));
    }

    SwitchProto.ListBridgesResponse bridges() {
        SwitchProto.ListBridgesResponse.Builder response = SwitchProto.ListBridgesResponse.newBuilder();
        control.bridges().forEach(bridge -> response.addBridges(ViewCodec.encode(bridge)));
        return response.build();
    }

    SwitchProto.ListPortsResponse ports(SwitchProto.ListPortsRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridgeOrEmpty("bridge", request.getBridge());
        check.done();
        SwitchProto.ListPortsResponse.Builder response = SwitchProto.ListPortsResponse.newBuilder();
        control.ports(bridge).forEach(port -> response.addPorts(ViewCodec.encode(port)));
        return response.build();
    }

    SwitchProto.ListRecordsResponse records(SwitchProto.ListRecordsRequest request) {
        RequestCheck check = new RequestCheck();
        String table = check.word("table", request.getTable());
        String record = check.nameOrEmpty("record", request.getRecord());
        check.done();
        SwitchProto.ListRecordsResponse.Builder response = SwitchProto.ListRecordsResponse.newBuilder();
        control.records(table, record).forEach(one -> response.addRecords(ViewCodec.encode(one)));
        return response.build();
    }

    SwitchProto.DumpPortsResponse portStatistics(SwitchProto.DumpPortsRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        String port = check.nameOrEmpty("port", request.getPort());
        check.done();
        SwitchProto.DumpPortsResponse.Builder response = SwitchProto.DumpPortsResponse.newBuilder();
        control.portStatistics(bridge, port).forEach(one -> response.addPorts(ViewCodec.encode(one)));
        return response.build();
    }

    SwitchProto.ModifyPortResponse modifyPort(SwitchProto.ModifyPortRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        String port = check.name("port", request.getPort());
        flags("set", request.getSetValueList(), check);
        flags("clear", request.getClearValueList(), check);
        Set<PortFlag> set = ViewCodec.decode(request.getSetValueList());
        Set<PortFlag> clear = ViewCodec.decode(request.getClearValueList());
        if (clear.stream().anyMatch(set::contains)) {
            check.refuse("clear", clear, "flags that are not in set");
        }
        check.done();
        control.modifyPort(bridge, port, set, clear);
        return SwitchProto.ModifyPortResponse.getDefaultInstance();
    }

    private static void flags(String field, List<Integer> numbers, RequestCheck check) {
        if (check.size(field, numbers.size(), 0, PortFlag.values().length)) {
            numbers.forEach(number -> check.range(field, number, 0, PortFlag.values().length - 1));
        }
    }

    @SuppressWarnings("EnumOrdinal") // the numbers of the message are the ordinals
    SwitchProto.SetFragmentModeResponse setFragmentMode(SwitchProto.SetFragmentModeRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        int mode = check.range("mode", request.getModeValue(), 0, FragmentMode.values().length - 1);
        check.done();
        control.setFragmentMode(bridge, FragmentMode.values()[mode]);
        return SwitchProto.SetFragmentModeResponse.getDefaultInstance();
    }

    SwitchProto.TlvMapResponse tlvMap(SwitchProto.TlvMapRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        check.done();
        return TlvCodec.encode(control.tlvMap(bridge, TlvCodec.decode(request)));
    }

    SwitchProto.ListMacsResponse macs(SwitchProto.ListMacsRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        check.done();
        SwitchProto.ListMacsResponse.Builder response = SwitchProto.ListMacsResponse.newBuilder();
        control.macs(bridge).forEach(mac -> response.addMacs(ViewCodec.encode(mac)));
        return response.build();
    }

    SwitchProto.FlushMacsResponse flushMacs(SwitchProto.FlushMacsRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridgeOrEmpty("bridge", request.getBridge());
        String port = check.nameOrEmpty("port", request.getPort());
        check.done();
        return SwitchProto.FlushMacsResponse.newBuilder()
                .setFlushed(control.flushMacs(bridge, port))
                .build();
    }

    SwitchProto.AddStaticMacResponse addStaticMac(SwitchProto.AddStaticMacRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        String port = check.name("port", request.getPort());
        int vlan = check.unsigned("vlan", request.getVlan(), 0, LAST_VLAN);
        long mac = check.mac("mac", request.getMac());
        check.done();
        control.addStaticMac(bridge, port, vlan, mac);
        return SwitchProto.AddStaticMacResponse.getDefaultInstance();
    }

    SwitchProto.DeleteStaticMacResponse deleteStaticMac(SwitchProto.DeleteStaticMacRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        int vlan = check.unsigned("vlan", request.getVlan(), 0, LAST_VLAN);
        long mac = check.mac("mac", request.getMac());
        check.done();
        control.deleteStaticMac(bridge, vlan, mac);
        return SwitchProto.DeleteStaticMacResponse.getDefaultInstance();
    }

    SwitchProto.MacStatisticsResponse macStatistics(SwitchProto.MacStatisticsRequest request) {
        RequestCheck check = new RequestCheck();
        String bridge = check.bridge("bridge", request.getBridge());
        check.done();
        return ViewCodec.encode(control.macStatistics(bridge));
    }
}
