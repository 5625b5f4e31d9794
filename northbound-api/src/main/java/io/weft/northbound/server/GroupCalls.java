package io.weft.northbound.server;

import io.grpc.stub.StreamObserver;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.GroupCodec;
import io.weft.northbound.codec.MeterCodec;
import io.weft.northbound.codec.RequestCheck;
import io.weft.northbound.control.SwitchControl;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.OptionalLong;

/** Calls about groups and meters. */
final class GroupCalls {
    private final SwitchControl control;

    GroupCalls(SwitchControl control) {
        this.control = control;
    }

    SwitchProto.GroupModResult modify(SwitchProto.GroupModBatch request) {
        String bridge = bridge(request.getBridge());
        int applied = control.modifyGroups(
                bridge, GroupCodec.decode(request, control.portNames(bridge)), request.getAtomic());
        return SwitchProto.GroupModResult.newBuilder().setApplied(applied).build();
    }

    void dump(SwitchProto.DumpGroupsRequest request, StreamObserver<SwitchProto.GroupChunk> out) {
        String bridge = bridge(request.getBridge());
        PortNames ports = request.getPortNames() ? control.portNames(bridge) : PortNames.NUMBERS;
        OptionalLong id = request.hasGroupId()
                ? OptionalLong.of(Integer.toUnsignedLong(request.getGroupId()))
                : OptionalLong.empty();
        ChunkedDump.start(out, control.groups(bridge, id), groups -> {
            SwitchProto.GroupChunk.Builder chunk = SwitchProto.GroupChunk.newBuilder();
            groups.forEach(group -> chunk.addGroups(GroupCodec.encode(group, ports)));
            return chunk.build();
        });
    }

    SwitchProto.MeterModResult modifyMeters(SwitchProto.MeterModBatch request) {
        int applied = control.modifyMeters(bridge(request.getBridge()), MeterCodec.decode(request));
        return SwitchProto.MeterModResult.newBuilder().setApplied(applied).build();
    }

    void dumpMeters(SwitchProto.DumpMetersRequest request, StreamObserver<SwitchProto.MeterChunk> out) {
        OptionalLong id = request.hasMeterId()
                ? OptionalLong.of(Integer.toUnsignedLong(request.getMeterId()))
                : OptionalLong.empty();
        ChunkedDump.start(out, control.meters(bridge(request.getBridge()), id), meters -> {
            SwitchProto.MeterChunk.Builder chunk = SwitchProto.MeterChunk.newBuilder();
            meters.forEach(meter -> chunk.addMeters(MeterCodec.encode(meter)));
            return chunk.build();
        });
    }

    private static String bridge(String name) {
        RequestCheck check = new RequestCheck();
        check.bridge("bridge", name);
        check.done();
        return name;
    }
}
