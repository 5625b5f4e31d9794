package io.weft.northbound.client;

import io.weft.flow.meter.MeterMod;
import io.weft.northbound.codec.MeterCodec;
import io.weft.northbound.control.MeterView;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import java.util.OptionalLong;

/** Meters, as {@code io.weft.flow} objects and as text. */
public final class MeterCalls {
    private final Connection connection;

    MeterCalls(Connection connection) {
        this.connection = connection;
    }

    /** Changes meters, all or nothing. Returns how many. */
    public int modify(String bridge, List<MeterMod> mods) {
        return send(bridge, mods.stream().map(MeterCodec::encode).toList());
    }

    /** Changes a meter that is text, as in ovs-ofctl(8), "Meter Syntax". */
    public void modifyText(String bridge, MeterMod.Kind kind, String text) {
        send(bridge, List.of(MeterCodec.encode(kind, text)));
    }

    private int send(String bridge, List<SwitchProto.MeterMod> mods) {
        var request = SwitchProto.MeterModBatch.newBuilder().setBridge(bridge).addAllMeterMods(mods);
        return connection
                .call(SwitchGrpc.getModifyMetersMethod(), request.build())
                .getApplied();
    }

    /** One meter, or all by id. */
    public Stream<MeterView> dump(String bridge, OptionalLong id) {
        var request = SwitchProto.DumpMetersRequest.newBuilder().setBridge(bridge);
        id.ifPresent(one -> request.setMeterId((int) one));
        return connection.dump(
                SwitchGrpc.getDumpMetersMethod(),
                request.build(),
                chunk -> chunk.getMetersList().stream().map(MeterCodec::decode).toList());
    }
}
